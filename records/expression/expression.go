package expression

import (
	"regexp"
	"regexp/syntax"
	"sync"
	"unicode/utf8"
)

// An Expression is a regular expression. Methods that are not named here are those of package regexp.
type Expression struct {
	*regexp.Regexp
	need  []string // one of them stands in every match; none where that is not known
	tree  *syntax.Regexp
	once  sync.Once
	auto  *automaton     // nil where the expression is run plainly
	first *regexp.Regexp // matches at the beginning of a text
	later *regexp.Regexp // matches after one letter, which is not part of the match
}

// MustCompile makes an expression of the syntax of package regexp; it panics where that is wrong.
func MustCompile(expr string) *Expression {
	e := &Expression{Regexp: regexp.MustCompile(expr)}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic(err)
	}
	e.tree = tree
	e.need = needed(tree.Simplify())
	return e
}

// prepare makes what an expression needs when it is first used.
func (e *Expression) prepare() {
	e.once.Do(func() {
		if begins(e.tree) {
			return // it is tried at one place anyway
		}
		if e.auto = automate(e.tree); e.auto != nil {
			if !worthLooking(e.need) {
				e.need = nil
			}
			e.first, e.later = regexp.MustCompile(`\A(?:`+e.String()+`)`), regexp.MustCompile(`\A(?s:.)(?:`+e.String()+`)`)
		}
		e.tree = nil
	})
}

// begins says whether every match begins where the text does.
func begins(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginText:
		return true
	case syntax.OpConcat, syntax.OpCapture:
		return len(re.Sub) > 0 && begins(re.Sub[0])
	case syntax.OpAlternate:
		for _, s := range re.Sub {
			if !begins(s) {
				return false
			}
		}
		return len(re.Sub) > 0
	}
	return false
}

// look lists where matches begin, the last first, in room; plain says that the expression has to be run to know.
func (e *Expression) look(text string, one bool, room []int) (starts []int, plain bool) {
	e.prepare()
	if !e.may(text) {
		return nil, false
	}
	if e.auto == nil {
		return nil, true
	}
	starts, ok := e.auto.starts(text, one, room[:0])
	return starts, !ok
}

// MatchString says whether the text has a match.
func (e *Expression) MatchString(text string) bool {
	var room [1]int
	starts, plain := e.look(text, true, room[:])
	if plain {
		return e.Regexp.MatchString(text)
	}
	return len(starts) > 0
}

// FindStringIndex is where the first match begins and ends; nil where there is none.
func (e *Expression) FindStringIndex(text string) []int {
	var room [64]int
	starts, plain := e.look(text, false, room[:])
	if plain {
		return e.Regexp.FindStringIndex(text)
	}
	if len(starts) == 0 {
		return nil
	}
	return e.at(text, starts[len(starts)-1], (*regexp.Regexp).FindStringIndex)
}

// FindStringSubmatchIndex is where the first match and its groups begin and end; nil where there is none.
func (e *Expression) FindStringSubmatchIndex(text string) []int {
	var room [64]int
	starts, plain := e.look(text, false, room[:])
	if plain {
		return e.Regexp.FindStringSubmatchIndex(text)
	}
	if len(starts) == 0 {
		return nil
	}
	return e.at(text, starts[len(starts)-1], (*regexp.Regexp).FindStringSubmatchIndex)
}

// at is the match that begins at a place where one begins.
func (e *Expression) at(text string, start int, find func(*regexp.Regexp, string) []int) []int {
	if start == 0 {
		return find(e.first, text)
	}
	_, n := utf8.DecodeLastRuneInString(text[:start])
	m := find(e.later, text[start-n:])
	for i := range m {
		if m[i] >= 0 {
			m[i] += start - n
		}
	}
	m[0] = start
	return m
}

// FindAllStringIndex is FindStringIndex for up to n matches that follow each other, all where n is negative.
func (e *Expression) FindAllStringIndex(text string, n int) [][]int {
	return e.all(text, n, (*regexp.Regexp).FindStringIndex, (*regexp.Regexp).FindAllStringIndex)
}

// FindAllStringSubmatchIndex is FindStringSubmatchIndex for up to n matches that follow each other.
func (e *Expression) FindAllStringSubmatchIndex(text string, n int) [][]int {
	return e.all(text, n, (*regexp.Regexp).FindStringSubmatchIndex, (*regexp.Regexp).FindAllStringSubmatchIndex)
}

func (e *Expression) all(text string, n int, find func(*regexp.Regexp, string) []int, findAll func(*regexp.Regexp, string, int) [][]int) [][]int {
	var room [64]int
	starts, plain := e.look(text, false, room[:])
	if plain {
		return findAll(e.Regexp, text, n)
	}
	var ms [][]int
	before := -1 // where the match before ended
	for pos := 0; pos <= len(text) && (n < 0 || len(ms) < n); {
		for len(starts) > 0 && starts[len(starts)-1] < pos {
			starts = starts[:len(starts)-1]
		}
		if len(starts) == 0 {
			break
		}
		m := e.at(text, starts[len(starts)-1], find)
		accept := true
		if m[1] == pos { // an empty match
			accept = m[0] != before
			if _, width := utf8.DecodeRuneInString(text[pos:]); width > 0 {
				pos += width
			} else {
				pos = len(text) + 1
			}
		} else {
			pos = m[1]
		}
		if before = m[1]; accept {
			ms = append(ms, m)
		}
	}
	return ms
}

// FindString is the text of the first match; "" where there is none.
func (e *Expression) FindString(text string) string {
	m := e.FindStringIndex(text)
	if m == nil {
		return ""
	}
	return text[m[0]:m[1]]
}

// FindStringSubmatch is the texts of the first match and its groups; nil where there is none.
func (e *Expression) FindStringSubmatch(text string) []string {
	return texts(text, e.FindStringSubmatchIndex(text))
}

// FindAllString is FindString for up to n matches that follow each other.
func (e *Expression) FindAllString(text string, n int) []string {
	var all []string
	for _, m := range e.FindAllStringIndex(text, n) {
		all = append(all, text[m[0]:m[1]])
	}
	return all
}

// FindAllStringSubmatch is FindStringSubmatch for up to n matches that follow each other.
func (e *Expression) FindAllStringSubmatch(text string, n int) [][]string {
	var all [][]string
	for _, m := range e.FindAllStringSubmatchIndex(text, n) {
		all = append(all, texts(text, m))
	}
	return all
}

func texts(text string, m []int) []string {
	if m == nil {
		return nil
	}
	all := make([]string, len(m)/2)
	for i := range all {
		if m[2*i] >= 0 {
			all[i] = text[m[2*i]:m[2*i+1]]
		}
	}
	return all
}
