package fact

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// A pattern is a regular expression that first looks for the words without which it cannot match. Most clauses have none
// of them, and looking for a word is a hundred times faster than running the expression.
type pattern struct {
	*regexp.Regexp
	need []string // one of them stands in every match; none where that is not known
}

func compile(expr string) *pattern {
	p := &pattern{Regexp: regexp.MustCompile(expr)}
	if tree, err := syntax.Parse(expr, syntax.Perl); err == nil {
		p.need = needed(tree.Simplify())
	}
	return p
}

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

// worth is how well a set of texts tells clauses apart: by its shortest text, then by being small.
func worth(set []string) int {
	short := 1000
	for _, s := range set {
		short = min(short, len(s))
	}
	return min(short, 6)*1000 - len(set)
}

func (p *pattern) may(text string) bool {
	if p.need == nil {
		return true
	}
	for _, n := range p.need {
		if strings.Contains(text, n) {
			return true
		}
	}
	return false
}

func (p *pattern) MatchString(text string) bool { return p.may(text) && p.Regexp.MatchString(text) }

func (p *pattern) FindString(text string) string {
	if !p.may(text) {
		return ""
	}
	return p.Regexp.FindString(text)
}

func (p *pattern) FindStringIndex(text string) []int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

func (p *pattern) FindStringSubmatch(text string) []string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

func (p *pattern) FindStringSubmatchIndex(text string) []int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatchIndex(text)
}

func (p *pattern) FindAllString(text string, n int) []string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindAllString(text, n)
}

func (p *pattern) FindAllStringIndex(text string, n int) [][]int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindAllStringIndex(text, n)
}

func (p *pattern) FindAllStringSubmatch(text string, n int) [][]string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindAllStringSubmatch(text, n)
}

func (p *pattern) FindAllStringSubmatchIndex(text string, n int) [][]int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindAllStringSubmatchIndex(text, n)
}
