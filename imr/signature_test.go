package imr_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/imr"
)

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"7F3K-9QXM-2WTB": "7F3K-9QXM-2WTB", "7f3k9qxm2wtb": "7F3K-9QXM-2WTB", " 7F3K 9QXM 2WTB\n": "7F3K-9QXM-2WTB", "7F3K–9QXM–2WTB": "7F3K-9QXM-2WTB",
		"OIL0-0000-0000": "0110-0000-0000",
		"":               "", "7F3K-9QXM-2WT": "", "7F3K-9QXM-2WTBB": "", "7F3K-9QXM-2WTU": "", "7F3K_9QXM_2WTB": "", "é": "", strings.Repeat("A", 10_000): "",
	} {
		got, ok := imr.ParseCode(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, ok, want)
		}
	}
}

func TestAWrittenCodeIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var random [imr.CodeLength]byte
		copy(random[:], rapid.SliceOfN(rapid.Byte(), imr.CodeLength, imr.CodeLength).Draw(t, "random"))
		code := imr.MakeCode(random)
		if got, ok := imr.ParseCode(code); !ok || got != code || len(code) != 14 {
			t.Fatalf("%q is read as %q, %v", code, got, ok)
		}
	})
}

func TestTheSameDraftHasTheSameSum(t *testing.T) {
	d := imr.Draft{Summary: "A 51 year old", Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld}}}
	same := imr.Draft{Summary: "A 51 year old", Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld}}}
	if d.Sum() != same.Sum() || len(d.Sum()) != 64 {
		t.Errorf("%s and %s", d.Sum(), same.Sum())
	}
	same.Items[0].Outcome = imr.Overturned
	if d.Sum() == same.Sum() {
		t.Error("another decision has the same sum")
	}
}

func TestASignatureCoversTheDraftThatIsSent(t *testing.T) {
	s := tell(t).toReview().by("rev1")
	draft := draft()
	sign := func(change func(*imr.Signature)) *imr.DraftSubmitted {
		sig := imr.Signature{How: "password", Text: draft.Sum(), Says: "I sign."}
		change(&sig)
		return &imr.DraftSubmitted{Draft: draft, Signature: &sig}
	}
	s.refused(sign(func(x *imr.Signature) { x.Text = strings.Repeat("0", 64) }), imr.Conflict, "of another text")
	s.refused(sign(func(x *imr.Signature) { x.Says = " " }), imr.Incomplete, "to which words")
	s.refused(sign(func(x *imr.Signature) { x.How = "" }), imr.Incomplete, "to which words")
	s.rules.Signatures = true
	s.refused(&imr.DraftSubmitted{Draft: draft}, imr.Incomplete, "It is not signed.")
	s.do(sign(func(*imr.Signature) {}), imr.QualityCheck)
}
