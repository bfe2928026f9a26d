package expression

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnExpressionFindsWhatItShould(t *testing.T) {
	for _, c := range []struct {
		expr string
		yes  []string
		no   []string
	}{
		{`\b(?:denies|denied)\b`, []string{"he denies pain", "denied"}, []string{"den", "no pain"}},
		{`(?:ab)?c+\d`, []string{"abcc1", "c2"}, []string{"ab1"}},
		{`^[ ,]*(?:was|were) (?:\w+ )?done`, []string{", was done", "were not done"}, []string{"was begun"}},
		{`x*`, []string{"", "x"}, nil},
		{`a[bc]d|e`, []string{"abd", "acd", "e"}, []string{"add"}},
		{`\bdated $`, []string{"the report dated ", "dated "}, []string{"dated", "updated ", "dated x"}},
		{`(?i)re: `, []string{"RE: x", "re: "}, []string{"re:"}},
		{`☒ ?yes`, []string{"☒ yes", "☐ no ☒yes"}, []string{"☐ yes"}},
	} {
		e := MustCompile(c.expr)
		for _, s := range c.yes {
			if !e.MatchString(s) || !e.Regexp.MatchString(s) {
				t.Errorf("%s does not match %q (it needs one of %q)", c.expr, s, e.need)
			}
		}
		for _, s := range c.no {
			if e.MatchString(s) {
				t.Errorf("%s matches %q", c.expr, s)
			}
		}
	}
	if n := MustCompile(`\b(?:mri(?: scan)?|ct(?: scan)?) (?:of|for)`).need; len(n) == 0 {
		t.Error("no words were found that are needed")
	}
}

// same holds every method against that of package regexp.
func same(t interface {
	Errorf(format string, args ...any)
}, e *Expression, text string) {
	re := e.Regexp
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"MatchString", e.MatchString(text), re.MatchString(text)},
		{"FindString", e.FindString(text), re.FindString(text)},
		{"FindStringIndex", e.FindStringIndex(text), re.FindStringIndex(text)},
		{"FindStringSubmatch", e.FindStringSubmatch(text), re.FindStringSubmatch(text)},
		{"FindStringSubmatchIndex", e.FindStringSubmatchIndex(text), re.FindStringSubmatchIndex(text)},
		{"FindAllString", e.FindAllString(text, -1), re.FindAllString(text, -1)},
		{"FindAllStringIndex", e.FindAllStringIndex(text, 2), re.FindAllStringIndex(text, 2)},
		{"FindAllStringSubmatch", e.FindAllStringSubmatch(text, -1), re.FindAllStringSubmatch(text, -1)},
		{"FindAllStringSubmatchIndex", e.FindAllStringSubmatchIndex(text, -1), re.FindAllStringSubmatchIndex(text, -1)},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s of %q in %q: %v, package regexp says %v", c.name, e, text, c.got, c.want)
		}
	}
}

var letters = []string{"a", "b", "ab", "c", " ", ".", "1", "12", "é", "☒", "\n", "_", "A", "\xff"}

// Whatever the expression and the text, an Expression finds what package regexp finds.
func TestAnExpressionFindsWhatPackageRegexpFinds(t *testing.T) {
	part := rapid.SampledFrom([]string{"a", "b", "ab", "c", " ", `\.`, `\d`, `\w`, "[a-c]", "[^a]", ".", "é", "☒", `\b`, `\B`, "^", "$", "(?i:a)", `\s`, "(?m:^)", "(?m:$)", `\z`, `(?s:.)`})
	join := rapid.SampledFrom([]string{"%", "%", "(%)", "(?:%)?", "%|", "(?:%)*", "(?:%)+?", "(?:%){1,3}", "(?:%)??", "(%|b)"})
	rapid.Check(t, func(t *rapid.T) {
		var expr strings.Builder
		for range rapid.IntRange(1, 5).Draw(t, "parts") {
			inner := strings.Join(rapid.SliceOfN(part, 1, 3).Draw(t, "inner"), "")
			expr.WriteString(strings.Replace(join.Draw(t, "join"), "%", inner, 1))
		}
		if _, err := regexp.Compile(expr.String()); err != nil {
			t.Skip("no expression")
		}
		e := MustCompile(expr.String())
		for range 6 {
			same(t, e, strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 14).Draw(t, "text"), ""))
		}
	})
}

func FuzzExpressions(f *testing.F) {
	f.Add(`\b(?:dates? of (?:service|visit)|dos\b)[ :#.=-]*`, "date of service: 03/04/2015, dos 1")
	f.Add(`(a|ab)(c|bcd)?$`, "abcd ab")
	f.Add(`(?i)(?:x{0,3}?|é)+`, "xxÉxx\xff")
	f.Fuzz(func(t *testing.T, expr, text string) {
		if len(expr) > 60 || len(text) > 200 {
			return
		}
		if _, err := regexp.Compile(expr); err != nil {
			return
		}
		same(t, MustCompile(expr), text)
	})
}

// An expression for which no table is small enough is run plainly.
func TestAnExpressionThatWouldNeedTooManyRowsIsRunPlainly(t *testing.T) {
	e := MustCompile(`[ab]{0,14}a[ab]{0,14}c`)
	var text strings.Builder
	for i := range 40000 {
		text.WriteByte("ab"[(i*i/7+i/3)%2])
	}
	text.WriteString("c")
	same(t, e, text.String()[39000:])
	hard := MustCompile(`a[ab]{13}c?[ab]*d`)
	for i := 0; i < 40000; i += 500 {
		hard.MatchString(text.String()[i:min(i+500, 40000)] + "d")
	}
	same(t, hard, text.String()[:500]+"d")
}
