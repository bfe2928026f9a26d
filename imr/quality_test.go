package imr_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review/quality"
)

// passed passes a draft with the checklist ticked and some notes settled.
func passed(t testing.TB, settled ...string) *imr.QualityPassed {
	return &imr.QualityPassed{Ticks: rules(t).Quality.AllYes(), Settled: settled}
}

func note(k quality.Kind, code, field, quote, text string) imr.Note {
	return imr.Note{Kind: k, Code: code, Field: field, Quote: quote, Text: text}
}

// submitted is a case whose first draft waits for the quality check, acted on by the nurse.
func submitted(t *testing.T) *story {
	s := tell(t).toReview()
	s.on("2015-10-26").by("rev1").do(&imr.DraftSubmitted{Draft: draft()}, imr.QualityCheck)
	return s.by("nora")
}

func TestANoteSaysWhatItIsAbout(t *testing.T) {
	words := draft().Summary
	suggest := func(field, quote, by string) imr.Note {
		return imr.Note{Kind: quality.Suggestion, Field: field, Quote: quote, Suggest: by}
	}
	for _, c := range []struct {
		name string
		note imr.Note
		want string // "" where it may be sent
	}{
		{"as notes were before they had kinds", imr.Note{Field: "summary", Text: "Which report?"}, ""},
		{"a coded deficiency", note(quality.Deficiency, "cite.missing", "summary", words, "Which page?"), ""},
		{"words without a code", note(quality.Question, "", "summary", "", "Which page?"), ""},
		{"a suggestion needs no words of its own", suggest("summary", words, "Other words."), ""},
		{"no words", note(quality.Deficiency, "cite.missing", "summary", words, " "), "helps nobody"},
		{"an unknown kind", note("blame", "", "summary", "", "x"), "no kind of note"},
		{"an unknown code", note(quality.Deficiency, "handwriting", "summary", "", "x"), "no code"},
		{"a code of praise on a deficiency", note(quality.Deficiency, "clear", "summary", "", "x"), "a code of a praise, not of a deficiency"},
		{"a deficiency that dictates words", imr.Note{Kind: quality.Deficiency, Field: "summary", Text: "x", Suggest: "y"}, "Only a suggestion"},
		{"a suggestion of another decision", suggest("items[0].outcome", "upheld", "overturned"), "the decision is the reviewer's alone"},
		{"a suggestion for an item that is not there", suggest("items[7].rationale", "x", "y"), "the decision is the reviewer's alone"},
		{"a suggestion without words", suggest("summary", words, " "), "Write the words"},
		{"a suggestion in place of nothing", suggest("summary", "", "y"), "Mark the words"},
		{"a suggestion in place of words that are not there", suggest("summary", "He can fly.", "y"), "does not have these words"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := submitted(t)
			cmd := &imr.Returned{Notes: []imr.Note{c.note}}
			if c.want == "" {
				s.do(cmd, imr.InReview)
				return
			}
			s.refused(cmd, imr.Incomplete, c.want)
		})
	}
}

func TestPraiseAloneReturnsNothing(t *testing.T) {
	s := submitted(t)
	praise := []imr.Note{note(quality.Praise, "clear", "summary", "", "A worker can follow this.")}
	s.refused(&imr.Returned{Notes: praise}, imr.Incomplete, "at least once")
	s.refused(&imr.Returned{}, imr.Incomplete, "at least once")
	p := passed(t)
	p.Notes = praise
	s.do(p, imr.QualityCheck)
	if m := s.c.Quality.Remarks; len(m) != 1 || m[0].ID != "1.1" || m[0].Kind != quality.Praise {
		t.Errorf("the remarks are %+v", m)
	}
	if len(s.c.Quality.Open()) != 0 {
		t.Error("praise waits for an answer")
	}
}

