package demand

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
)

// A Party is who owes a paper; the words are those of the case's roles.
type Party string

// The parties that owe papers.
const (
	ClaimsAdministrator Party = "claims_administrator"
	InjuredWorker       Party = "injured_worker"
)

// A Paper is one that is in the case without being a page of the bundle.
type Paper struct {
	Type string
	Date clock.Day
}

// Known is what the case says. Zero days are not known.
type Known struct {
	RequestDated clock.Day // of the request for authorization
	Decided      clock.Day // of the decision
	Injury       clock.Day
	Physician    string // who made the request
	Papers       []Paper
}

// A Missing is one paper, or kind of papers, that is not in the record.
type Missing struct {
	ID        string    // the same for the same paper each time the list is made
	Kind      string    // an id of the table of kinds
	Date      clock.Day // of the paper, where one is known
	What      string    // what is missing, to follow "Please send": "the progress report of Jul 14, 2015"
	Of        Party
	Authority string
	Why       string // in a sentence
	IfAny     bool   // it may be that there is none
	Named     bool   // a paper of the record names it, at Page and its words
	Page      records.PageRef
	From, To  int
	Quote     string
}

const (
	reportsRule = "8 CCR 9792.10.5(a)(1)(A)"
	formRule    = "8 CCR 9792.10.5(a)(1)(B)"
	toldRule    = "8 CCR 9792.10.5(a)(1)(C)"
	supportRule = "8 CCR 9792.10.5(a)(1)(D)"
	usedRule    = "8 CCR 9792.10.5(a)(1)(E)"
	attachRule  = "8 CCR 9792.10.1(b)(1)"
)

// reports are the kinds of reports that tell a patient's condition.
var reports = []string{"pr2", "pr2_narrative", "pr3", "pr4", "initial_consult", "consult_report", "dfr", "psych_report", "frp_report", "hospital_record"}

// List says what is missing, the claims administrator's first and within a party in the order of the rule.
func List(b records.Bundle, docs []records.Document, facts []records.Fact, k Known) []Missing {
	l := lister{docs: docs, facts: facts, known: k, served: map[records.PageRef]int{}}
	for i, d := range docs {
		for _, p := range d.Pages {
			l.served[p] = i
		}
	}
	l.reports()
	l.named(fact.Papers(b, docs))
	l.process()
	slices.SortStableFunc(l.missing, func(a, b Missing) int {
		return rank(a) - rank(b)
	})
	return l.missing
}

func rank(m Missing) int {
	n := strings.Index("ABCDE", strings.TrimSuffix(strings.TrimPrefix(m.Authority, "8 CCR 9792.10.5(a)(1)("), ")"))
	if m.Of != ClaimsAdministrator {
		n += 100
	}
	return n
}

type lister struct {
	docs    []records.Document
	facts   []records.Fact
	known   Known
	served  map[records.PageRef]int // pages to documents
	missing []Missing
}

func (l *lister) add(m Missing) {
	m.ID = m.Kind
	if m.Date != 0 {
		m.ID += "-" + m.Date.String()
	}
	if m.Named {
		m.ID += "-named"
	}
	if !slices.ContainsFunc(l.missing, func(o Missing) bool { return o.ID == m.ID }) {
		l.missing = append(l.missing, m)
	}
}

func (l *lister) has(kinds ...string) bool {
	return slices.ContainsFunc(l.docs, func(d records.Document) bool { return slices.Contains(kinds, d.Type) }) ||
		slices.ContainsFunc(l.known.Papers, func(p Paper) bool { return slices.Contains(kinds, p.Type) })
}

// request is the day of the request, and how it is known.
func (l *lister) request() (clock.Day, string) {
	if l.known.RequestDated != 0 {
		return l.known.RequestDated, "the request for authorization of " + say(l.known.RequestDated)
	}
	last := clock.Day(0)
	for _, d := range l.docs {
		if d.Type == "rfa" && d.Date > last && (l.known.Decided == 0 || d.Date <= l.known.Decided) {
			last = d.Date
		}
	}
	if last != 0 {
		return last, "the request for authorization of " + say(last)
	}
	if l.known.Decided != 0 {
		return l.known.Decided, "the decision of " + say(l.known.Decided) + " (the day of the request is not known)"
	}
	return 0, ""
}

func say(d clock.Day) string { return d.Format("Jan 2, 2006") }

