package expression

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// needed is a set of texts of which every match of an expression has one; nil where there is no such set.
func needed(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil
		}
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		var all []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i+1]-re.Rune[i] > 9 || len(all) > 12 {
				return nil
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				all = append(all, string(r))
			}
		}
		return all
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			set := needed(sub)
			if set == nil {
				return nil
			}
			all = append(all, set...)
		}
		return all
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if set := needed(sub); set != nil && (best == nil || worth(set) > worth(best)) {
				best = set
			}
		}
		return best
	}
	return nil
}

// worth is how well a set of texts tells sentences apart: by its shortest text, then by being small.
func worth(set []string) int {
	short := 1000
	for _, s := range set {
		short = min(short, len(s))
	}
	return min(short, 6)*1000 - len(set)
}

// mostNeeded is how many texts are looked for before an expression. Of more, or of texts of a letter, nearly every
// sentence has one, and the table is the quicker way to say no.
const mostNeeded = 8

// worthLooking says whether to look for texts before the table is asked.
func worthLooking(set []string) bool {
	return len(set) <= mostNeeded && !slices.ContainsFunc(set, func(s string) bool { return len(s) < 2 })
}

func (e *Expression) may(text string) bool {
	if e.need == nil {
		return true
	}
	for _, n := range e.need {
		if strings.Contains(text, n) {
			return true
		}
	}
	return false
}
