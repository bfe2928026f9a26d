package recognise

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// Mark looks at the words of a page and sets their roles, the stamped number and whether the sheet is a separator. What was
// set before is set anew; the words are copied, not changed in place.
func Mark(p *records.Page) {
	p.Words = slices.Clone(p.Words)
	for i := range p.Words {
		p.Words[i].Role = records.Body
	}
	p.Bates, p.Separator = "", false
	if p.Width <= 0 || p.Height <= 0 {
		return
	}
	bs := bands(p)
	markFax(p, bs)
	gs := groups(p, bs, groupGap)
	markBates(p, bs, gs)
	markReceived(p, bs, gs)
	p.Separator = isSeparator(p)
}

// separatorWords is how many words a separator sheet has at most, besides headers and stamps. Some tell how to use them.
const separatorWords = 40

var (
	patch   = regexp.MustCompile(`^PATCH[ -]?(?:CODE[ -]*)?(?:T|[1-6]|I{1,3}|IV|VI?)$|^PATCH[ -]?CODE$`)
	barcode = regexp.MustCompile(`^\*[A-Z0-9\-. $/+%]{3,}\*$`)
)

// separators are what such sheets say, beside "patch" and bar codes.
var separators = []string{
	"SEPARATOR", "SEPARATOR SHEET", "SEPARATOR PAGE", "DOCUMENT SEPARATOR", "END OF DOCUMENT", "START OF DOCUMENT", "BEGINNING OF DOCUMENT",
	"DOCUMENT BREAK", "BATCH SEPARATOR", "FILE SEPARATOR", "SCAN SEPARATOR", "BARCODE SEPARATOR", "DOCUMENT BOUNDARY", "NEW DOCUMENT",
	"BREAK SHEET", "SLIP SHEET", "DOCUMENT DIVIDER", "DIVIDER SHEET", "DIVIDER PAGE", "TAB DIVIDER", "BATCH HEADER", "END OF BATCH", "END OF FILE",
	"BEGIN DOCUMENT", "END DOCUMENT", "PATCH CODE", "DOCUMENT SEPARATION", "INDEX DIVIDER", "NEXT DOCUMENT",
}

// tabSheet is a sheet that only names the part which follows it: "TAB 3 Therapy".
var tabSheet = regexp.MustCompile(`^(?:TAB|EXHIBIT)(?: (?:NO|NUMBER|#))? ?(?:\d{1,3}|[A-Z]|[IVX]{1,5})(?: [A-Z&/]{2,})*$`)

// tabWords is how many words such a sheet has at most.
const tabWords = 6

// isSeparator says whether the sheet only parts documents.
func isSeparator(p *records.Page) bool {
	var written, words []string
	for _, w := range p.Words {
		if w.Role != records.Body {
			continue
		}
		t := strings.Trim(w.Text, ".,:;-—_|")
		written, words = append(written, t), append(words, strings.ToUpper(t))
		if len(words) > separatorWords {
			return false
		}
	}
	if len(words) == 0 {
		return false
	}
	if len(words) <= tabWords && tabSheet.MatchString(strings.Join(words, " ")) {
		return true
	}
	for i, w := range words {
		if barcode.MatchString(w) && len(words) <= 12 {
			return true
		}
		for n := 1; n <= 3 && i+n <= len(words); n++ {
			phrase := strings.Join(words[i:i+n], " ")
			if patch.MatchString(strings.Join(written[i:i+n], " ")) && len(words) <= 20 {
				return true
			}
			for _, s := range separators {
				// "End of document" ends many a report: on such a sheet hardly anything else stands.
				if strings.Count(s, " ")+1 == n && like(phrase, s) && (strings.Contains(s, "SEPARA") || len(words) <= 15) {
					return true
				}
			}
		}
	}
	return false
}