func TestADraftPassesWithItsChecklist(t *testing.T) {
	s := submitted(t)
	s.refused(&imr.QualityPassed{}, imr.Incomplete, "has no answer to “Every disputed item")
	p := passed(t)
	p.Ticks[4].Answer = quality.No
	s.refused(p, imr.Refused, "The checklist says no to “The list of records")
	p.Ticks[4].Answer = quality.NotFor
	p.Notes = []imr.Note{note(quality.Deficiency, "cite.missing", "summary", "", "x")}
	s.refused(p, imr.Incomplete, "praise alone")
	p.Notes = nil
	s.do(p, imr.QualityCheck)
	if d := cmp.Diff(p.Ticks, s.c.Quality.Ticks); d != "" {
		t.Error(d)
	}
}

// The life of notes over three rounds: answered by a change, by words, and carried over.
func TestNotesAreAnsweredSettledOrCarriedOver(t *testing.T) {
	s := submitted(t)
	s.do(&imr.Returned{Notes: []imr.Note{
		note(quality.Deficiency, "words.plain", "summary", draft().Summary, "Say it plainly."),
		note(quality.Question, "ask.record", "items[0].rationale", draft().Items[0].Rationale, "Which page says so?"),
		{Kind: quality.Suggestion, Code: "wording", Field: "items[0].imro_guideline", Quote: draft().Items[0].IMROGuideline, Suggest: "No guideline applies."},
		note(quality.Praise, "cited.well", "items[0].rationale", "", "Thank you."),
	}}, imr.InReview)
	if n := len(s.c.Notes); n != 4 {
		t.Fatalf("the reviewer sees %d notes", n)
	}

	s.by("rev2").refused(&imr.NoteAnswered{Note: "1.1", How: imr.AnswerChanged}, imr.NotAllowed, "Only the reviewer")
	s.by("nora").refused(&imr.NoteAnswered{Note: "1.3", How: imr.AnswerAccepted}, imr.NotAllowed, "Only the reviewer")
	s.by("rev1")
	s.refused(&imr.NoteAnswered{Note: "9.9", How: imr.AnswerChanged}, imr.Incomplete, "no open note 9.9")
	s.refused(&imr.NoteAnswered{Note: "1.4", How: imr.AnswerChanged}, imr.Incomplete, "no open note 1.4") // praise
	s.refused(&imr.NoteAnswered{Note: "1.1", How: imr.AnswerAccepted}, imr.Incomplete, "by a change or by an explanation")
	s.refused(&imr.NoteAnswered{Note: "1.3", How: imr.AnswerChanged}, imr.Incomplete, "accepted or declined")
	s.refused(&imr.NoteAnswered{Note: "1.2", How: imr.AnswerExplained}, imr.Incomplete, "why it stays")
	s.refused(&imr.NoteAnswered{Note: "1.3", How: imr.AnswerDeclined, Words: " "}, imr.Incomplete, "why it stays")
	s.do(&imr.NoteAnswered{Note: "1.2", How: imr.AnswerExplained, Words: "The whole record."}, imr.InReview)
	s.do(&imr.NoteAnswered{Note: "1.3", How: imr.AnswerDeclined, Words: "It would say less."}, imr.InReview)
	s.refused(&imr.DraftSubmitted{Draft: draft()}, imr.Incomplete, "Note 1.1 is not answered")
	d := draft()
	d.Summary = "He is treated for neck pain."
	s.do(&imr.DraftSubmitted{Draft: d}, imr.QualityCheck)
	want := map[string]imr.Answer{"1.1": {How: imr.AnswerChanged, Alone: true}, "1.2": {How: imr.AnswerExplained, Words: "The whole record."}, "1.3": {How: imr.AnswerDeclined, Words: "It would say less."}}
	for id, a := range want {
		if m, _ := s.c.Quality.Remark(id); m.Answer == nil || *m.Answer != a {
			t.Errorf("note %s is answered %+v, want %+v", id, m.Answer, a)
		}
	}
	s.refused(&imr.NoteAnswered{Note: "1.2", How: imr.AnswerChanged}, imr.Refused, "while the reviewer has the draft")

	// The nurse closes two of the three; the third goes back with a new one, and is to be answered again.
	s.by("nora").refused(&imr.Returned{Settled: []string{"1.4"}}, imr.Incomplete, "no open note 1.4")
	s.do(&imr.Returned{Settled: []string{"1.1", "1.3"}, Notes: []imr.Note{note(quality.Deficiency, "cite.missing", "summary", "", "Name the page.")}}, imr.InReview)
	var open []string
	for _, n := range s.c.Notes {
		open = append(open, n.ID)
	}
	if d := cmp.Diff([]string{"1.2", "2.1"}, open); d != "" {
		t.Error(d)
	}
	s.by("rev1").refused(&imr.NoteAnswered{Note: "1.1", How: imr.AnswerChanged}, imr.Incomplete, "no open note 1.1")
	d.Summary = "He is treated for neck pain. [p. 3]"
	s.refused(&imr.DraftSubmitted{Draft: d}, imr.Incomplete, "Note 1.2 is not answered")
	s.do(&imr.NoteAnswered{Note: "1.2", How: imr.AnswerChanged}, imr.InReview)
	s.do(&imr.DraftSubmitted{Draft: d}, imr.QualityCheck)
	s.by("nora").refused(passed(t, "1.2"), imr.Refused, "Note 2.1 is still open")
	s.do(passed(t, "1.2", "2.1"), imr.QualityCheck)
	if n := len(s.c.Quality.Open()); n != 0 {
		t.Errorf("%d notes are open after the draft passed", n)
	}

	// The events alone tell the same, written and read again, and say whose draft it was.
	b, err := json.Marshal(s.events)
	if err != nil {
		t.Fatal(err)
	}
	var back []imr.Event
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	c, err := imr.Fold(back)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s.c.Quality, c.Quality); d != "" {
		t.Error(d)
	}
	for _, e := range back {
		if r, ok := e.Data.(*imr.Returned); ok && r.Reviewer != "rev1" {
			t.Errorf("the event says the draft was of %q", r.Reviewer)
		}
	}
}

