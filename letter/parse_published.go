package letter

import (
	"strings"

	"github.com/openimr/openimr/guideline"
)

// publishedReader reads the layout of the letters that the Division posted.
type publishedReader struct {
	f    *flow
	d    *Determination
	item *Item // the one that is being read
	seen [partCount]bool
}

// readPublished reads a letter of the published layout. What goes into no field goes into Unparsed.
func readPublished(f *flow, hits []hit) Determination {
	d := blank(LayoutMaximus2015)
	r := publishedReader{f: f, d: &d}
	hits = r.cuts(hits)
	start := len(f.text)
	if len(hits) > 0 {
		start = hits[0].start
		if r.begins(hits[0].part) {
			start = r.requestStart(0, start) // a letter that begins with its first item
		}
	}
	r.head(0, start)
	for i, h := range hits {
		end := len(f.text)
		if i+1 < len(hits) {
			end = hits[i+1].start
		}
		if i == 0 && r.begins(h.part) {
			r.request(start, h.start)
		}
		if i+1 < len(hits) && (r.begins(hits[i+1].part) || h.part == partRationale && hits[i+1].part == partIMRO) {
			// the heading of the next item stands at the end of this part
			cut := h.end
			if h.part == partRationale || !r.seen[partItemsIntro] {
				cut = r.requestStart(h.end, end)
			}
			r.part(h.part, h.end, cut)
			r.request(cut, end)
			continue
		}
		r.part(h.part, h.end, end)
	}
	for i := range d.Items {
		d.Items[i].Number = i + 1
	}
	if len(d.Items) == 0 {
		d.Warnings = append(d.Warnings, "No disputed item was found.")
	}
	readAge(&d.Summary)
	return d
}

// blank is an empty determination of a layout of the California programme.
func blank(layout string) Determination {
	return Determination{Schema: Schema, Programme: ProgrammeCAWC, Layout: Text(layout)}
}

// cuts keeps the phrases that begin a part: each part before the items once and in order, those of the items
// once the items have begun.
func (r *publishedReader) cuts(hits []hit) []hit {
	kept := hits[:0]
	last := part(-1)
	for i, h := range hits {
		switch {
		case quoted(r.f.text, h):
			continue
		case i+1 < len(hits) && hits[i+1].start < h.end:
			continue // two phrases in one: the inner one counts
		case h.part < partUR:
			if r.seen[h.part] || last >= partUR {
				continue
			}
		}
		r.seen[h.part] = true
		last = h.part
		kept = append(kept, h)
	}
	return kept
}

// begins says that a part is the first label of an item.
func (r *publishedReader) begins(p part) bool {
	return p == partUR || p == partIMRO && r.item == nil
}

func (r *publishedReader) part(p part, start, end int) {
	switch p {
	case partHow:
		r.d.Reviewer.Statement = r.running(start, end)
	case partLicensed:
		r.d.Reviewer.LicensedIn = splitList(unquote(r.line(start, end)))
	case partSpecialty:
		r.d.Reviewer.Specialties = splitList(unquote(r.line(start, end)))
	case partSummaryIntro:
		r.d.Summary.Text = r.running(start, end)
	case partSummary:
		if !r.seen[partSummaryIntro] {
			r.d.Summary.Text = r.running(start, end)
			return
		}
		r.leave(start, end)
	case partUR, partIMRO, partRationale:
		r.itemPart(p, start, end)
	default:
		r.leave(start, end)
	}
}

// itemPart reads a part of the item that was begun.
func (r *publishedReader) itemPart(p part, start, end int) {
	if r.item == nil {
		r.leave(start, end)
		return
	}
	switch p {
	case partUR:
		r.item.ClaimsAdministratorGuideline = r.guidelines(start, end)
	case partIMRO:
		r.item.IMROGuideline = r.guidelines(start, end)
	case partRationale:
		r.item.Rationale = r.running(start, end)
		r.item = nil
	}
}

// running is a piece of the letter as running text.
func (r *publishedReader) running(start, end int) Text {
	return Text(unquote(trim(r.f.text[start:end])))
}

// trim cuts the white space off that isSpace knows.
func trim(s string) string { return strings.Trim(s, " \n\t\r\f\v") }

// line is a piece of the letter as one line: a page may turn or a gap stand inside it.
func (r *publishedReader) line(start, end int) string {
	s := trim(r.f.text[start:end])
	if strings.Contains(s, "\n\n") {
		s = strings.ReplaceAll(s, "\n\n", " ")
	}
	return s
}

func (r *publishedReader) guidelines(start, end int) Guidelines {
	s := unquote(r.line(start, end))
	return Guidelines{Text: Text(s), Citations: guideline.ParseStatement(s)}
}

// leave notes a piece that belongs to no part.
func (r *publishedReader) leave(start, end int) {
	if s := trim(r.f.text[start:end]); s != "" {
		at := start + strings.Index(r.f.text[start:end], s)
		r.d.Unparsed = append(r.d.Unparsed, Unparsed{Page: r.f.page(at), Text: Text(s)})
	}
}

