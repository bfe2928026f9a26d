package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/letter"
)

// servedCase is a case whose determination was served and can still be corrected.
const servedCase = imr.CaseID("CM26-0183102")

// correction is the form of a correction, filled in.
func correction(t *testing.T, miguel *visitor, at string) url.Values {
	t.Helper()
	v := fields(t, body(t, miguel.get(at+"/correct-letter"), 200), "form")
	v.Set("asked_by", "P1")
	v.Set("server", "Dana Kim")
	v.Set("place", "Sacramento, California")
	v.Set("fixes.0.field", "served.employer")
	return v
}

func TestAClericalErrorMakesANewLetter(t *testing.T) {
	l := letterOfficeOf(t, servedCase)
	at := "/cases/" + string(servedCase)
	miguel := l.as("miguel.santos")
	c, err := l.store.Case(t.Context(), servedCase)
	must(t, err)
	says(t, body(t, miguel.get(at+"/letter"), 200), "Correct a clerical error")
	v := correction(t, miguel, at)
	word, _, _ := strings.Cut(c.Claim.Employer, " ")
	v.Set("fixes.0.was", word)
	v.Set("fixes.0.now", word+"e")
	v.Set("do", "look")
	page := body(t, miguel.post(at+"/correct-letter", v), 200)
	says(t, page, "What the corrected letter will say", "“"+word+"” now reads “"+word+"e”", "takes the place of the letter before it", "The time to appeal stays counted from the first service")

	// It is signed with the password, and only then recorded.
	v.Set("do", "sign")
	v.Set("password", "wrong")
	before := len(l.store.events[servedCase])
	says(t, body(t, miguel.post(at+"/correct-letter", v), http.StatusUnprocessableEntity), "This is not your password.", "now reads")
	if len(l.store.events[servedCase]) != before {
		t.Fatal("recorded without a signature")
	}
	v.Set("password", password)
	page = miguel.done(miguel.post(at+"/correct-letter", v))
	says(t, page, "Versions of this letter", "As first served", "Its place was taken by the letter of", "The last word.", "taken out: "+word, "put in: "+word+"e")
	n := len(l.store.events[servedCase])
	if w := miguel.post(at+"/correct-letter", v); w.Code != http.StatusSeeOther || len(l.store.events[servedCase]) != n {
		t.Errorf("sent twice: %d, %d events", w.Code, len(l.store.events[servedCase])-n)
	}

	// The new letter is signed, says what it mends, and decides what the old one decided.
	c, err = l.store.Case(t.Context(), servedCase)
	must(t, err)
	data := l.store.blobs[c.LetterHash]
	if r := signing.Check(data, testSigner(t).Chain, noon); r.State != signing.Intact || !r.Trusted {
		t.Errorf("its signature: %+v", r)
	}
	was, is := letter.Parse("x", l.file), letter.Parse("x", data)
	if is.Served.Correction == nil || is.Served.Correction.First != c.Facts.Served.At || len(is.Served.Correction.Changes) != 1 || !strings.HasPrefix(string(is.Served.Correction.Changes[0].Where), "Page ") {
		t.Errorf("it says of its correction %+v", is.Served.Correction)
	}
	if string(is.Served.Employer) == string(was.Served.Employer) || is.Summary.Text != was.Summary.Text || len(is.Items) != len(was.Items) || is.Items[0].Decision != was.Items[0].Decision || is.Items[0].Rationale != was.Items[0].Rationale {
		t.Error("it differs from the old one in something else than the correction")
	}
	d, ok := l.store.events[servedCase][n-1].Data.(*imr.Corrected)
	if !ok || d.AskedBy != "P1" || d.Signature == nil || d.Signature.Text != d.Letter || len(d.Services) == 0 || len(d.Changes) != 1 {
		t.Errorf("recorded is %+v", d)
	}
	if c.Facts.Served.At != was.Served.LetterDate {
		t.Error("the day of the first service is another")
	}

	// Both letters can be had; the public page tells which is the last word.
	for _, x := range c.Letters {
		if got := body(t, miguel.get(letterLink(at, x)), 200); got != string(l.store.blobs[x.SHA256]) {
			t.Errorf("letter %d is another", x.Seq)
		}
	}
	body(t, miguel.get(at+"/letters/999.pdf"), http.StatusNotFound)
	anybody := &visitor{o: l.office}
	says(t, body(t, anybody.post("/verify", url.Values{"code": {firstCode}}), 200), "Genuine, but not the last word")
	says(t, body(t, anybody.post("/verify", url.Values{"code": {c.Code}}), 200), "Genuine, and the last word")
	says(t, body(t, l.upload(t, data), 200), "Genuine, and the last word")
}

func letterLink(at string, l imr.LetterVersion) string {
	return at + "/letters/" + strconv.Itoa(l.Seq) + ".pdf"
}

func TestACorrectionChangesNoDecision(t *testing.T) {
	l := letterOfficeOf(t, servedCase)
	at := "/cases/" + string(servedCase)
	miguel := l.as("miguel.santos")
	d := letter.Parse("x", l.file)
	v := correction(t, miguel, at)
	v.Set("do", "sign")
	v.Set("password", password)
	for _, c := range []struct{ field, was, now, says string }{
		{"served.employer", "", "", "Give the words as they stand in the letter."},
		{"served.employer", "Nothing like it", "x", "These words do not stand in “Employer”."},
		{"items[0].decision", "upheld", "overturned", "The letter has no words there"},
		{"items[0].rationale", lastWord(string(d.Items[0].Rationale), "necessary"), "necessary or not", "in the reviewer's own words"},
		{"dates.injury", d.Dates.Injury.Format("January 2, 2006"), "January 2, 2036", "The corrected letter would have a new error."},
	} {
		v.Set("fixes.0.field", c.field)
		v.Set("fixes.0.was", c.was)
		v.Set("fixes.0.now", c.now)
		w := miguel.post(at+"/correct-letter", v)
		says(t, body(t, w, http.StatusUnprocessableEntity), c.says)
	}
	body(t, l.as("dana.kim").get(at+"/correct-letter"), http.StatusForbidden)
	says(t, body(t, miguel.get(inQuality+"/correct-letter"), 200), "there is no letter to correct")
}

// lastWord is a piece of a text around the last place of a word, which stands there once.
func lastWord(text, word string) string {
	i := strings.LastIndex(text, word)
	if i < 0 {
		return word
	}
	from := max(0, i-30)
	piece := text[from : i+len(word)]
	_, piece, _ = strings.Cut(piece, " ")
	return piece
}
