package letter

import (
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
)

// The numbered items of the early layouts.

const determined = "has determined the request for"

// notice reads the numbered sentences of a notice of 2013: "1) … has determined the request for X is not medically
// necessary and appropriate."; in one copy the blank after "not" was lost. They stand in the letter twice, so a
// sentence that was read before is passed over.
func (r *earlyReader) notice(start, end int) {
	text := r.f.text[start:end]
	from := 0
	for from < len(text) {
		at, after := find(text, determined, from)
		if at < 0 {
			break
		}
		begin := numberBefore(text, from, at)
		request, decision, stop := necessity(text, after)
		if stop < 0 {
			break
		}
		r.leave(start+from, start+begin)
		if trim(strings.TrimLeft(text[begin:at], "0123456789)")) != "MAXIMUS Federal Services, Inc." {
			r.leave(start+begin, start+at)
		}
		r.decided(request, decision)
		from = stop
	}
	r.facts(start+from, end)
}

// numberBefore finds where the sentence begins whose verb stands at at: at its number, "1)".
func numberBefore(text string, from, at int) int {
	for i := at - 1; i > from; i-- {
		if text[i] == ')' && isDigit(text[i-1]) {
			for i--; i > from && isDigit(text[i-1]); i-- {
			}
			return i
		}
	}
	return from
}

// necessity reads "X is not medically necessary and appropriate." from an offset on: the request, the decision and
// where the sentence ends, -1 where it does not say.
func necessity(text string, from int) (request string, d Decision, end int) {
	at, after := find(text[from:], "medically necessary", 0)
	until := len(text)
	if at >= 0 {
		until = from + at
	}
	if glued, end := findNot(text[from:min(until+len("medically necessary"), len(text))]); glued >= 0 && (at < 0 || glued < at) {
		at, after = glued, end
	}
	if at < 0 {
		return "", Unknown, -1
	}
	s := trim(text[from : from+at])
	d = Overturned
	for _, no := range []string{" is not", " are not", " was not", " were not", " isnot", " arenot"} {
		if cut, ok := strings.CutSuffix(s, no); ok {
			s, d = cut, Upheld
		}
	}
	for _, yes := range []string{" is", " are", " was", " were"} {
		if cut, ok := strings.CutSuffix(s, yes); ok && d == Overturned {
			s = cut
		}
	}
	end = from + after
	if stop, ok := forward(text, end, " and appropriate"); ok {
		end = stop
	}
	if end < len(text) && text[end] == '.' {
		end++
	}
	return strings.ReplaceAll(trim(s), "\n\n", " "), d, end
}

// findNot finds "notmedically necessary".
func findNot(text string) (int, int) {
	for i := 0; ; {
		j := strings.Index(text[i:], "notmedically")
		if j < 0 {
			return -1, -1
		}
		i += j
		if end, ok := forward(text, i+len("not"), "medically necessary"); ok {
			return i + len("not"), end
		}
		i += len("not")
	}
}

// decided adds an item, unless the letter has said the same before.
func (r *earlyReader) decided(request string, d Decision) {
	key := request + ": " + string(d)
	if _, known := r.known[key]; known {
		return
	}
	r.know(key, request)
	r.d.Items = append(r.d.Items, Item{Request: Text(request), Decision: d})
}

// facts reads the dates and the number out of the sentences and labels of a notice. The sentences are left whole.
func (r *earlyReader) facts(start, end int) {
	for _, p := range []struct {
		words string
		set   func(string)
	}{
		{"filed on ", func(s string) { r.d.Dates.ApplicationReceived = firstDay(s) }},
		{"Denial dated ", func(s string) { r.d.Dates.URDenial = firstDay(s) }},
		{"above parties on ", func(s string) { r.d.Dates.Assigned = firstDay(s) }},
		{"Dated: ", func(s string) { r.d.Dates.Decided = firstDay(s) }},
		{"Case Number: ", func(s string) { r.d.CaseNumber = Text(firstWord(s)) }},
		{"Date of Injury: ", func(s string) { r.d.Dates.Injury = firstDay(s) }},
		{"Application Received: ", func(s string) { r.d.Dates.ApplicationReceived = firstDay(s) }},
	} {
		if at, after := find(r.f.text, p.words, 0); at >= 0 {
			p.set(r.f.text[after:])
		}
	}
	r.leave(start, end)
}

func firstWord(s string) string {
	if ws := joinBroken(strings.Fields(s[:min(len(s), 80)])); len(ws) > 0 {
		return strings.TrimRight(ws[0], ".,;")
	}
	return ""
}

func firstDay(s string) clock.Day { return readDay(firstWord(s)) }

