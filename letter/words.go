package letter

import (
	_ "embed"
	"strings"
)

//go:embed templates/ca-wc-imr.txt
var wordsCAWC string

// fixed holds the fixed words of the served letter by part, as the programme's template has them.
var fixed = parseWords(wordsCAWC)

// parseWords reads a template of fixed words; what stands before the first part is its explanation.
func parseWords(s string) map[string][]Block {
	parts := map[string][]Block{}
	name := ""
	for _, chunk := range strings.Split(s, "\n\n") {
		chunk = strings.TrimSpace(chunk)
		if head, rest, ok := strings.Cut(chunk, "\n"); ok && strings.HasPrefix(head, "== ") {
			name, chunk = strings.TrimPrefix(head, "== "), rest
		}
		if name == "" || chunk == "" {
			continue
		}
		b := Block{Kind: Paragraph}
		for _, line := range strings.Split(chunk, "\n") {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				b.Kind, b.Items = List, append(b.Items, []Run{{Text: item}})
			} else {
				b.Runs = []Run{{Text: line}}
			}
		}
		parts[name] = append(parts[name], b)
	}
	return parts
}

// fixedText returns the text of a part that is one paragraph.
func fixedText(part string) string {
	if len(fixed[part]) == 0 {
		return ""
	}
	return plain(fixed[part][0].Runs)
}
