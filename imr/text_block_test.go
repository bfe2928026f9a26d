package imr

import (
	"slices"
	"testing"
)

func TestATextBlockIsFilled(t *testing.T) {
	b := TextBlock{"Opioids", "The guideline asks {{ what }} of {{drug}}; {{what}} is {{}} missing."}
	if got := b.Fields(); !slices.Equal(got, []string{"what", "drug"}) {
		t.Errorf("its fields are %q", got)
	}
	if got, want := b.Fill(map[string]string{"what": "{{drug}}", "drug": " "}), "The guideline asks {{drug}} of {{drug}}; {{drug}} is {{}} missing."; got != want {
		t.Errorf("filled: %q, want %q", got, want)
	}
}