// SixMonthsBefore is the day six calendar months before a day; the last of a shorter month stands for a day it lacks.
func SixMonthsBefore(d clock.Day) clock.Day {
	y, m, day := d.Date()
	first := clock.DayOf(y, m-6, 1)
	year, month, _ := first.Date()
	return min(clock.DayOf(year, month, day), clock.DayOf(year, month+1, 1).AddDays(-1))
}

// reports asks for the reports of the six months before the request, and for those of the physician before.
func (l *lister) reports() {
	request, how := l.request()
	if request == 0 {
		if !l.has(reports...) {
			l.add(Missing{Kind: "pr2", Of: ClaimsAdministrator, Authority: reportsRule, What: "the treating physician's reports relevant to the current condition, produced within six months before the request for authorization",
				Why: "No report of a physician is in the record."})
		}
		return
	}
	from := SixMonthsBefore(request)
	within, own, first := 0, 0, clock.Day(0)
	begun := false
	for _, d := range l.docs {
		if !slices.Contains(reports, d.Type) || d.Date == 0 || d.Date > request {
			continue
		}
		mine := l.known.Physician != "" && sameName(d.Author, l.known.Physician)
		if d.Date >= from {
			within++
			if mine {
				own++
				begun = begun || d.Type == "initial_consult" || d.Type == "dfr"
			}
		}
		if mine && (first == 0 || d.Date < first) {
			first = d.Date
		}
	}
	span := say(from) + " to " + say(request)
	if within == 0 {
		l.add(Missing{Kind: "pr2", Of: ClaimsAdministrator, Authority: reportsRule,
			What: "the treating physician's reports relevant to the current condition, produced from " + span,
			Why:  "No report of a physician in the record is of the six months before " + how + "."})
		return
	}
	if own > 0 && own == within && begun && first > from && (l.known.Injury == 0 || l.known.Injury < first.AddDays(-14)) {
		l.add(Missing{Kind: "consult_report", Of: ClaimsAdministrator, Authority: reportsRule, IfAny: true,
			What: "the reports from " + span + " of the physician who treated before " + l.known.Physician + ", or who referred the employee",
			Why:  fmt.Sprintf("%s first saw the employee on %s, less than six months before the request, and no report of another physician is of that time.", l.known.Physician, say(first))})
	}
}

// sameName says that two names of a physician have the same last name.
func sameName(a, b string) bool {
	x, y := lastName(a), lastName(b)
	return x != "" && x == y
}

func lastName(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(name), ",")
	ws := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '.' })
	for len(ws) > 0 {
		last := ws[len(ws)-1]
		switch last {
		case "md", "do", "dc", "pa-c", "np", "jr", "sr", "m", "d", "o", "c", "phd", "dpm":
			ws = ws[:len(ws)-1]
			continue
		}
		return last
	}
	return ""
}

// named asks for what the request and the decision name and nobody sent.
func (l *lister) named(papers []fact.Named) {
	for _, p := range papers {
		if p.Date == 0 || p.Date < clock.DayOf(1990, time.January, 1) || l.there(p) {
			continue
		}
		if p.Kind == "ur_decision" && (p.Date == l.known.Decided || p.By != "ur_decision") {
			continue
		}
		authority, by := reportsRule, "request for authorization"
		if p.By != "rfa" {
			by = "utilization review decision"
			if p.By == "ur_physician_notes" {
				by = "report of the utilization review physician"
			}
		}
		switch p.Kind {
		case "rfa", "letter_med_necessity":
			authority = supportRule
		case "ur_decision", "work_status", "lab_report", "uds_report":
			authority = usedRule
		}
		l.add(Missing{Kind: p.Kind, Date: p.Date, Of: ClaimsAdministrator, Authority: authority, Named: true, Page: p.Page, From: p.From, To: p.To, Quote: p.Text,
			What: "the " + callIt(p.Kind) + " of " + say(p.Date),
			Why:  fmt.Sprintf("The %s names it: “%s”. No such paper of that day is in the record.", by, p.Text)})
	}
}

