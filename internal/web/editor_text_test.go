package web

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/openimr/openimr/review"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The editor's script reads the same grammar as package review. What the package says of many texts is kept as a file,
// which the script's own test compares with what the script says.

type sentenceTold struct {
	From    int      `json:"from"`
	To      int      `json:"to"`
	Body    int      `json:"body"` // its end
	Marks   []string `json:"marks"`
	Pending string   `json:"pending"`
}

type textTold struct {
	Text       string         `json:"text"`
	Paragraphs [][2]int       `json:"paragraphs"`
	Sentences  []sentenceTold `json:"sentences"`
}

func TestTheEditorReadsTextsAsPackageReviewDoes(t *testing.T) {
	pieces := []string{"The MRI shows a tear.", "Dr. Lee saw her", "[p. 412:17-25]", "[p. 7]", "[pp. 9-12]", "[pp. 9–12]", "[p. 1,204]", "[p. 0]", "[p. 5:9-2]", "[unconfirmed]", "[unconfirmed: model]",
		"[sic]", "[p.3]", "[pp. 12-9]", "at 3 p.m. today", "2.5 mg b.i.d.", "J. Ruiz", "“He said no.”", "(Four!)", "Why?", "é naïve 𝒳 text.", "…", "\n", "\n\n", "\n \t\n", " ", "  ", ".", "[", "]", "A.", "Élan.", "ß", "’", "No. 5", "ok."}
	r := rand.New(rand.NewPCG(4, 2)) //nolint:gosec // the same texts every time
	var told []textTold
	for range 600 {
		var b strings.Builder
		for range r.IntN(9) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(3) > 0 {
				b.WriteString(" ")
			}
		}
		told = append(told, tellText(b.String()))
	}
	got, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	got = []byte(strings.ReplaceAll(string(got), `},{"text"`, "},\n{\"text\"") + "\n")
	const file = "editor/test/texts.json"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil { //nolint:gosec // a file of the source
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != string(got) {
		t.Errorf("%s is stale (%v): run this test with -update, then npm test in internal/web/editor", file, err)
	}
}

func tellText(text string) textTold {
	units := func(n int) int { return len(utf16.Encode([]rune(text[:n]))) }
	x := textTold{Text: text, Paragraphs: [][2]int{}, Sentences: []sentenceTold{}}
	for _, p := range review.Parse(text) {
		x.Paragraphs = append(x.Paragraphs, [2]int{units(p.From), units(p.To)})
		for _, s := range p.Sentences {
			st := sentenceTold{units(s.From), units(s.To), units(s.Body.To), []string{}, string(s.Pending)}
			for _, m := range s.Marks {
				st.Marks = append(st.Marks, m.String())
			}
			x.Sentences = append(x.Sentences, st)
		}
	}
	return x
}
