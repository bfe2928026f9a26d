package letter

import (
	"strings"
	"testing"
)

// TestALetterIsReadFromAnyExtraction breaks the text of an invented letter as extractors do. The published letters
// go through the same in TestThePublishedLettersAreReadFromAnyExtraction.
func TestALetterIsReadFromAnyExtraction(t *testing.T) {
	t.Parallel()
	d := sound()
	d.Layout = LayoutMaximus2015
	d.Items[0].OriginalRequest, d.Items[0].Authorized = "MRI of the spine", "MRI of the thoracic spine"
	d.Items[1].Request = "Labs to include: Heat pads for the left knee"
	d = Canonical(d)
	text := string(Compose(d).Text())
	head, body, _ := strings.Cut(text, phrases[partHow])
	body = phrases[partHow] + body
	grouped := `Case Number:
Date Assigned:
Decision Date:
Priority:

CM16-0000001
09/20/2016
10/12/2016
Standard

Date of Injury:
UR Denial Date:
Application
Received:

02/03/2016
09/01/2016
09/12/2016

`
	for name, s := range map[string]string{
		"as written":              text,
		"carriage returns":        strings.ReplaceAll(text, "\n", "\r\n"),
		"a byte order mark":       "\ufeff" + text,
		"UTF-16":                  utf16Text(text),
		"a blank line after each": spread(text),
		"narrow":                  narrow(text, 40),
		"a word a line":           narrow(text, 0),
		"one line":                strings.Join(strings.Fields(text), " "),
		"labels before values":    grouped + body,
		"values before labels":    "CM16-0000001 Standard 09/20/2016 Date Assigned: Case Number: Priority:\n" + strings.NewReplacer("Case Number:          CM16-0000001", "", "Date Assigned:        09/20/2016", "", "Priority:             Standard", "").Replace(head) + body,
		"a date around its label": strings.Replace(text, "Application          09/12/2016", "Application Received: 09/12/2016", 1),
		"dates broken in the head": strings.NewReplacer("09/20/2016", "9-20- \n\n2016", "02/03/2016", "02/\n03/2016", "CM16-0000001", "CM16-\n0000001").Replace(head) +
			body,
		"a page inside a heading":  strings.Replace(text, "MRI of the thoracic spine was", "MRI of the thoracic\n\fspine was", 1),
		"a page before a heading":  strings.Replace(text, "\nLabs to include", "\fLabs to include", 1),
		"no gap before a heading":  strings.Replace(text, "\n\nLabs to include", "\nLabs to include", 1),
		"a decision on its line":   strings.Replace(text, "knee: Overturned", "knee:\n\nOverturned", 1),
		"tabs and no-break spaces": strings.NewReplacer("  ", "\t", " of ", "\u00a0of\u00a0").Replace(text),
	} {
		got := Parse("", []byte(s))
		if diff := same(d, got); diff != "" || len(got.Unparsed) > 0 {
			t.Errorf("%s: -want +got\n%s\nleft over %+v\n%s", name, diff, got.Unparsed, s)
		}
	}
}

// utf16Text is a text as some editors save it.
func utf16Text(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}
