package letter

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

func TestNoPublishedLetterIsSaidToContradictItself(t *testing.T) {
	t.Parallel()
	items, unread := 0, 0
	count := map[string]int{}
	for _, x := range truths(t) {
		d := Parse(x.File, []byte(extracted(t, x.File, "-layout")))
		for i, it := range d.Items {
			items++
			if got, _ := conclusion(string(it.Rationale)); got == unclear {
				unread++
				t.Logf("%s item %d: no conclusion found in …%s", d.File, i+1, last(string(it.Rationale), 200))
			}
		}
		for _, f := range Lint(d, Context{}) {
			count[f.Rule+" "+string(f.Severity)]++
			switch {
			case f.Rule == "item.conclusion":
				t.Errorf("%s item %d: %s", d.File, *f.Item, f.Message)
			case f.Severity == Error && (d.File != "CM17-0018485.pdf" || f.Rule != "evidence.edition"): // which truly cites an edition out of force
				t.Errorf("%s %s %s: %s", d.File, f.Rule, f.Field, f.Message)
			}
		}
	}
	if unread*50 > items {
		t.Errorf("the conclusion of %d of %d items was not found", unread, items)
	}
	var b bytes.Buffer
	for _, rule := range slices.Sorted(maps.Keys(count)) {
		b.WriteString(rule + " ")
		_ = json.NewEncoder(&b).Encode(count[rule])
	}
	t.Logf("%d items\n%s", items, b.String())
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }
