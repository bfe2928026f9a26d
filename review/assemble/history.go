package assemble

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
)

// history tells the treatment to date: surgery, injections, therapy, medication.
func (w *writer) history() {
	w.procedures()
	w.therapies()
	w.medication()
}

var (
	injection   = regexp.MustCompile(`(?i)\b(?:inject\w*|block|epidural|ablation|rhizotomy|neurotomy|viscosupplement\w*|aspiration)\b`)
	manipulates = regexp.MustCompile(`(?i)\b(?:CMT|manipulation|adjustment|acupuncture|ultrasound|electrical stimulation|massage|exercise|mobilization|9\d{4}|counsel\w*|evaluation|examination|surgery|surgical intervention|procedure|operation)\b`)
	general     = regexp.MustCompile(`(?i)^(?:surger(?:y|ies)|surgical intervention|procedures?|operations?|injections?|blocks?|cortisone injections?|steroid injections?)$`)
)

// procedures tells operations and injections, each once with its date.
func (w *writer) procedures() {
	type done struct {
		name string
		t    told
		past bool
	}
	var ops, shots, past []done
	var keys []string
	for _, t := range newestFirst(w.facts[records.FactProcedure]) {
		k := t.kind()
		if t.Standing == records.Negated || t.Standing == records.Family || k == "chiro_note" || k == "pt_note" || k == "ot_note" || k == "acu_note" || disputing[k] && k != "letter_med_necessity" || odd(t.Text) {
			continue
		}
		name := withoutCode(t.Text)
		shot := injection.MatchString(name)
		if !shot && manipulates.MatchString(name) && (general.MatchString(name) || k != "op_report") || len(strings.Fields(name)) > 10 || name == "" {
			continue
		}
		if general.MatchString(name) && t.Date.IsZero() && t.When == "" {
			continue
		}
		key := conditionKey(name)
		if key == "" || slices.ContainsFunc(keys, func(o string) bool { return o == key || nearly(o, key) || within(o, key) }) {
			continue
		}
		keys = append(keys, key)
		d := done{lower(name), t, t.Standing == records.Historical || strings.Contains(strings.ToLower(name), "as a child")}
		switch {
		case shot:
			shots = append(shots, d)
		case d.past && (k != "op_report"):
			past = append(past, d)
		default:
			ops = append(ops, d)
		}
	}
	tell := func(lead string, ds []done, most int) {
		var names []string
		var marks []review.Mark
		slices.Reverse(ds) // in the order of time
		if len(ds) > most {
			ds = ds[len(ds)-most:]
		}
		for _, d := range ds {
			name := d.name
			own := d.t.doc == nil || d.t.Date != d.t.doc.Date // the date is said with it, not that of its paper
			if when := on(d.t.Fact); when != "" && (d.t.kind() == "op_report" || d.t.kind() == "procedure_note" || own || d.t.When != "") {
				name += when
			}
			names = append(names, name)
			marks = append(marks, d.t.mark())
		}
		if len(names) > 0 {
			w.say(lead+list(names), marks...)
		}
	}
	tell("The surgical history includes ", past, 4)
	tell("Surgical treatment has included ", ops, 4)
	tell("Injections have included ", shots, 4)
}

// within says that all words of one key are in the other.
func within(a, b string) bool {
	as, bs := strings.Fields(a), strings.Fields(b)
	if len(as) < len(bs) {
		as, bs = bs, as
	}
	if len(bs) < 2 {
		return false
	}
	for _, x := range bs {
		if !slices.Contains(as, x) {
			return false
		}
	}
	return true
}

// A course is therapy of one kind.
type course struct {
	name  string
	kinds string
}

var courses = []course{
	{"physical therapy", "pt_note"}, {"occupational therapy", "ot_note"}, {"chiropractic treatment", "chiro_note"},
	{"acupuncture", "acu_note"}, {"psychotherapy", "psych_note"}, {"functional restoration", "frp_report"},
}

var ofTotal = regexp.MustCompile(`(?i)(\d{1,3}) ?(?:of|/|out of) ?(\d{1,3})`)

// therapies tells which therapy was given from when to when, and how many visits the pages count.
func (w *writer) therapies() {
	noted := map[string]bool{}
	var told []string
	var all []review.Mark
	for _, c := range courses {
		var docs []*records.Document
		for _, d := range w.docs {
			if d.Type == c.kinds && !d.Date.IsZero() {
				docs = append(docs, d)
			}
		}
		if len(docs) == 0 {
			continue
		}
		noted[c.name] = true
		first, last := docs[0], docs[len(docs)-1]
		words := c.name + " on " + day(first.Date)
		marks := w.dateMarks(first)
		if last.Date != first.Date {
			words = c.name + " from " + day(first.Date) + " to " + day(last.Date)
			marks = append(marks, w.dateMarks(last)...)
		}
		if t, n, of, ok := w.visit(c.kinds); ok {
			words += " (visit " + n + " of " + of + ")"
			marks = append(marks, t.mark())
		}
		told = append(told, words)
		all = append(all, marks...)
	}
	if len(told) > 0 {
		w.say("Notes document "+list(told), all...)
	}
	w.toldTherapies(noted)
}