// request reads the heading of an item and begins it.
func (r *publishedReader) request(start, end int) {
	s := unquote(r.line(start, end))
	decision := Unknown
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		if got, ok := decisionOf(s[i+1:]); ok {
			decision, s = got, trim(s[:i])
		}
	}
	if decision == Unknown {
		if said, d, end := necessity(s, 0); end == len(s) && end >= 0 {
			decision, s = d, afterNumber(said)
		}
	}
	request, original, authorized := splitRequest(s)
	r.d.Items = append(r.d.Items, Item{
		Request: Text(request), OriginalRequest: Text(original), Authorized: Text(authorized), Decision: decision,
	})
	r.item = &r.d.Items[len(r.d.Items)-1]
}

// afterNumber cuts the number off that early letters put before a request: "1. " or "1) ".
func afterNumber(s string) string {
	rest := strings.TrimLeft(s, "0123456789")
	if rest != s && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' ' {
		return trim(rest[1:])
	}
	return s
}

// decisionOf reads the letters' word for a decision.
func decisionOf(s string) (Decision, bool) {
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "upheld", "uphold":
		return Upheld, true
	case "overturned", "overturn":
		return Overturned, true
	case "partially overturned", "partial overturn", "partially overturn":
		return PartiallyOverturned, true
	case "unknown":
		return Unknown, true
	}
	return Unknown, false
}

// requestStart finds where the heading of an item begins that ends at end: at the last paragraph; where no gap
// was kept, at the last line that follows the end of a sentence or a short line.
func (r *publishedReader) requestStart(start, end int) int {
	text := r.f.text
	// the decision may stand on a line by itself, below the colon
	colon := start + strings.LastIndexByte(text[start:end], ':')
	for i := lineIndex(r.f.lines, end) - 1; i >= 0; i-- {
		m := r.f.lines[i]
		if m.at >= end || m.at > colon {
			continue
		}
		if m.at < start {
			break
		}
		long := end-m.at > longestRequest
		switch {
		case m.gap && (long || complete(text[m.at:end]) || indexConnector(text[m.at:end], wasAuthorized) > 0):
			return m.at
		case long:
		case r.f.bold && m.bold:
			if i > 0 && !r.f.lines[i-1].bold && complete(text[m.at:end]) {
				return m.at
			}
		case r.breaksBefore(i) && complete(text[m.at:end]):
			return m.at
		}
	}
	return r.sentenceStart(start, end)
}

// longestRequest bounds the search for the start of a heading without a gap before it, in bytes. The longest
// heading of a published letter has under 600.
const longestRequest = 8000

// complete says that a heading has the beginning of what its end speaks of.
func complete(heading string) bool {
	if strings.Contains(heading, "\n\n") {
		heading = strings.ReplaceAll(heading, "\n\n", " ")
	}
	if indexConnector(heading, remaining) >= 0 || indexConnector(heading, theOriginal) >= 0 || strings.HasPrefix(heading, caAuthorized) {
		return indexConnector(heading, wasOriginal) > 0
	}
	return true
}

// breaksBefore says that a paragraph seems to end before line i: a sentence does, or the first word of line i
// would have had room on the line before.
func (r *publishedReader) breaksBefore(i int) bool {
	at := r.f.lines[i].at
	if at == 0 {
		return true
	}
	if endsSentence(r.f.text[:at]) {
		return true
	}
	if i == 0 {
		return false
	}
	word := strings.IndexAny(r.f.text[at:], " \n")
	if word < 0 {
		word = len(r.f.text) - at
	}
	c := r.f.text[at]
	return r.f.width > 60 && ('A' <= c && c <= 'Z' || isDigit(c)) && (at-r.f.lines[i-1].at+word)*10 < r.f.width*7
}

// endsSentence says that the text ends with a full stop or the like, quotes and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \n\"')]”’")
	return s != "" && strings.IndexByte(".!?", s[len(s)-1]) >= 0
}

// sentenceStart is the last resort for a text without lines: the heading is the last sentence, with those
// before it that belong to it.
func (r *publishedReader) sentenceStart(start, end int) int {
	text := r.f.text[start:end]
	for i := len(text) - 1; i > 0 && i > len(text)-longestRequest; i-- {
		if text[i-1] == ' ' && endsSentence(text[:i]) && complete(text[i:]) {
			if heading := text[i:]; 'A' <= heading[0] && heading[0] <= 'Z' || isDigit(heading[0]) {
				return start + i
			}
		}
	}
	return start
}

// lineIndex finds the first line that begins at an offset or later.
func lineIndex(lines []mark, at int) int {
	lo, hi := 0, len(lines)
	for lo < hi {
		if mid := (lo + hi) / 2; lines[mid].at < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
