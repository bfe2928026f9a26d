package letter

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// packed is a text without white space and commas, which the lists of a letter do not keep.
func packed(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ',' || r < 0x80 && isSpace(r) {
			return -1
		}
		return r
	}, s)
}

// headingsOf are the ways in which a heading says what an item has.
func headingsOf(it Item) []string {
	request, original, authorized := string(it.Request), string(it.OriginalRequest), string(it.Authorized)
	list := []string{request}
	if original != "" {
		before := original + wasOriginal + authorized + wasAuthorized + remaining + request
		list = []string{before + "is", before, original + wasOriginal + caAuthorized + authorized + leaving + request + "is"}
	}
	for i := range list {
		list[i] = packed(list[i] + ":" + it.Decision.word())
	}
	return list
}

// TestEveryCharacterOfThePublishedLettersIsAccountedFor puts a letter together again from its fields and the fixed
// phrases, in order: nothing is dropped, and nothing is there that the letter has not.
func TestEveryCharacterOfThePublishedLettersIsAccountedFor(t *testing.T) {
	t.Parallel()
	characters := 0
	for _, x := range truths(t) {
		text := extracted(t, x.File, "-layout")
		d := Parse(x.File, []byte(text))
		head, body, _ := strings.Cut(text, phrases[partHow])
		characters += len(packed(text))

		words := strings.Fields(head)
		slices.Sort(words)
		expected := strings.Fields("Case Number: Date Assigned: Date of Injury: Decision Date: UR Denial Date: Priority: Application Received: " + string(d.CaseNumber) + " " +
			priorityWord(d.Priority) + " " + d.Dates.Injury.Format(shortDay) + " " + d.Dates.URDenial.Format(shortDay) + " " + d.Dates.ApplicationReceived.Format(shortDay) + " " +
			d.Dates.Assigned.Format(shortDay) + " " + d.Dates.Decided.Format(shortDay))
		slices.Sort(expected)
		if diff := cmp.Diff(expected, words); diff != "" {
			t.Errorf("%s: the head has -expected +got\n%s", x.File, diff)
		}

		body = packed(body)
		take := func(alternatives ...string) {
			for _, a := range alternatives {
				if rest, ok := strings.CutPrefix(body, packed(a)); ok {
					body = rest
					return
				}
			}
			t.Fatalf("%s: expected %q, the letter goes on with %q", x.File, alternatives, body[:min(len(body), 200)])
		}
		take(string(d.Reviewer.Statement))
		take(phrases[partCredentials])
		take(phrases[partLicensed] + strings.Join(d.Reviewer.LicensedIn, ""))
		take(phrases[partSpecialty] + strings.Join(d.Reviewer.Specialties, ""))
		take(phrases[partSummary] + phrases[partSummaryIntro])
		take(string(d.Summary.Text))
		take(phrases[partItems] + phrases[partItemsIntro])
		for _, it := range d.Items {
			take(headingsOf(it)...)
			take(phrases[partUR] + string(it.ClaimsAdministratorGuideline.Text))
			take(phrases[partIMRO] + string(it.IMROGuideline.Text))
			take(phrases[partRationale] + string(it.Rationale))
		}
		if body != "" {
			t.Errorf("%s: left over: %q", x.File, body)
		}
	}
	t.Logf("%d characters that are no white space, all accounted for", characters)
}

// copied is the text of blocks as somebody copies it from the page.
func copied(list []Block) string {
	var b strings.Builder
	for _, bl := range list {
		for _, r := range bl.Rows {
			for _, c := range r {
				b.WriteString(strings.ReplaceAll(plain(c.Runs), "\n", " ") + "   ")
			}
			b.WriteString("\n")
		}
		for _, item := range bl.Items {
			b.WriteString("• " + plain(item) + "\n")
		}
		b.WriteString(plain(bl.Runs) + "\n\n")
	}
	return b.String()
}

// TestNoWordIsDroppedWhereverItStands puts strange words anywhere into a letter.
func TestNoWordIsDroppedWhereverItStands(t *testing.T) {
	t.Parallel()
	sound, served := sound(), sound()
	sound.Layout, sound.Served = LayoutMaximus2015, nil
	texts := map[string]string{}
	for _, layout := range []Text{LayoutMaximus2015, LayoutOpenIMR} {
		sound.Layout = layout
		data, err := Render(sound, FormText)
		if err != nil {
			t.Fatal(err)
		}
		texts[string(layout)] = string(data)
	}
	texts["copied"] = copied(Compose(Canonical(served)).Blocks)
	texts["notice"] = notice2013
	texts["professional"] = professionalReview
	texts["2014"] = maximus2014
	texts["numbered"] = numbered2014
	rapid.Check(t, func(t *rapid.T) {
		layout := rapid.SampledFrom(slices.Sorted(maps.Keys(texts))).Draw(t, "layout")
		lines := strings.Split(texts[layout], "\n")
		var strange []string
		for i := range rapid.IntRange(1, 8).Draw(t, "strange words") {
			w := fmt.Sprintf("zq%dx", i)
			strange = append(strange, w)
			at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0: // a line of its own
				lines = slices.Insert(lines, at, w)
			case 1: // a paragraph of its own
				lines = slices.Insert(lines, at, "", w, "")
			case 2:
				lines[at] = w + " " + lines[at]
			default:
				words := strings.Split(lines[at], " ")
				k := rapid.IntRange(0, len(words)).Draw(t, "word")
				lines[at] = strings.Join(slices.Insert(words, k, w), " ")
			}
		}
		d := Parse("x", []byte(strings.Join(lines, "\n")))
		if d.Error != "" {
			return
		}
		var b bytes.Buffer
		if err := WriteJSON(&b, d); err != nil {
			t.Fatal(err)
		}
		for _, w := range strange {
			if !strings.Contains(b.String(), w) {
				t.Fatalf("%s was dropped from\n%s\n%s", w, strings.Join(lines, "\n"), b.String())
			}
		}
	})
}

func TestPageNumbersDoNotStandInTheMiddleOfSentences(t *testing.T) {
	t.Parallel()
	d := Canonical(sound())
	d.Layout = LayoutMaximus2015
	d = Canonical(d)
	text := string(Compose(d).Text())
	at := strings.Index(text, "report of 08-20-2016 tells")
	text = text[:at] + "\n\n   Independent Medical Review, case CM16-0000001      Page 1 of 2\n\n\f" + text[at:] + "\n Page 2 of 2\n\f"
	got := Parse("", []byte(text))
	if diff := same(d, got); diff != "" {
		t.Error(diff)
	}
	want := []Unparsed{{1, "Independent Medical Review, case CM16-0000001 Page 1 of 2"}, {2, "Page 2 of 2"}}
	if diff := cmp.Diff(want, got.Unparsed); diff != "" {
		t.Error(diff)
	}
}
