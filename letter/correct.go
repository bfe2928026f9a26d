package letter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
)

// A Fix is one clerical error of a served letter: words of a field, and how they should have read.
type Fix struct {
	Field string // "summary.text", "items[0].rationale", "served.employee"
	Was   string // words that stand once in the field
	Now   string // "" takes them out
}

// A Correctable is a field in which a clerical error can be mended.
type Correctable struct {
	Field string
	Name  string // in plain words: "Clinical case summary", "Item 2, reasons for the decision"
	Text  string // what stands there now
}

// A FixError says which fix cannot be made, and why.
type FixError struct {
	At      int    // index of the fix
	Part    string // "field", "was" or "now"
	Message string
}

func (e *FixError) Error() string { return e.Message }

// correctable finds the fields of a letter in which words can be mended. Decisions and outcomes are not among them, nor is what
// the letter says of its own making and service: those follow from the case.
func (d *Determination) correctable() ([]Correctable, []func(string) error) {
	var list []Correctable
	var set []func(string) error
	text := func(field, name string, at *Text, running bool) {
		list = append(list, Correctable{field, name, string(*at)})
		set = append(set, func(s string) error {
			if *at = one(Text(s)); running {
				*at = Running(Text(s))
			}
			return nil
		})
	}
	day := func(field, name string, at *clock.Day) {
		list = append(list, Correctable{field, name, format(*at, longDay)})
		set = append(set, func(s string) error {
			to, err := typedDay(s)
			if err != nil {
				return fmt.Errorf("“%s” is no day; write it as September 18, 2014", s)
			}
			*at = to
			return nil
		})
	}
	text("summary.text", headSummary, &d.Summary.Text, true)
	for i := range d.Items {
		it := &d.Items[i]
		at, item := fmt.Sprintf("items[%d].", i), fmt.Sprintf("Item %d, ", it.Number)
		text(at+"request", item+"the request", &it.Request, false)
		if it.OriginalRequest != "" {
			text(at+"original_request", item+"what was asked for", &it.OriginalRequest, false)
		}
		if it.Authorized != "" {
			text(at+"authorized", item+"what was authorized", &it.Authorized, false)
		}
		text(at+"claims_administrator_guideline", item+"guideline of the claims administrator", &it.ClaimsAdministratorGuideline.Text, false)
		text(at+"imro_guideline", item+"guideline of the review organization", &it.IMROGuideline.Text, false)
		text(at+"rationale", item+"reasons for the decision", &it.Rationale, true)
	}
	for i := range d.DocumentsReviewed {
		doc, at := &d.DocumentsReviewed[i], fmt.Sprintf("documents_reviewed[%d].", i)
		text(at+"title", fmt.Sprintf("Records reviewed, title of document %d", i+1), &doc.Title, false)
		text(at+"author", fmt.Sprintf("Records reviewed, author of document %d", i+1), &doc.Author, false)
	}
	day("dates.injury", rowInjury, &d.Dates.Injury)
	day("dates.ur_denial", "Date of the utilization review decision", &d.Dates.URDenial)
	day("dates.application_received", "Date on which the application was received", &d.Dates.ApplicationReceived)
	if s := d.Served; s != nil {
		text("served.employee", rowEmployee, &s.Employee, false)
		text("served.employer", rowEmployer, &s.Employer, false)
		text("served.claim_number", rowClaim, &s.ClaimNumber, false)
		text("served.adj_number", rowADJ, &s.ADJNumber, false)
		text("served.requested_by", rowRequestedBy, &s.RequestedBy, false)
	}
	return list, set
}

// typedDay reads a day as letters write it, or as data do.
func typedDay(s string) (clock.Day, error) {
	if to := day(s, longDay); !to.IsZero() {
		return to, nil
	}
	return clock.ParseDay(s)
}

// Correctables lists the fields of a letter in which a clerical error can be mended and something stands.
func Correctables(d Determination) []Correctable {
	list, _ := d.clone().correctable()
	return slices.DeleteFunc(list, func(c Correctable) bool { return c.Text == "" })
}

// clone is a copy whose texts can be changed.
func (d Determination) clone() *Determination {
	d.Items, d.DocumentsReviewed = slices.Clone(d.Items), slices.Clone(d.DocumentsReviewed)
	if d.Served != nil {
		s := *d.Served
		d.Served = &s
	}
	return &d
}

// reviewers are the fields that hold the reviewer's own words.
func reviewers(field string) bool {
	return field == "summary.text" || strings.HasSuffix(field, ".rationale") || strings.HasSuffix(field, ".imro_guideline")
}

