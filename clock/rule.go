package clock

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A Rule is one row of the table of clocks: who must do what within which time of what.
type Rule struct {
	ID, Programme, ReviewType    string
	StartsOn, WhoMustAct, MustDo string
	Length                       int
	Unit                         string // calendar_day, business_day, working_day, hour, month, year
	Extension                    string // none, included, ccp1013, wcab10605, presumed_receipt_5
	Roll                         string // no, unit, yes:ccp12a, or rule:… in words
	From, To                     Day    // in force, both days in it; a zero To is open
	Consequence, Authority       string
	Confidence                   string // read, secondary, memory
	Counting                     string // day_after, at_instant, same_day_number
	Calendar                     Calendar
	Note                         string
}

const ruleColumns = "id\tprogramme\treview_type\tstarts_on\twho_must_act\tmust_do\tlength\tunit\textension_if_served_by_mail\t" +
	"roll_if_non_working_day\teffective_from\teffective_to\tconsequence_if_missed\tauthority\tconfidence\tcounting\tcalendar\tnote"

// ParseRules reads a table of clocks: tab-separated, with a head line. An error names the line.
func ParseRules(r io.Reader) ([]Rule, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	var rules []Rule
	consequences := map[string]string{}
	for n := 1; sc.Scan(); n++ {
		if n == 1 {
			if sc.Text() != ruleColumns {
				return nil, fmt.Errorf("line 1: the columns are not those of a table of clocks")
			}
			continue
		}
		f := strings.Split(sc.Text(), "\t")
		if len(f) != 18 {
			return nil, fmt.Errorf("line %d: %d columns instead of 18", n, len(f))
		}
		length, err := strconv.Atoi(f[6])
		if err != nil || length < 0 || length > maxLength {
			return nil, fmt.Errorf("line %d: the length %q is no number from 0 to %d", n, f[6], maxLength)
		}
		rule := Rule{
			ID: f[0], Programme: f[1], ReviewType: f[2], StartsOn: f[3], WhoMustAct: f[4], MustDo: f[5], Length: length, Unit: f[7],
			Extension: f[8], Roll: f[9], Consequence: f[12], Authority: f[13], Confidence: f[14], Counting: f[15], Calendar: Calendar(f[16]), Note: f[17],
		}
		if rule.From, err = ParseDay(f[10]); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if f[11] != "" {
			if rule.To, err = ParseDay(f[11]); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		}
		if len(rules) > 0 {
			above := rules[len(rules)-1]
			rule.Roll = strings.Replace(rule.Roll, "rule:as above", above.Roll, 1)
			rule.Consequence = strings.Replace(rule.Consequence, "as above", above.Consequence, 1)
		}
		if id, ok := strings.CutPrefix(rule.Consequence, "as "); ok && consequences[id] != "" {
			rule.Consequence = consequences[id]
		}
		consequences[rule.ID] = rule.Consequence
		if err := rule.check(); err != nil {
			return nil, fmt.Errorf("line %d: rule %s: %w", n, rule.ID, err)
		}
		rules = append(rules, rule)
	}
	return rules, sc.Err()
}

// maxLength keeps a slip of the pen from counting for centuries.
const maxLength = 10000

// check says whether every word of the row is one that Due can compute.
func (r Rule) check() error {
	counts := r.Unit == "business_day" || r.Unit == "working_day"
	switch r.Unit {
	case "calendar_day", "business_day", "working_day", "hour", "month", "year":
	default:
		return fmt.Errorf("%q is no unit", r.Unit)
	}
	switch r.Extension {
	case "none", "included", "ccp1013", "wcab10605", "presumed_receipt_5":
	default:
		return fmt.Errorf("%q is no extension", r.Extension)
	}
	switch r.Roll {
	case rollNo, rollUnit:
	case rollCourts, rollFederal, rollFiling, rollNewYork, rollTexas, rollFifthMonth, rollNoon, rollFax:
		counts = true
	default:
		return fmt.Errorf("%q is no way to move a last day", r.Roll)
	}
	switch r.Counting {
	case "day_after", "at_instant", "same_day_number":
	default:
		return fmt.Errorf("%q is no way of counting", r.Counting)
	}
	if r.Calendar != "" && !r.Calendar.known() || r.Calendar == "" && counts {
		return fmt.Errorf("%q is no calendar", string(r.Calendar))
	}
	return nil
}

// startsOnReceipt says that the time runs from the receipt of something, so that a proved receipt counts.
func (r Rule) startsOnReceipt() bool {
	return strings.Contains(r.StartsOn, "received") || r.Extension == "presumed_receipt_5"
}

// InForce says whether the rule applies to a time that starts on d.
func (r Rule) InForce(d Day) bool { return d >= r.From && (r.To.IsZero() || d <= r.To) }
