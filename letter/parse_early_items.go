package letter

import (
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
		r.leave(start, end)
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

// leaveWords leaves what stands beside a number before the words that it counts.
func (r *earlyReader) leaveWords(start, end int) {
	if strings.TrimLeft(trim(r.f.text[start:end]), "0123456789)") != "" {
		r.leave(start, end)
	}
}

// numbered reads one request: its name up to the colon, and what its labels say.
func (r *earlyReader) numbered(start, end int) {
	text := r.f.text[start:end]
	ca, caEnd := find(text, "The Claims Administrator based its decision on", 0)
	expert, expertEnd := find(text, "The Expert Reviewer based his/her decision on", 0)
	why, whyEnd := find(text, "Rationale for the Decision:", 0)
	bound := func(from int, next ...int) int {
		best := len(text)
		for _, n := range next {
			if n >= from && n < best {
				best = n
			}
		}
		return best
	}
	first := bound(0, ca, expert, why)
	colon := strings.IndexByte(text[:first], ':')
	if colon < 0 {
		r.leave(start, end)
		return
	}
	r.leave(start+colon+1, start+first)
	it := r.itemCalled(strings.ReplaceAll(trim(text[:colon]), "\n\n", " "))
	if ca >= 0 {
		it.ClaimsAdministratorGuideline = r.guidelines(start+ca, start+bound(caEnd, expert, why))
	}
	if expert >= 0 {
		it.IMROGuideline = r.guidelines(start+expert, start+bound(expertEnd, why, behind(ca, expert)))
	}
	if why >= 0 {
		it.Rationale = r.running(start+whyEnd, start+bound(whyEnd, behind(ca, why), behind(expert, why)))
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

// behind is a place, if it comes behind another one.
func behind(place, other int) int {
	if place > other {
		return place
	}
	return -1
}
