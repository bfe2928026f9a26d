package fact

import "testing"

func TestAPatternWithoutItsWordsIsNotRun(t *testing.T) {
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
	} {
		p := compile(c.expr)
		for _, s := range c.yes {
			if !p.MatchString(s) || !p.Regexp.MatchString(s) {
				t.Errorf("%s does not match %q (it needs one of %q)", c.expr, s, p.need)
			}
		}
		for _, s := range c.no {
			if p.MatchString(s) {
				t.Errorf("%s matches %q", c.expr, s)
			}
		}
	}
	if n := compile(`\b(?:mri(?: scan)?|ct(?: scan)?) (?:of|for)`).need; len(n) == 0 {
		t.Error("no words were found that are needed")
	}
}