// items reads numbered requests with their guidelines and rationale.
func (r *earlyReader) items(start, end int) {
	const regarding = "Regarding the request for "
	text := r.f.text
	at, after := find(text[:end], regarding, start)
	if at < 0 {
		if r.layout.name == LayoutNotice2013 {
			r.notice(start, end)
			return
		}
		r.sentences(start, end)
		return
	}
	begin := numberBefore(text, start, at)
	r.leave(start, begin)
	r.leaveWords(begin, at)
	for at >= 0 {
		next, nextAfter := find(text[:end], regarding, after)
		stop := end
		if next >= 0 {
			stop = numberBefore(text, after, next)
			r.leaveWords(stop, next)
		}
		r.numbered(after, stop)
		at, after = next, nextAfter
	}
}

// sentences reads items that begin with a numbered sentence on a line: "1. X is not medically necessary and
// appropriate."
func (r *earlyReader) sentences(start, end int) {
	text := r.f.text
	from := start
	var item stretch // of the item that was begun, behind its sentence
	for i := lineIndex(r.f.lines, start); i < len(r.f.lines) && r.f.lines[i].at < end; i++ {
		at := r.f.lines[i].at
		rest := text[at:min(end, at+longestRequest)]
		if !isDigit(text[at]) || afterNumber(rest) == rest {
			continue
		}
		said, decision, stop := necessity(rest, 0)
		if stop < 0 || strings.Contains(said, "\n\n") || strings.Contains(said, ". ") && strings.Contains(afterNumber(said), ". ") {
			continue
		}
		if item.end > 0 {
			r.itemIn(item.name, item.start, at)
		} else {
			r.leave(from, at)
		}
		request := afterNumber(said)
		r.decided(request, decision)
		item = stretch{request, at + stop, end}
	}
	if item.end > 0 {
		r.itemIn(item.name, item.start, end)
		return
	}
	r.leave(from, end)
}

// leaveWords leaves what stands beside a number before the words that it counts.
func (r *earlyReader) leaveWords(start, end int) {
	if strings.TrimLeft(trim(r.f.text[start:end]), "0123456789)") != "" {
		r.leave(start, end)
	}
}

// numbered reads one request: its name up to the colon, and what its labels say.
func (r *earlyReader) numbered(start, end int) {
	text := r.f.text[start:end]
	first := len(text)
	for _, l := range earlyLabels {
		if at, _ := find(text, l.words, 0); at >= 0 && at < first {
			first = at
		}
	}
	colon := strings.IndexByte(text[:first], ':')
	if colon < 0 {
		r.leave(start, end)
		return
	}
	r.itemIn(strings.ReplaceAll(trim(text[:colon]), "\n\n", " "), start+colon+1, end)
}

// earlyLabels are the sentences and labels of an item in the layouts without the later ones.
var earlyLabels = []variant{
	{partUR, "The Claims Administrator based its decision on"},
	{partIMRO, "The Expert Reviewer based his/her decision on"},
	{partIMRO, "The Physician Reviewer based his/her decision on"},
	{partRationale, "Rationale for the Decision:"},
	{partRationale, "The Physician Reviewer's decision rationale:"},
	{partRationale, "The Expert Reviewer's decision rationale:"},
}

// itemIn reads what stands of an item behind its request.
func (r *earlyReader) itemIn(request string, start, end int) {
	text := r.f.text[start:end]
	var cuts []hit
	for _, l := range earlyLabels {
		if at, after := find(text, l.words, 0); at >= 0 {
			cuts = append(cuts, hit{l.part, at, after})
		}
	}
	slices.SortFunc(cuts, func(a, b hit) int { return a.start - b.start })
	first := len(text)
	if len(cuts) > 0 {
		first = cuts[0].start
	}
	r.leave(start, start+first)
	it := r.itemCalled(request)
	for i, c := range cuts {
		to := end
		if i+1 < len(cuts) {
			to = start + cuts[i+1].start
		}
		switch {
		case c.part == partUR && it.ClaimsAdministratorGuideline.Text == "":
			it.ClaimsAdministratorGuideline = r.guidelines(start+c.start, to)
		case c.part == partIMRO && it.IMROGuideline.Text == "":
			it.IMROGuideline = r.guidelines(start+c.start, to)
		case c.part == partRationale && it.Rationale == "":
			it.Rationale = r.running(start+c.end, to)
		default:
			r.leave(start+c.start, to)
		}
	}
}

// itemCalled finds the item of a request, or begins it.
func (r *earlyReader) itemCalled(request string) *Item {
	if i, ok := r.known[lower(request)]; ok {
		return &r.d.Items[i]
	}
	r.know(lower(request), request)
	r.d.Items = append(r.d.Items, Item{Request: Text(request), Decision: Unknown})
	return &r.d.Items[len(r.d.Items)-1]
}

// know notes under which words the next item is known.
func (r *earlyReader) know(key, request string) {
	if r.known == nil {
		r.known = map[string]int{}
	}
	r.known[key], r.known[lower(request)] = len(r.d.Items), len(r.d.Items)
}
