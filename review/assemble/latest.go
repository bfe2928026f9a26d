package assemble

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
)

// How many sentences of the newest report are taken.
const (
	mostComplaints = 4
	mostFindings   = 4
)

// latest tells the newest report: complaints, pain, findings, work status.
func (w *writer) latest() {
	d := w.newestReport()
	if d == nil {
		return
	}
	p := w.paper(d)
	complaints := w.picked(p, mostComplaints, complaintNoise, "complaints", "symptoms")
	findings := w.picked(p, mostFindings, findingNoise, "exam")
	l := &leader{words: sentenceStart(w.source(d))}
	if a := strings.TrimSpace(d.Author); strings.Contains(a, ",") {
		l.words += ", by " + strings.TrimRight(a, ",") + ","
	}
	w.pain(d, complaints, l)
	for _, s := range complaints {
		w.say(l.lead(" records: ")+w.plain(p.text(s)), p.marks(s)...)
	}
	for i, s := range findings {
		text := w.plain(p.text(s))
		if i == 0 {
			text = l.lead(" records: ") + "On examination, " + lower(text)
		}
		w.say(text, p.marks(s)...)
	}
	w.deniedBy(d, l)
	w.work(d, l)
}

// A leader names the report in its first sentence, and not again.
type leader struct{ words string }

func (l *leader) lead(join string) string {
	if l.words == "" {
		return ""
	}
	words := l.words + join
	l.words = ""
	return words
}

// newestReport is the last report of a physician who treats or was asked, that has anything to tell.
func (w *writer) newestReport() *records.Document {
	for i := len(w.docs) - 1; i >= 0; i-- {
		d := w.docs[i]
		if !treating[d.Type] || d.Date.IsZero() {
			continue
		}
		p := w.paper(d)
		if len(w.picked(p, 1, complaintNoise, "complaints"))+len(w.picked(p, 1, findingNoise, "exam")) > 0 {
			return d
		}
	}
	return nil
}

var (
	complaintNoise = regexp.MustCompile(`(?i)follow[- ]?up of industrial|presents? for follow|declare under penalty|symptoms have not changed|date of (?:injury|birth)|check the box|^\W*$|original signature|history of present|was reviewed|home exercise|chief complaint`)
	findingNoise   = regexp.MustCompile(`(?i)vital signs|blood pressure|alert and oriented|well[- ]developed|no acute distress|height|weight|well[- ]nourished|declare under penalty|temperature|^\W*$|pulse|cranial nerves|mood and affect`)
	patientSays    = regexp.MustCompile(`(?i)\b(?:pain|numb|tingl|weak|sleep|spasm|stiff|swell|ache|sore|complain|report|state|den|walk|improve|relief|worse|better|headache|symptom|medication|work|func|fatigue|anx|depress|burn|radiat)\w*`)
)

// picked are the first sentences under some headings that say something of the patient.
func (w *writer) picked(p *paper, most int, noise *regexp.Regexp, sections ...string) []span {
	var out []span
	said := map[string]bool{} // pages of one paper often say the same again
	for _, x := range p.under(sections...) {
		for _, s := range p.sentences(x.body) {
			s = p.trim(s)
			if len(out) == most {
				return out
			}
			text := p.text(s)
			if said[text] {
				continue
			}
			said[text] = true
			n := len(strings.Fields(text))
			if n < 4 || n > 45 || noise.MatchString(text) || odd(text) || !strings.ContainsAny(text, ".!") && n < 6 || x.section == "complaints" && !patientSays.MatchString(text) {
				continue
			}
			out = append(out, s)
		}
	}
	return out
}

// pain tells the score of the newest report where no sentence that is taken has it.
func (w *writer) pain(d *records.Document, taken []span, l *leader) {
	p := w.paper(d)
	for _, t := range w.facts[records.FactPain] {
		if t.doc != d || t.Standing != records.Stated || t.Value == "" || odd(t.Value) {
			continue
		}
		if slices.ContainsFunc(taken, func(s span) bool {
			return slices.ContainsFunc(p.marks(s), func(m review.Mark) bool {
				return m.Number == t.n && m.Words.From <= t.From && m.Words.To >= t.To
			})
		}) {
			return
		}
		score := strings.Trim(t.Value, " .,;")
		if lead := l.lead(" rates the pain "); lead != "" {
			w.say(lead+score, t.mark())
		} else {
			w.say("Pain is rated "+score, t.mark())
		}
		return
	}
}

// deniedBy tells which conditions and symptoms the newest report denies, where the sentences do not say it already.
func (w *writer) deniedBy(d *records.Document, l *leader) {
	var names []string
	var marks []review.Mark
	have := strings.ToLower(strings.Join(w.out, " "))
	for _, t := range w.facts[records.FactDiagnosis] {
		name := strings.ToLower(withoutCode(t.Text))
		if t.doc != d || t.Standing != records.Negated || odd(t.Text) || strings.Contains(have, name) || slices.Contains(names, name) || len(names) == 6 {
			continue
		}
		names = append(names, name)
		marks = append(marks, t.mark())
	}
	if len(names) > 0 {
		w.say(cmp.Or(l.lead(""), "The report")+" notes the absence of "+list(names), spread(marks)...)
	}
}

// work tells the newest work status.
func (w *writer) work(d *records.Document, l *leader) {
	best := told{}
	for _, t := range newestFirst(w.facts[records.FactWork]) {
		if t.Standing != records.Stated || t.Value == "" || odd(t.Value) || !treating[t.kind()] && t.kind() != "work_status" {
			continue
		}
		if best.n == 0 || t.doc == best.doc && betterWork(t, best) {
			best = t
		} else if t.doc != best.doc {
			break
		}
	}
	if best.n == 0 {
		return
	}
	status := strings.Trim(w.plain(best.Value), " .")
	if strings.ToUpper(status) == status {
		status = strings.ToLower(status)
	}
	words := "Work status is given as " + quoted(status)
	switch {
	case best.doc != d:
		words = sentenceStart(w.source(best.doc)) + " gives the work status as " + quoted(status)
	case l.words != "":
		words = l.lead(" gives the work status as ") + quoted(status)
	}
	w.say(words, best.mark())
}

var history = regexp.MustCompile(`(?i)\b(?:since that time|was placed|had been|not worked|placed on)\b`)

// betterWork prefers what is ordered to what is told of the past.
func betterWork(a, b told) bool {
	return history.MatchString(b.Value) && !history.MatchString(a.Value) || history.MatchString(b.Value) == history.MatchString(a.Value) && len(a.Value) > len(b.Value)
}

func quoted(s string) string { return "“" + s + "”" }
