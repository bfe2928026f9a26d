package letter

import (
	"strings"
	"testing"
	"time"
)

// TestHugeTextsAreReadInReasonableTime repeats what a reader looks back over. Each took minutes where the time grew
// with the square of the length.
func TestHugeTextsAreReadInReasonableTime(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	for name, s := range map[string]string{
		"lines without an end":       "Decision rationale: " + strings.Repeat("word word word word word\n", size/25) + "x: Upheld\nClaims Administrator guideline: y",
		"gaps without a beginning":   "Decision rationale: " + strings.Repeat("word.\n\n", size/7) + remaining + " x is: Upheld\nClaims Administrator guideline: y",
		"sentences without a line":   "Decision rationale: " + strings.Repeat("Word. ", size/6) + remaining + " x is: Upheld Claims Administrator guideline: y",
		"quoted labels":              "Decision rationale: " + strings.Repeat(`\Decision rationale: `, size/21),
		"headings":                   strings.Repeat("CLINICAL CASE SUMMARY Decision rationale: ", size/43),
		"broken dates":               "Case Number: " + strings.Repeat("1- ", size/3) + "CLINICAL CASE SUMMARY",
		"labels of the head":         strings.Repeat("Application ", size/12) + "CLINICAL CASE SUMMARY",
		"items":                      strings.Repeat("x: Upheld\n\nClaims Administrator guideline: a\n\nMAXIMUS guideline: b\n\nDecision rationale: c\n\n", size/90),
		"numbered sentences":         "Notice of Independent Medical Review Determination " + strings.Repeat("1) has determined the request for x1 is medically necessary. ", size/60),
		"numbered requests":          "IMR DECISION(S) AND RATIONALE(S) " + strings.Repeat("1) Regarding the request for x: Rationale for the Decision: y ", size/60),
		"hyphens":                    strings.Repeat("e- - - - - - - -: ", size/18),
		"a table that never ends":    titleServed + "\n=====\n\n" + strings.Repeat("| a ", size/4),
		"backslashes":                titleServed + "\n=====\n\n" + strings.Repeat(`\`, size),
		"form feeds":                 "Decision rationale: " + strings.Repeat("Page 1 of 2\f", size/12),
		"one paragraph of guideline": "Claims Administrator guideline: " + strings.Repeat("Decision based on MTUS Low Back Complaints 2004, Section(s): ", size/60),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := Parse("x", []byte(s))
			if took := time.Since(start); took > 15*time.Second {
				t.Errorf("%d bytes took %s", len(s), took)
			}
			if len(d.Items) == 0 && d.Error == "" && len(d.Unparsed) == 0 && len(d.Warnings) == 0 {
				t.Error("nothing was read, and nothing said")
			}
			t.Log(time.Since(start))
		})
	}
}

func TestFilesThatAreNoLetterSayWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, want string }{
		"empty":      {"", "the file is empty"},
		"blank":      {" \n\f\n", "the file is empty"},
		"binary":     {"\x00\x01\x02", "give it as PDF"},
		"prose":      {"It was a dark and stormy night.", "no determination letter of a known layout"},
		"a bad zip":  {"PK\x03\x04rest", "read DOCX letter"},
		"a bad PDF":  {"%PDF-1.7 and no more", ""},
		"huge":       {strings.Repeat("a ", maxText), "send the letter alone"},
		"other HTML": {"<html><body><p>Hello</p></body></html>", "no determination letter of a known layout"},
	} {
		d := Parse(name, []byte(c.data))
		if d.Error == "" || !strings.Contains(string(d.Error), c.want) || d.Layout != "" || len(d.Items) > 0 {
			t.Errorf("%s: error %q, want one with %q", name, d.Error, c.want)
		}
	}
}
