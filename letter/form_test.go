package letter

import (
	"strings"
	"testing"
	"time"
)

func TestAFormIsReadByItsNameAndTheErrorListsTheForms(t *testing.T) {
	t.Parallel()
	for _, want := range Forms() {
		if got, err := ParseForm(strings.ToUpper(string(want))); err != nil || got != want {
			t.Errorf("%s: got %q, %v", want, got, err)
		}
	}
	_, err := ParseForm("rtf")
	if err == nil || !strings.Contains(err.Error(), "text, html, pdf, docx") {
		t.Errorf("the error does not list the forms: %v", err)
	}
}

func TestHugeTextIsLintedInTimeThatGrowsWithIt(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"a", "@", "\x80", "1-", "Dr. A", "not medically ", ". ", "10-13-16 "} {
		start := time.Now()
		text := strings.Repeat(unit, 1<<20/len(unit))
		d, c := sound(), soundContext()
		d.Summary.Text, d.Items[0].Rationale = Text(text), Text(text)
		Lint(d, c)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("one megabyte of %q took %s", unit, took)
		} else {
			t.Logf("%q: %s", unit, took)
		}
	}
}
