package letter

import (
	"strconv"
	"strings"
)

// extractedReader reads the text of a served letter as another program copied it from the page: headings are lines
// like others, and of a table are left its words. It goes by the same names of parts as servedReader, at the starts
// of lines. The service list, whose columns run into each other, stays in Unparsed.
type extractedReader struct {
	servedReader
	f *flow
}

// readExtracted is false where the text is not that of a served letter.
func readExtracted(f *flow) (Determination, bool) {
	r := extractedReader{f: f, servedReader: servedReader{d: blank(LayoutOpenIMR)}}
	r.d.Programme = ""
	parts := r.parts()
	if len(parts) == 0 {
		return Determination{}, false
	}
	for _, p := range parts {
		if p.name == headSigned {
			r.organization(p)
		}
	}
	for _, p := range parts {
		r.read(p)
	}
	d := r.finish()
	d.Unparsed = unaccounted(f, Compose(d).Blocks)
	d.Warnings = append(d.Warnings, "This is the text of a letter without its tables. Compare the records and the service list with the letter.")
	return d, true
}

// A stretch is a named piece of a text, without its name.
type stretch struct {
	name       string
	start, end int
}

// parts finds the headings of the letter in their order. There is none where the title or the items are missing.
func (r *extractedReader) parts() []stretch {
	var list []stretch
	at := 0
	for _, name := range []string{titleServed, headOutcome, headReceives, headAbout, headReviewer, headRecords, headSummary, headItems, headMeans, headAppeal, headSigned, headService} {
		start, end := r.line(name, at, len(r.f.text))
		switch {
		case start >= 0:
		case name == titleServed || name == headItems:
			return nil
		default:
			continue
		}
		if len(list) > 0 {
			list[len(list)-1].end = start
		} else {
			list = append(list, stretch{"", 0, start})
		}
		list = append(list, stretch{name, end, len(r.f.text)})
		at = end
	}
	return list
}

// line finds a name that begins a line.
func (r *extractedReader) line(name string, from, to int) (int, int) {
	for i := lineIndex(r.f.lines, from); i < len(r.f.lines) && r.f.lines[i].at < to; i++ {
		at := r.f.lines[i].at
		if end, ok := forward(r.f.text, at, name); ok && end <= to && (end == len(r.f.text) || r.f.text[end] == ' ' || r.f.text[end] == '\n') {
			return at, end
		}
	}
	return -1, -1
}

// values reads labels with their values: each value goes to the next label that begins a line. It returns where the
// first label begins and calls each in the order of the text; the last value ends with its line.
func (r *extractedReader) values(start, end int, labels []string, each func(label string, value stretch)) int {
	var found []stretch
	at := start
	for _, label := range labels {
		if s, e := r.line(label, at, end); s >= 0 {
			if len(found) > 0 {
				found[len(found)-1].end = s
			} else {
				start = s
			}
			found = append(found, stretch{label, e, end})
			at = e
		}
	}
	for _, v := range found {
		each(v.name, v)
	}
	if len(found) == 0 {
		return end
	}
	return start
}

// text is a stretch as one line; list is its lines.
func (r *extractedReader) text(s stretch) string { return one(r.f.text[s.start:s.end]) }

func (r *extractedReader) list(s stretch) string {
	var out []string
	from := s.start
	for i := lineIndex(r.f.lines, s.start+1); ; i++ {
		to := s.end
		if i < len(r.f.lines) {
			to = min(to, r.f.lines[i].at)
		}
		out = append(out, one(r.f.text[from:to]))
		if to == s.end {
			return lines(out)
		}
		from = to
	}
}