func callIt(kind string) string {
	switch kind {
	case "rfa":
		return "request for authorization"
	case "ur_decision":
		return "utilization review decision"
	case "pr2":
		return "progress report"
	case "pr2_narrative":
		return "report or note"
	case "qme_report":
		return "report of the Qualified Medical Evaluator"
	case "ame_report":
		return "report of the Agreed Medical Evaluator"
	case "dfr":
		return "doctor's first report"
	case "fce_report":
		return "functional capacity evaluation"
	case "uds_report":
		return "drug screen report"
	case "letter_med_necessity":
		return "letter of medical necessity"
	}
	name := records.KindName(kind)
	if i := strings.Index(name, " ("); i > 0 {
		name = name[:i]
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// there says whether a paper like the named one, and of its day, is in the record.
func (l *lister) there(p fact.Named) bool {
	for _, d := range l.docs {
		if d.Date == p.Date && alike(d.Type, p.Kind) && !slices.Contains(d.Pages, p.Page) {
			return true
		}
	}
	for _, f := range l.facts {
		if f.Date != p.Date || f.Kind != records.FactService && f.Kind != records.FactImaging && f.Kind != records.FactTest && f.Kind != records.FactProcedure {
			continue
		}
		// A study or a visit that the paper itself tells: the paper has the date somewhere else than where it was dated by.
		if i, ok := l.served[f.Page]; ok && f.Page != p.Page && alike(l.docs[i].Type, p.Kind) && (f.Kind == records.FactService || ownStudy(l.docs[i].Type)) {
			return true
		}
	}
	return slices.ContainsFunc(l.known.Papers, func(o Paper) bool { return o.Date == p.Date && alike(o.Type, p.Kind) })
}

func ownStudy(kind string) bool {
	switch kind {
	case "imaging_report", "emg_report", "op_report", "procedure_note":
		return true
	}
	return false
}

// alike says that papers of two kinds may be one: who names a paper seldom uses its own title.
func alike(have, named string) bool {
	if have == "unknown" || have == "" || have == named {
		return true
	}
	return group(have) != "" && group(have) == group(named)
}

func group(kind string) string {
	switch kind {
	case "imaging_report", "emg_report", "lab_report", "uds_report", "fce_report", "rfa", "ur_decision":
		return kind
	case "qme_report", "ame_report", "med_legal_supp", "work_status", "letter_med_necessity", "op_report", "procedure_note":
		return "report"
	}
	for _, k := range records.Kinds() {
		if k.ID == kind {
			switch k.Group {
			case "clinical", "therapy":
				return "report"
			}
			return k.Group
		}
	}
	return ""
}

// process asks for the papers of the dispute itself.
func (l *lister) process() {
	if !l.has("imr_application") {
		l.add(Missing{Kind: "imr_application", Of: ClaimsAdministrator, Authority: formRule, What: "the Application for Independent Medical Review (DWC Form IMR) as it was sent to the employee, without the decision and the instructions",
			Why: "The application is not in the record."})
	}
	if !l.has("ur_correspondence") {
		l.add(Missing{Kind: "ur_correspondence", Of: ClaimsAdministrator, Authority: toldRule, IfAny: true, What: "all other letters and information given to the employee about the utilization review decision",
			Why: "No correspondence about the decision is in the record."})
	}
	request, _ := l.request()
	switch near := l.requestNear(request); {
	case !l.has("rfa"):
		m := Missing{Kind: "rfa", Of: ClaimsAdministrator, Authority: supportRule, What: "the request for authorization (DWC Form RFA) with what was submitted in support of it",
			Why: "The request itself is not in the record."}
		if l.known.RequestDated != 0 {
			m.What = "the request for authorization (DWC Form RFA) of " + say(l.known.RequestDated) + " with what was submitted in support of it"
		}
		l.add(m)
	case !near:
		l.add(Missing{Kind: "rfa", Date: request, Of: ClaimsAdministrator, Authority: supportRule, What: "the request for authorization (DWC Form RFA) of " + say(request) + " with what was submitted in support of it",
			Why: "The requests in the record are of other days."})
	}
	if !l.has("ur_decision") {
		l.add(Missing{Kind: "ur_decision", Of: InjuredWorker, Authority: attachRule, What: "a copy of the utilization review decision",
			Why: "The application must have the decision attached, and it is not in the record."})
	}
}

// requestNear says whether a request of about a day is in the record: a request is dated when it is signed, and known by
// the day on which it came.
func (l *lister) requestNear(day clock.Day) bool {
	if day == 0 || l.known.RequestDated == 0 {
		return true
	}
	near := func(d clock.Day) bool { return d == 0 || d >= day.AddDays(-7) && d <= day.AddDays(7) }
	return slices.ContainsFunc(l.docs, func(d records.Document) bool { return d.Type == "rfa" && near(d.Date) }) ||
		slices.ContainsFunc(l.known.Papers, func(p Paper) bool { return p.Type == "rfa" && near(p.Date) })
}
