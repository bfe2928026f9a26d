package letter

import (
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

// PageTexts are the words of each page of a PDF letter, in lines joined by spaces; headers and footers are left out.
func PageTexts(data []byte) ([]string, error) {
	doc, err := pdf.OpenLimited(data, pdfLimits)
	if err != nil {
		return nil, err
	}
	pages, err := showPDF(doc)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(pages))
	for i, p := range pages {
		var b strings.Builder
		for _, l := range p.Lines() {
			if !runningHead(l) {
				b.WriteString(l.Text() + " ")
			}
		}
		texts[i] = foldedLine(b.String())
	}
	return texts, nil
}

// PageWith is the first page, from 1, on which words stand; 0 where none has them, as when they run over to the next.
func PageWith(pages []string, words string) int {
	words = foldedLine(words)
	if words == "" {
		return 0
	}
	for i, p := range pages {
		if strings.Contains(p, words) {
			return i + 1
		}
	}
	return 0
}
