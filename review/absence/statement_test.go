package absence

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/review"
)

func TestStatementsOfAbsenceAreFound(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // what is absent as the field calls it, or the words looked for, parted by "; "
	}{
		// about papers
		{"There is no documentation of functional improvement.", "functional improvement"},
		{"There was a lack of documentation regarding the patient's functional response to acupuncture.", "functional improvement"},
		{"There is no documentation of functional improvement, side effects or urine drug screens.", "functional improvement; side effects; drug test"},
		{"The records do not mention a pain contract.", "opioid agreement"},
		{"The submitted documentation did not provide any clear evidence the patient has had recent conservative treatment to support imaging of the left knee.", "conservative care"},
		{"The provider failed to document side effects.", "side effects"},
		{"The treating physician has not documented a home exercise program.", "home exercise program"},
		{"No opioid agreement is documented.", "opioid agreement"},
		{"There is no opioid agreement in the records.", "opioid agreement"},
		{"A CURES report was not provided for review.", "CURES report"},
		{"The patient's current medication regimen was not provided.", "medication"},
		{"There are no documented red flags.", "red flags"},
		{"The request was made without documented functional gains.", "functional improvement"},
		{"There is no mention of a dragon in the chart.", "dragon"},
		{"There was no documentation of witnessed seizure activity.", "witnessed seizure activity"},
		{"Physical examination did not document the patient's current motor strength.", "muscle strength"},
		{"There is insufficient documentation of neurologic dysfunction, such as deficits in dermatomal sensation.", "neurologic deficit"},
		{"A Request for Authorization was not provided.", "request for authorization"},
		{"The mechanism of injury is unclear.", "mechanism of injury"},
		{"An EMG report is missing from the records.", "electrodiagnostic study"},
		{"There is no documentation that the patient has tried and failed NSAIDs.", "NSAID"},
		// about what was done
		{"There has been no trial of first-line agents.", "first-line medication"},
		{"The injured worker has not tried gabapentin.", "gabapentin"},
		{"The patient has not trialed and failed a proper conservative course of care prior to this request.", "conservative care"},
		{"She has had no physical therapy.", "physical therapy"},
		{"Injections were not attempted.", "injection"},
		{"A screening for risk of addiction was also not completed.", "risk of misuse"},
		{"He has not undergone electrodiagnostic studies of the left arm.", "electrodiagnostic study"},
		{"There is no home exercise program.", "home exercise program"},
		{"Due to the lack of objective functional improvement, the request is not medically necessary.", "functional improvement"},
		// one drug is missed, not its class
		{"There is no documentation of a trial of ibuprofen.", "ibuprofen"},
		// findings on the patient, guidelines, denials, and what nobody could look for
		{"The patient is in no acute distress.", ""},
		{"The MRI shows no fracture.", ""},
		{"X-rays revealed no evidence of fracture or dislocation.", ""},
		{"The physical exam revealed no evidence of muscle spasm.", ""},
		{"She denies numbness and there is no weakness in the arms.", ""},
		{"No tenderness was noted over the joint line.", ""},
		{"MRI of the lumbar spine without contrast is requested.", ""},
		{"MTUS notes that, in the absence of red flags, imaging is not recommended in the first weeks.", ""},
		{"In the absence of such documentation, the request is not medically necessary.", ""},
		{"There is no clear rationale for the need of electrical stimulation.", ""},
		{"The request was denied due to a lack of documentation of functional improvement.", ""},
		{"The available evidence does not support the effectiveness of shockwave.", ""},
		{"Medical necessity has not been established.", ""},
		{"The request is not medically necessary.", ""},
		{"There were no exceptional factors to support the request outside of the guidelines.", ""},
		{"The guidelines do not support acupuncture.", ""},
		{"The patient does not report numbness.", ""},
		{"He was not only given therapy but injections.", ""},
		{"The injured worker is a 52-year-old female.", ""},
	} {
		var got []string
		for _, s := range Statements(c.text) {
			got = append(got, or(s.Means, strings.Join(s.words, " ")))
			if s.From < 0 || s.To > len(c.text) || s.From >= s.To || !strings.Contains(s.Of(c.text), lastWord(s.Thing)) {
				t.Errorf("%q: the statement lies at %v", c.text, s.Span)
			}
		}
		if d := cmp.Diff(c.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func lastWord(s string) string {
	f := strings.Fields(s)
	return f[len(f)-1]
}

func TestMarksAreNoWords(t *testing.T) {
	text := "She is 52. [p. 3] There is no documentation of side effects. [p. 412:1-4] [unconfirmed]"
	ss := Statements(text)
	if len(ss) != 1 || ss[0].Of(text) != "no documentation of side effects" || ss[0].Sentence != "There is no documentation of side effects." {
		t.Errorf("%+v", ss)
	}
}

// A table whose rows mean each other would find everything.
func TestTheTableOfSynonymsIsSound(t *testing.T) {
	classes := setOf("outcome monitoring treatment diagnostic finding warning paper region")
	seen := map[string]bool{}
	for _, g := range groups {
		if !classes[g.class] || g.name == "" || seen[g.name] || len(g.members) == 0 || g.members[0].wide {
			t.Errorf("%s %q is not sound", g.class, g.name)
		}
		seen[g.name] = true
		in := map[string]bool{}
		for _, m := range g.members {
			if len(m.pieces) == 0 || in[m.text] {
				t.Errorf("%q of %q stands there twice, or says nothing", m.text, g.name)
			}
			in[m.text] = true
		}
	}
	if len(groups) < 150 {
		t.Errorf("there are %d groups", len(groups))
	}
}

func TestStatementsLieInTheirText(t *testing.T) {
	words := strings.Fields("no documentation of function side effects the records do not mention was lack without trial patient has tried and or , . [p. 3:1-2] in evidence that is absence absent (drug) “screens” 5/10 not")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 30).Draw(t, "words"), " ")
		inText(t.Fatalf, text)
	})
}

func inText(fail func(string, ...any), text string) {
	for _, s := range Statements(text) {
		if s.From < 0 || s.To > len(text) || s.From >= s.To {
			fail("%q: a statement lies at %v", text, s.Span)
		}
		if s.of == nil && len(s.words) == 0 {
			fail("%q: nothing is looked for", text)
		}
		if len(review.Sentences(text)) == 0 {
			fail("%q has no sentence", text)
		}
	}
}

func FuzzStatements(f *testing.F) {
	f.Add("There is no documentation of “functional improvement”, [p. 3] or side effects")
	f.Add("lack lack of of no not been")
	f.Fuzz(func(t *testing.T, text string) { inText(t.Errorf, text) })
}