// visit is the highest number of a visit that a note of a kind gives: "11 of 13".
func (w *writer) visit(kind string) (best told, n, of string, ok bool) {
	highest := 0
	for _, t := range w.facts[records.FactTherapy] {
		m := ofTotal.FindStringSubmatch(t.Quantity)
		if t.kind() != kind || m == nil || t.Standing == records.Negated {
			continue
		}
		if strings.Contains(strings.ToLower(t.Text), "pain") || !visitWords.MatchString(w.around(t)) {
			continue
		}
		if k := number(m[1]); k > highest && k <= number(m[2]) {
			highest, best, n, of, ok = k, t, m[1], m[2], true
		}
	}
	return best, n, of, ok
}

var visitWords = regexp.MustCompile(`(?i)\b(?:visits?|treatments?|sessions?|tx|rx)\b`)

func (w *writer) around(t told) string {
	return w.book.Text(t.n, review.Span{From: t.From - 5, To: t.To + 3})
}

func number(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return n
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// dateMarks cite where a paper gives its day: the fact of its service, else its first words.
func (w *writer) dateMarks(d *records.Document) []review.Mark {
	for _, t := range w.facts[records.FactService] {
		if t.doc == d && t.Date == d.Date {
			return []review.Mark{t.mark()}
		}
	}
	for _, n := range w.book.PagesOf(d) {
		if w.counts(n) {
			return []review.Mark{{Number: n, Last: n}}
		}
	}
	return nil
}

// toldTherapies tells what reports say of therapy of which no notes are there: "completed 5 sessions of acupuncture".
func (w *writer) toldTherapies(noted map[string]bool) {
	var said []told
	var keys []string
	for _, t := range newestFirst(w.facts[records.FactTherapy]) {
		if t.Standing == records.Negated || t.Standing == records.Family || !clinical[t.kind()] || t.About == "" || t.Quantity == "" || odd(t.Text) {
			continue
		}
		key := strings.ToLower(t.About)
		if noted[key] && ofTotal.MatchString(t.Quantity) || slices.Contains(keys, key) {
			continue
		}
		keys = append(keys, key)
		said = append(said, t)
	}
	slices.Reverse(said)
	for _, t := range said[max(0, len(said)-3):] {
		q := t.Quantity
		w.say(sentenceStart(w.source(t.doc))+" notes "+q+" of "+lower(t.About), t.mark())
	}
}

// medication tells what the newest list or report gives, and what earlier ones gave beside it.
func (w *writer) medication() {
	all := w.facts[records.FactMedication]
	current := w.current(all)
	if len(current) == 0 {
		return
	}
	seen := map[string]bool{}
	var names []string
	var marks []review.Mark
	for _, t := range current {
		key := drugKey(t)
		if seen[key] {
			continue
		}
		seen[key] = true
		if len(names) < 10 {
			names = append(names, dose(t))
			marks = append(marks, t.mark())
		}
	}
	words := "Medication is listed as " + list(names)
	if d := current[0].doc; d != nil && !d.Date.IsZero() {
		words = sentenceStart(w.source(d)) + " lists as medication " + list(names)
	}
	w.say(words, spread(marks)...)
	var before []string
	marks = nil
	for _, t := range newestFirst(all) {
		key := drugKey(t)
		if seen[key] || t.Standing == records.Negated || t.Standing == records.Family || odd(t.Text) || disputing[t.kind()] || !oneDrug(t) {
			continue
		}
		seen[key] = true
		before = append(before, drugName(t))
		marks = append(marks, t.mark())
		if len(before) == 6 {
			break
		}
	}
	if len(before) > 0 {
		w.say("Earlier papers also list "+list(before), marks...)
	}
}

// spread joins marks that stand close together on one page, so that a list of ten drugs is one citation.
func spread(ms []review.Mark) []review.Mark {
	var out []review.Mark
	for _, m := range ms {
		if k := len(out) - 1; k >= 0 && out[k].Number == m.Number && m.Words.From >= out[k].Words.From && m.Words.From-out[k].Words.To < 12 {
			out[k].Words.To = max(out[k].Words.To, m.Words.To)
			continue
		}
		out = append(out, m)
	}
	return out
}

// current are the drugs of the newest report or list that has any.
func (w *writer) current(all []told) []told {
	var newest clock.Day
	var doc *records.Document
	for _, t := range all {
		if t.doc == nil || t.Standing != records.Stated || !treating[t.kind()] && t.kind() != "med_list" || odd(t.Text) {
			continue
		}
		if doc == nil || t.doc.Date > newest {
			newest, doc = t.doc.Date, t.doc
		}
	}
	var out []told
	for _, t := range all {
		if t.doc == doc && doc != nil && t.Standing == records.Stated && !odd(t.Text) && oneDrug(t) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b told) int { return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.From, b.From)) })
	return out
}

func oneDrug(t told) bool { return t.About != "" && len(strings.Fields(t.Text)) <= 14 }

func drugKey(t told) string { return strings.ToLower(strings.TrimSpace(t.About)) }

func drugName(t told) string {
	if m := strength.FindString(t.Text); m != "" {
		return quiet(strings.TrimSpace(t.About) + " " + strings.TrimSpace(m))
	}
	return quiet(strings.TrimSpace(t.About))
}

var strength = regexp.MustCompile(`(?i)\d+(?:[.,/]\d+)*(?:-\d+(?:\.\d+)?)? ?(?:mg|mcg|%|g|ml)(?:/hr|/ml)?`)

// dose is a drug with strength and frequency as the page has them.
func dose(t told) string {
	return quiet(strings.TrimRight(spaces.ReplaceAllString(t.Text, " "), " .,;:"))
}
