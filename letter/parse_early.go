package letter

import (
	"strings"

	"github.com/openimr/openimr/guideline"
)

// The layouts of 2013 and 2014 are known only by their headings and a few sentences. They are read as far as those
// tell; the rest goes to Unparsed.

// A topic is what stands below a heading of an early letter.
type topic int

const (
	topicNone topic = iota
	topicIssue
	topicStatement
	topicDocuments
	topicSummary
	topicItems
	topicGuideline
	topicRationale
	topicReviewer
)

// An earlyHeading is a heading with its topic.
type earlyHeading struct {
	topic topic
	words string
}

// An earlyLayout is a layout of the first years: what tells it, and its headings.
type earlyLayout struct {
	name     string
	marker   string
	headings []earlyHeading
}

var earlyLayouts = []earlyLayout{
	{LayoutProfessional, "MEDICAL PROFESSIONAL REVIEW", []earlyHeading{
		{topicIssue, "ISSUE AT DISPUTE:"}, {topicSummary, "CASE SUMMARY:"}, {topicDocuments, "DOCUMENTS REVIEWED FOR DETERMINATION:"},
		{topicGuideline, "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"},
		{topicRationale, "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:"},
		{topicRationale, "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS MEDICALLY NECESSARY:"},
		{topicReviewer, "MEDICAL REVIEWER QUALIFICATIONS:"},
	}},
	{LayoutNotice2013, "Notice of Independent Medical Review Determination", []earlyHeading{
		{topicItems, "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"}, {topicReviewer, "Medical Qualifications of the Expert Reviewer:"},
		{topicSummary, "Case Summary:"}, {topicDocuments, "Documents Reviewed:"},
	}},
	{LayoutMaximus2014, "IMR DECISION(S) AND RATIONALE(S)", []earlyHeading{
		{topicStatement, "HOW THE IMR FINAL DETERMINATION WAS MADE"}, {topicDocuments, "DOCUMENTS REVIEWED"}, {topicSummary, "CLINICAL CASE SUMMARY"},
		{topicItems, "IMR DECISION(S) AND RATIONALE(S)"},
	}},
}

// earlyCut is a heading found in a text.
type earlyCut struct {
	topic      topic
	start, end int
}

// readEarly reads a letter of an early layout. It is false where the text is of none.
func readEarly(f *flow) (Determination, bool) {
	for _, l := range earlyLayouts {
		if at, _ := find(f.text, l.marker, 0); at >= 0 {
			r := earlyReader{publishedReader: publishedReader{f: f}, layout: l}
			return r.read(), true
		}
	}
	return Determination{}, false
}

type earlyReader struct {
	publishedReader
	layout earlyLayout
	known  map[string]int // items by what they were called
}

// find finds a phrase whatever its white space, from an offset on.
func find(text, phrase string, from int) (int, int) {
	for at := from; at < len(text); {
		i := strings.IndexByte(text[at:], phrase[0])
		if i < 0 {
			return -1, -1
		}
		i += at
		if end, ok := forward(text, i, phrase); ok && edge(text, i) {
			return i, end
		}
		at = i + 1
	}
	return -1, -1
}

func (r *earlyReader) read() Determination {
	d := blank(r.layout.name)
	r.d = &d
	var cuts []earlyCut
	for _, h := range r.layout.headings {
		if start, end := find(r.f.text, h.words, 0); start >= 0 {
			cuts = append(cuts, earlyCut{h.topic, start, end})
		}
	}
	sortCuts(cuts)
	first := len(r.f.text)
	if len(cuts) > 0 {
		first = cuts[0].start
	}
	r.opening(0, first)
	for i, c := range cuts {
		end := len(r.f.text)
		if i+1 < len(cuts) {
			end = cuts[i+1].start
		}
		if i+1 < len(cuts) && cuts[i+1].start < c.end {
			continue // "CASE SUMMARY:" inside a longer heading
		}
		r.topic(c.topic, c.end, end)
	}
	if r.layout.name == LayoutProfessional {
		r.professional()
	}
	for i := range d.Items {
		d.Items[i].Number = i + 1
	}
	readAge(&d.Summary)
	d.Warnings = append(d.Warnings, "This layout is known by its headings only. Compare what was read with the letter.")
	return d
}

func sortCuts(cuts []earlyCut) {
	for i := range cuts {
		for j := i; j > 0 && cuts[j].start < cuts[j-1].start; j-- {
			cuts[j], cuts[j-1] = cuts[j-1], cuts[j]
		}
	}
}