// unaccounted lists the lines of the text with a word that the letter which was read, composed anew, has not.
func unaccounted(f *flow, expected []Block) []Unparsed {
	left := map[string]int{}
	for _, b := range expected {
		for _, t := range texts(b) {
			for _, w := range strings.Fields(t) {
				left[w]++
			}
		}
	}
	var list []Unparsed
	before := false // the line before is left over, too
	for i, m := range f.lines {
		to := len(f.text)
		if i+1 < len(f.lines) {
			to = f.lines[i+1].at
		}
		// some extractors part a bracket from the letter before it
		words := strings.Fields(strings.ReplaceAll(f.text[m.at:to], " )", ")"))
		if accounted(words, left) {
			before = false
			continue
		}
		line := Text(strings.Join(words, " "))
		if last := len(list) - 1; before && list[last].Page == f.page(m.at) {
			list[last].Text += " " + line
		} else {
			list = append(list, Unparsed{Page: f.page(m.at), Text: line})
		}
		before = true
	}
	return list
}

// accounted takes the words away from what is left, if all of them are there.
func accounted(words []string, left map[string]int) bool {
	for i, w := range words {
		if w == "•" {
			continue
		}
		if left[w]--; left[w] < 0 {
			for _, back := range words[:i+1] {
				left[back]++
			}
			return false
		}
	}
	return true
}

func (r *extractedReader) organization(s stretch) {
	r.section = headSigned
	r.values(s.start, s.end, []string{rowName, rowTitle, rowOrganization, rowAddress, rowTelephone}, func(label string, v stretch) {
		r.pair(label, r.list(v))
	})
}

func (r *extractedReader) read(s stretch) {
	r.section = s.name
	switch s.name {
	case titleServed:
		r.values(s.start, s.end, []string{rowCase, rowDate, rowEmployee, rowClaim, rowOutcome}, func(label string, v stretch) { r.pair(label, r.text(v)) })
	case headAbout:
		r.values(s.start, s.end, []string{rowEmployer, rowADJ, rowRequestedBy, rowInjury, rowURDenial, rowReceived, rowAssigned, rowDecided, rowPriority, rowProgramme},
			func(label string, v stretch) { r.pair(label, r.text(v)) })
	case headReviewer:
		r.reviewer(s)
	case headRecords:
		r.records(s)
	case headSummary:
		r.summary(s)
	case headItems:
		r.items(s)
	case headService:
		r.isIt = true
		r.proof(s)
	case headReceives:
		r.isIt = true
	}
}

func (r *extractedReader) reviewer(s stretch) {
	end := s.end
	if at, _ := find(r.f.text[:s.end], fixedText("secret"), s.start); at >= 0 {
		end = at
	}
	first := r.values(s.start, end, []string{rowLicensed, rowSpecialties}, func(label string, v stretch) { r.pair(label, r.list(v)) })
	r.statement = []string{trim(r.f.text[s.start:first])}
}

// records reads rows with a date in the middle. A cell by itself on a line belongs to the row that follows or, after
// a date, to the one before.
func (r *extractedReader) records(s stretch) {
	var title []string
	author := false
	for _, l := range strings.Split(r.list(s), "\n") {
		words := strings.Fields(l)
		if len(title)+len(r.d.DocumentsReviewed) == 0 && (l == "Document Date Author" || l == "Document" || l == "Date" || l == "Author") || l == fixedText("no records") {
			continue
		}
		at := -1
		for i, w := range words {
			if len(w) == 10 && !readDay(w).IsZero() {
				at = i
			}
		}
		switch {
		case at >= 0:
			r.d.DocumentsReviewed = append(r.d.DocumentsReviewed, Document{Title: Text(strings.Join(append(title, words[:at]...), " ")), Date: readDay(words[at]), Author: Text(strings.Join(words[at+1:], " "))})
			title, author = nil, at+1 == len(words)
		case author:
			r.d.DocumentsReviewed[len(r.d.DocumentsReviewed)-1].Author, author = Text(l), false
		default:
			title = append(title, l)
		}
	}
}

