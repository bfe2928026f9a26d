package letter

import "strings"

// cutFeet takes the last line off each page of a text with pages where it is a page number, with or without a title
// before it: "Page 2 of 5". It would else stand in the middle of a sentence.
func cutFeet(s string) (string, []Unparsed) {
	if !strings.Contains(s, "\f") || !strings.Contains(s, "Page ") {
		return s, nil
	}
	var feet []Unparsed
	pages := strings.Split(s, "\f")
	for i, page := range pages {
		foot := ""
		for {
			body := strings.TrimRight(page, " \r\n\t")
			start := strings.LastIndexByte(body, '\n') + 1
			line := body[start:]
			if !isFoot(line) && (foot == "" || !strings.HasPrefix(trim(line), footTitle)) {
				break
			}
			page, foot = body[:start], line+" "+foot
		}
		if foot != "" {
			pages[i] = page
			feet = append(feet, Unparsed{Page: i + 1, Text: one(Text(foot))})
		}
	}
	if feet == nil {
		return s, nil
	}
	return strings.Join(pages, "\f"), feet
}

// isFoot says that a line is "Page 2 of 5", or ends so after a wide space.
func isFoot(line string) bool {
	at := strings.LastIndex(line, "Page ")
	if at < 0 {
		return false
	}
	words := strings.Fields(line[at:])
	if len(words) != 4 || words[2] != "of" || !isNumber(words[1]) || !isNumber(words[3]) {
		return false
	}
	before := line[:at]
	return trim(before) == "" || strings.HasSuffix(before, "  ") || strings.HasPrefix(trim(before), footTitle)
}

func isNumber(s string) bool { return number(s) >= 0 }