// opening reads what stands before the first heading: the numbered sentences of a notice, and the case number and
// dates wherever their labels are.
func (r *earlyReader) opening(start, end int) {
	if r.layout.name == LayoutNotice2013 {
		r.notice(start, end)
		return
	}
	s := r.f.text[start:end]
	words := joinBroken(strings.Fields(s))
	h := headReader{}
	for i := 0; i < len(words); {
		if f, n := headLabel(words[i:]); n > 0 {
			h.label(f)
			i += n
			continue
		}
		h.value(words[i])
		i++
	}
	h.settle()
	r.d.Priority = h.priority
	r.d.Dates = Dates{Injury: h.dates[headInjury], URDenial: h.dates[headDenial], ApplicationReceived: h.dates[headReceived],
		Assigned: h.dates[headAssigned], Decided: h.dates[headDecided]}
	r.d.CaseNumber = Text(strings.Join(h.number, " "))
	if len(h.rest) > 0 {
		r.d.Unparsed = append(r.d.Unparsed, Unparsed{Page: r.f.page(start), Text: Text(strings.Join(h.rest, " "))})
	}
}

func (r *earlyReader) topic(t topic, start, end int) {
	switch t {
	case topicStatement:
		r.d.Reviewer.Statement = r.running(start, end)
	case topicReviewer:
		r.d.Reviewer.Statement = r.running(start, end)
		r.qualifications(string(r.d.Reviewer.Statement))
	case topicSummary:
		r.d.Summary.Text = r.running(start, end)
	case topicDocuments:
		r.documents(start, end)
	case topicItems:
		r.items(start, end)
	case topicIssue, topicGuideline, topicRationale:
		r.single(t, start, end)
	default:
		r.leave(start, end)
	}
}

// documents reads a list of papers, a line or paragraph each.
func (r *earlyReader) documents(start, end int) {
	first, last := lineIndex(r.f.lines, start), lineIndex(r.f.lines, end)
	from := start
	for i := first; i <= last; i++ {
		to := end
		if i < last {
			to = r.f.lines[i].at
		}
		if s := trim(strings.TrimLeft(trim(r.f.text[from:to]), "•*-")); s != "" {
			r.d.DocumentsReviewed = append(r.d.DocumentsReviewed, Document{Title: one(Text(s))})
		}
		from = to
	}
}

// qualifications reads "Board Certified in … and is licensed to practice in …".
func (r *earlyReader) qualifications(s string) {
	low := lower(s)
	if i := strings.Index(low, "board certified in "); i >= 0 {
		rest := s[i+len("board certified in "):]
		if j := strings.Index(lower(rest), " and is licensed"); j >= 0 {
			rest = rest[:j]
		}
		rest, _, _ = strings.Cut(rest, ".")
		r.d.Reviewer.Specialties = splitList(strings.ReplaceAll(rest, ", and ", ", "))
	}
	if i := strings.Index(low, "licensed to practice in "); i >= 0 {
		rest, _, _ := strings.Cut(s[i+len("licensed to practice in "):], ".")
		r.d.Reviewer.LicensedIn = splitList(strings.ReplaceAll(strings.ReplaceAll(rest, ", and ", ", "), " and ", ", "))
	}
}

// single reads the parts of a layout that decides one request without numbering it.
func (r *earlyReader) single(t topic, start, end int) {
	if len(r.d.Items) == 0 {
		r.d.Items = append(r.d.Items, Item{Decision: Unknown})
	}
	it := &r.d.Items[0]
	switch t {
	case topicIssue:
		it.Request = Text(r.line(start, end))
	case topicGuideline:
		s := r.line(start, end)
		it.IMROGuideline = Guidelines{Text: Text(s), Citations: guideline.ParseStatement(s)}
	case topicRationale:
		it.Rationale = r.running(start, end)
	}
}

// professional takes the decision from the heading of the rationale, which says it.
func (r *earlyReader) professional() {
	if len(r.d.Items) == 0 {
		return
	}
	for _, h := range r.layout.headings {
		if at, _ := find(r.f.text, h.words, 0); at >= 0 && h.topic == topicRationale {
			r.d.Items[0].Decision = Overturned
			if strings.Contains(h.words, "WAS NOT") {
				r.d.Items[0].Decision = Upheld
			}
			return
		}
	}
}