// summary reads age and sex, a word or two each, and the text after them.
func (r *extractedReader) summary(s stretch) {
	at := s.start
	for _, label := range []string{rowAge, rowSex} {
		start, end := r.line(label, at, s.end)
		if start < 0 || trim(r.f.text[at:start]) != "" {
			continue
		}
		value, n := "", 1
		if label == rowAge {
			n = 2
		}
		rest := r.f.text[end:s.end]
		for range n {
			rest = strings.TrimLeft(rest, " \n")
			w := rest
			if i := strings.IndexAny(rest, " \n"); i >= 0 {
				w = rest[:i]
			}
			value, rest = trim(value+" "+w), rest[len(w):]
		}
		r.pair(label, value)
		at = s.end - len(rest)
	}
	r.d.Summary.Text = Text(trim(r.f.text[at:s.end]))
}

func (r *extractedReader) items(s stretch) {
	at, _ := r.line("1. ", s.start, s.end)
	for n := 1; at >= 0; n++ {
		next, _ := r.line(strconv.Itoa(n+1)+". ", at+1, s.end)
		for next >= 0 { // a line of a rationale may begin like the next item
			if heading, _ := r.line(headURGuideline, next, s.end); heading < 0 {
				next = -1
			} else if reasons, _ := r.line(headReasons, at, next); reasons < 0 {
				next, _ = r.line(strconv.Itoa(n+1)+". ", next+1, s.end)
			} else {
				break
			}
		}
		end := s.end
		if next >= 0 {
			end = next
		}
		r.itemIn(stretch{"", at, end})
		at = next
	}
}

// itemIn reads one treatment with its decision.
func (r *extractedReader) itemIn(s stretch) {
	text := r.f.text
	theirs, theirsEnd := r.line(headURGuideline, s.start, s.end)
	if theirs < 0 {
		return
	}
	name := headIMRODefault
	if o := r.served.Organization.Name; o != "" {
		name = string(o) + headIMROSuffix
	}
	ours, oursEnd := r.line(name, theirsEnd, s.end)
	if ours < 0 {
		ours, oursEnd = s.end, s.end
	}
	reasons, reasonsEnd := r.line(headReasons, oursEnd, s.end)
	if reasons < 0 {
		reasons, reasonsEnd = s.end, s.end
	}
	labels := []string{rowAsked, rowAuthorized, rowInDispute, rowDecision}
	if at, _ := r.line(rowAskedDisputed, s.start, theirs); at >= 0 {
		labels = []string{rowAskedDisputed, rowAuthorized, rowDecision}
	}
	first := r.values(s.start, theirs, labels, func(string, stretch) {})
	r.heading(3, one(text[s.start:first]))
	r.values(s.start, theirs, labels, func(label string, v stretch) {
		value := r.text(v)
		if label == rowDecision { // the decision in plain words follows its word
			for _, d := range []Decision{PartiallyOverturned, Upheld, Overturned, Unknown} {
				if strings.HasPrefix(value, d.word()) {
					value = d.word()
					break
				}
			}
		}
		r.pair(label, value)
	})
	it := &r.d.Items[len(r.d.Items)-1]
	it.ClaimsAdministratorGuideline.Text = one(Text(text[theirsEnd:ours]))
	it.IMROGuideline.Text = one(Text(text[oursEnd:reasons]))
	it.Rationale = Text(trim(text[reasonsEnd:s.end]))
}

// proof reads the declaration after the service list, which is left.
func (r *extractedReader) proof(s stretch) {
	r.values(s.start, s.end, []string{rowServer, rowServerAddress, rowCounty, rowServiceDate, rowServiceTime, rowPlace, rowDocuments, "I am over 18 years of age"}, func(label string, v stretch) {
		if strings.HasPrefix(label, "I am") {
			r.proved()
			r.values(v.start, v.end, []string{rowSignedAt, rowSignedOn, rowServer}, func(label string, v stretch) {
				if label != rowServer {
					r.pair(label, r.text(v))
				}
			})
			return
		}
		r.pair(label, r.list(v))
	})
}