func TestACaseHandedOutKeepsItsNotes(t *testing.T) {
	s := submitted(t)
	s.do(&imr.Returned{Notes: []imr.Note{note(quality.Question, "", "summary", "", "Which?")}}, imr.InReview)
	before := s.c
	s.by("rev1").do(&imr.NoteAnswered{Note: "1.1", How: imr.AnswerExplained, Words: "This one."}, imr.InReview)
	if before.Quality.Remarks[0].Answer != nil {
		t.Error("an answer changed a case that was handed out before")
	}
}

func TestASuggestionIsTakenAtItsWords(t *testing.T) {
	d := imr.Draft{Summary: "He took 10 mg. [p. 3:1-2] He is well. [p. 4]", Items: []imr.DraftDecision{{Item: 1, Outcome: imr.Upheld, Rationale: "It is not needed."}}}
	got, ok := d.WithSuggestion(imr.Note{Field: "summary.text", Quote: "He took 10 mg. [p. 3]", Suggest: "He takes 10 mg a day."})
	if !ok || got.Summary != "He takes 10 mg a day. [p. 3:1-2] He is well. [p. 4]" {
		t.Errorf("%q", got.Summary)
	}
	got, ok = d.WithSuggestion(imr.Note{Field: "items[0].rationale", Quote: "It is not needed.", Suggest: "It is not shown to be needed."})
	if !ok || got.Items[0].Rationale != "It is not shown to be needed." || d.Items[0].Rationale != "It is not needed." {
		t.Errorf("%+v, and the draft before is %+v", got, d)
	}
	for _, n := range []imr.Note{{Field: "items[0].outcome", Quote: "upheld", Suggest: "overturned"}, {Field: "items[1].rationale", Quote: "It", Suggest: "x"}, {Field: "summary", Quote: "gone", Suggest: "x"}} {
		if got, ok := d.WithSuggestion(n); ok || got.Items[0].Outcome != imr.Upheld || got.Summary != d.Summary {
			t.Errorf("%s: taken as %+v", n.Field, got)
		}
	}
}

func drawn(number int) *imr.AuditSampled {
	return &imr.AuditSampled{Number: number, Permille: 30, Cap: 25}
}

func second(id imr.UserID) *imr.AuditAssigned {
	return &imr.AuditAssigned{Auditor: imr.Reviewer{ID: id, Name: "Ivy Bell, MD", Specialties: []string{"Pain Management"}}}
}