// weighty are the words by which a sentence of a reviewer says the opposite, or decides. A mistake in one of them is no slip
// of the pen that somebody else could mend.
var weighty = []string{"not", "no", "never", "without", "none", "nor", "cannot", "denies", "denied", "necessary", "unnecessary", "medically", "necessity",
	"upheld", "overturned", "certified", "authorized", "supported", "unsupported", "recommended", "indicated"}

const maxFix = 400 // characters of what a fix takes out or puts in

// Correct mends clerical errors. It returns the letter with its mended words and the changes in the words of the letter,
// whose Where is the name of the field. A fix that cannot be made is a *FixError: words that do not stand there, or several times, and in
// the reviewer's own text any change of what is denied, decided or found necessary.
func Correct(d Determination, fixes []Fix) (Determination, []Change, error) {
	c := d.clone()
	var changes []Change
	for i, f := range fixes {
		fail := func(part, format string, args ...any) (Determination, []Change, error) {
			return d, nil, &FixError{i, part, fmt.Sprintf(format, args...)}
		}
		list, set := c.correctable()
		at := slices.IndexFunc(list, func(x Correctable) bool { return x.Field == f.Field })
		if at < 0 {
			return fail("field", "The letter has no words there that a correction could mend.")
		}
		was, now := string(one(Text(f.Was))), string(one(Text(f.Now)))
		text := list[at].Text
		switch n := strings.Count(text, was); {
		case was == now:
			return fail("now", "Nothing is changed: both read the same.")
		case was == "":
			return fail("was", "Give the words as they stand in the letter.")
		case len(was) > maxFix || len(now) > maxFix:
			return fail("was", "A clerical error has a few words; this change has more than %d characters.", maxFix)
		case n == 0:
			return fail("was", "These words do not stand in “%s”. Copy them from the letter.", list[at].Name)
		case n > 1:
			return fail("was", "These words stand %d times in “%s”. Give some words before or after them as well.", n, list[at].Name)
		}
		if w := weightyDifference(was, now); w != "" && reviewers(f.Field) {
			return fail("now", "This changes “%s” in the reviewer's own words. That is no clerical error: what a reviewer finds and decides is changed by nobody else.", w)
		}
		if err := set[at](strings.Replace(text, was, now, 1)); err != nil {
			return fail("now", "%s.", sentenceCase(err.Error()))
		}
		changes = append(changes, Change{Where: Text(list[at].Name), Was: Text(was), Now: Text(now)})
	}
	return Canonical(*c), changes, nil
}

func sentenceCase(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// weightyDifference returns a word that one of two texts has more often than the other and that weighs.
func weightyDifference(a, b string) string {
	for _, w := range weighty {
		if countWord(a, w) != countWord(b, w) {
			return w
		}
	}
	return ""
}

func countWord(text, word string) (n int) {
	for _, w := range words(strings.ToLower(text)) {
		if w.text == word || word == "not" && strings.HasSuffix(w.text, "n't") {
			n++
		}
	}
	return n
}

// Corrected makes the letter that takes the place of one that was served. of is the day of the letter before it, first the
// day on which the determination was first served, code the one by which the new letter is checked; the pages are those
// on which the changed words stood, 0 where that is not known.
func (d Determination) Corrected(of, first clock.Day, code string, h Letterhead, changes []Change, pages []int) Determination {
	if d.Served == nil {
		return d
	}
	s := *d.Served
	s.Correction = &Correction{Of: of, First: first}
	for i, c := range changes {
		if i < len(pages) && pages[i] > 0 {
			c.Where = Text("Page " + strconv.Itoa(pages[i]) + ", " + lowerFirst(string(c.Where)))
		}
		s.Correction.Changes = append(s.Correction.Changes, c)
	}
	s.Verification = nil
	if code != "" && h.Verify != "" {
		s.Verification = &Verification{Address: h.Verify, Code: Text(code)}
	}
	d.Served = &s
	return Canonical(d)
}

// lowerFirst writes a name after a comma; one of capitals stays.
func lowerFirst(s string) string {
	if strings.HasPrefix(s, "IMR") || s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Around is a piece of a field with the words of a fix in it, by which they are found on a page; "" where they do not stand
// there once.
func (c Correctable) Around(was string) string {
	const more = 40
	i := strings.Index(c.Text, was)
	if was == "" || i < 0 || strings.Count(c.Text, was) != 1 {
		return ""
	}
	from, to := max(0, i-more), min(len(c.Text), i+len(was)+more)
	piece := c.Text[from:to]
	if from > 0 {
		_, piece, _ = strings.Cut(piece, " ")
	}
	if to < len(c.Text) {
		if cut := strings.LastIndexByte(piece, ' '); cut >= 0 {
			piece = piece[:cut]
		}
	}
	if !strings.Contains(piece, was) {
		return was
	}
	return strings.ReplaceAll(piece, "\n\n", " ")
}
