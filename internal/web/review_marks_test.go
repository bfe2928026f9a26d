package web

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
)

func shownText(t string, rs []remark) string {
	d := letter.Determination{Summary: letter.Summary{Text: letter.Text(t)}}
	d = withMarks(d, rs)
	var blocks []letter.Block
	for p := range strings.SplitSeq(string(d.Summary.Text), "\n\n") {
		blocks = append(blocks, letter.Block{Kind: letter.Paragraph, Runs: []letter.Run{{Text: p}}})
	}
	return showMarks(letter.HTMLBody(blocks), rs)
}

func TestARemarkStandsAtItsWords(t *testing.T) {
	rs := []remark{{ID: "r1", Class: "error", Field: "summary.text", Message: `an "age"`, span: &letter.Span{Start: 4, End: 7}}}
	got := shownText("The age & sex", rs)
	if want := `<p>The <mark class="error" id="r1" tabindex="-1" title="an &#34;age&#34;">age</mark> &amp; sex</p>`; !strings.Contains(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
	if !rs[0].Placed() {
		t.Error("it does not know that it was placed")
	}
}

func TestARemarkOverTwoParagraphsIsMarkedInBoth(t *testing.T) {
	rs := []remark{{ID: "r1", Class: "warning", Field: "summary.text", span: &letter.Span{Start: 4, End: 12}}}
	got := shownText("The age\n\nand sex", rs)
	if strings.Count(got, "<mark") != 2 || strings.Count(got, `id="r1"`) != 1 || strings.Count(got, "</mark></p>") != 1 {
		t.Errorf("%s", got)
	}
}

func TestANoteFindsItsQuote(t *testing.T) {
	d := letter.Determination{Items: []letter.Item{{Number: 1, Rationale: "It is so. It is not necessary."}}}
	rs := remarksOf(d, nil, []imr.Note{{Field: "items[0].rationale", Quote: "It is not necessary.", Text: "Say why."}, {Field: "items[0].rationale", Quote: "was rewritten", Text: "Gone."}})
	if s := rs[0].span; s == nil || s.Start != 10 || s.End != 30 || rs[0].Where != "Item 1, rationale" {
		t.Errorf("%+v", rs[0])
	}
	if rs[1].span != nil {
		t.Error("words that are gone were found")
	}
}

// Whatever the remarks, the words of the letter stay as they are and the elements nest.
func TestMarksChangeNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab <&\n\uE000\uE011é"))).Draw(t, "text")
		n := len([]rune(text))
		var rs []remark
		for i := range rapid.IntRange(0, 6).Draw(t, "remarks") {
			rs = append(rs, remark{ID: "r" + string(rune('1'+i)), Class: rapid.SampledFrom([]string{"error", "warning", "info", "note"}).Draw(t, "class"), Field: "summary.text",
				span: &letter.Span{Start: rapid.IntRange(-1, n+1).Draw(t, "start"), End: rapid.IntRange(-1, n+1).Draw(t, "end")}})
		}
		got := shownText(text, rs)
		open := 0
		for i := range got {
			switch {
			case strings.HasPrefix(got[i:], "<mark"):
				open++
			case strings.HasPrefix(got[i:], "</mark>"):
				open--
			case strings.HasPrefix(got[i:], "<p") || strings.HasPrefix(got[i:], "</p>"):
				if open != 0 {
					t.Fatalf("a mark runs over a paragraph: %s", got)
				}
			}
			if open < 0 || open > 1 {
				t.Fatalf("marks do not nest: %s", got)
			}
		}
		for _, r := range rs {
			if r.Placed() && !strings.Contains(got, `id="`+r.Anchor()+`"`) {
				t.Fatalf("%s leads to %s, which is not there: %s", r.ID, r.Anchor(), got)
			}
		}
		if !strings.ContainsAny(text, "\uE000\uE011") {
			plain := markTags.ReplaceAllString(got, "")
			var blocks []letter.Block
			for p := range strings.SplitSeq(text, "\n\n") {
				blocks = append(blocks, letter.Block{Kind: letter.Paragraph, Runs: []letter.Run{{Text: p}}})
			}
			if want := string(letter.HTMLBody(blocks)); plain != want {
				t.Fatalf("%q became %q", want, plain)
			}
		}
	})
}

var markTags = regexp.MustCompile(`</?mark[^>]*>`)