func TestTheBlindAuditComesAfterTheDeterminationAndChangesNothing(t *testing.T) {
	s := submitted(t)
	system := func() *story { s.actor = imr.System; return s }
	as := func(id imr.UserID) *story {
		s.actor = imr.Actor{ID: id, Role: "quality", Name: "Somebody"}
		return s
	}
	as("nora").refused(drawn(12), imr.NotAllowed, "by the server alone")
	system().refused(drawn(30_000), imr.Refused, "does not draw")
	system().refused(&imr.AuditSampled{Number: 1, Permille: 30, Before: 25, Cap: 25}, imr.Refused, "does not draw")
	system().do(drawn(12), imr.QualityCheck).refused(drawn(12), imr.Refused, "drawn already")
	as("nora").refused(second("rev2"), imr.Refused, "determination is not made yet")
	s.do(passed(t), imr.QualityCheck)
	as("miguel").do(&imr.Approved{SignedBy: "Miguel Santos", Title: "Medical Director"}, imr.Determined)
	before := s.c
	s.refused(second("rev1"), imr.NotAllowed, "reviewer of the case cannot audit")
	s.refused(second(""), imr.Incomplete, "Choose a physician")
	s.c.Excluded = []imr.UserID{"rev3"}
	s.refused(second("rev3"), imr.Refused, "declared a conflict")
	s.c.Excluded = nil
	s.do(second("rev2"), imr.Determined)
	as("rev3").refused(&imr.AuditDeclined{Why: "x"}, imr.NotAllowed, "Only the physician")
	as("rev2").refused(&imr.AuditDeclined{}, imr.Incomplete, "why")
	s.do(&imr.AuditDeclined{Why: "I treated the worker."}, imr.Determined)
	as("nora").refused(second("rev2"), imr.Refused, "gave this audit back")
	s.do(second("rev4"), imr.Determined)

	whole := &imr.AuditRecorded{NoConflict: true, Decisions: []imr.AuditDecision{{Item: 1, Outcome: imr.Overturned, Reason: "The report names a trial."}}}
	as("rev2").refused(whole, imr.NotAllowed, "Only the physician")
	as("rev4").refused(&imr.AuditRecorded{Decisions: whole.Decisions}, imr.Incomplete, "no conflict")
	s.refused(&imr.AuditRecorded{NoConflict: true}, imr.Incomplete, "Item 1 has no decision")
	s.refused(&imr.AuditRecorded{NoConflict: true, Decisions: []imr.AuditDecision{{Item: 1, Outcome: imr.Upheld}}}, imr.Incomplete, "no reason")
	s.refused(&imr.AuditRecorded{NoConflict: true, Decisions: append(slices.Clone(whole.Decisions), imr.AuditDecision{Item: 2, Outcome: imr.Upheld, Reason: "x"})}, imr.Incomplete, "1 item to decide")
	s.do(whole, imr.Determined)
	s.refused(whole, imr.Refused, "recorded already")

	after := s.c
	a := after.Quality.Audit
	if want := []imr.Compared{{Item: 1, Category: after.Items[0].Category, First: imr.Upheld, Second: imr.Overturned}}; !cmp.Equal(want, a.Compared) {
		t.Errorf("compared: %+v", a.Compared)
	}
	if !cmp.Equal(before.Draft, after.Draft) || before.State != after.State || !cmp.Equal(before.Facts, after.Facts) || after.Passed != before.Passed || before.Quality.Audit.Auditor != nil {
		t.Error("the audit changed the determination, or a case that was handed out before")
	}
	for _, e := range s.events {
		inside, reviewer, party := imr.Sentence(e, s.c, imr.Inside), imr.Sentence(e, s.c, imr.ToReviewer), imr.Sentence(e, s.c, imr.ToParty)
		if audit := e.Type[:3] == "aud"; inside == "" || audit && (reviewer != "" || party != "") || !audit && reviewer == "" {
			t.Errorf("%s: staff read %q, the reviewer %q, a party %q", e.Type, inside, reviewer, party)
		}
	}
}
