package imr

import "strings"

// clockRefs reads a column of the table of transitions that names clocks: "imr.records.mail / .electronic (to both)",
// "imr.apply or imr.apply.formulary", "imr.decide.*; imr.convert.notify", "all". What is in brackets is for people,
// and what names no clock (a fee, a penalty, the clocks of one item) is left out.
func clockRefs(column string) []string {
	for {
		open, close := strings.Index(column, "("), strings.Index(column, ")")
		if open < 0 || close < open {
			break
		}
		column = column[:open] + column[close+1:]
	}
	var refs []string
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(column, " or ", ";"), func(r rune) bool { return r == ';' }) {
		stem := ""
		for _, ref := range strings.Split(part, " / ") {
			ref = strings.TrimSpace(ref)
			switch {
			case ref == "all":
				refs = append(refs, "*")
			case strings.Contains(ref, " ") || !strings.Contains(ref, "."):
			case strings.HasPrefix(ref, "."):
				refs = append(refs, stem+ref)
			default:
				refs = append(refs, ref)
				stem = ref[:strings.LastIndex(ref, ".")]
			}
		}
	}
	return refs
}

// matches says whether a reference names a rule. A star stands for any words at its end; the earlier text of a rule,
// whose ID has the year added, is meant too.
func matches(ref, rule string) bool {
	if stem, ok := strings.CutSuffix(ref, "*"); ok {
		return strings.HasPrefix(rule, stem)
	}
	year, ok := strings.CutPrefix(rule, ref)
	return ok && (year == "" || len(year) == 5 && year[0] == '.' && strings.Trim(year[1:], "0123456789") == "")
}
