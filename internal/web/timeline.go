package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/records"
)

// timelineRoutes are the chronology of the record.
func (s *server) timelineRoutes() []Route {
	return []Route{{Pattern: "GET /cases/{id}/timeline", Action: auth.SeeDocument, OfCase: true, Handle: s.timelinePage}}
}

// timelineMost is how many lines one page of the timeline has at most.
const timelineMost = 1200

// A timelineKind is a kind of facts as the timeline calls it.
type timelineKind struct {
	Kind records.FactKind
	Name string // on a line
	All  string // on the filter
}

// notesKind are the dated notes of readers; they stand in the same chronology.
const notesKind records.FactKind = "note"

var timelineKinds = []timelineKind{
	{records.FactInjury, "Injury", "Injury"}, {records.FactService, "Visit", "Visits"}, {records.FactRequest, "Request", "Requests"},
	{records.FactDenial, "Denial", "Denials"}, {records.FactDiagnosis, "Diagnosis", "Diagnoses"}, {records.FactProcedure, "Procedure", "Procedures"},
	{records.FactImaging, "Imaging", "Imaging"}, {records.FactTest, "Test", "Tests"}, {records.FactMedication, "Medication", "Medication"},
	{records.FactTherapy, "Therapy", "Therapy"}, {records.FactPain, "Pain", "Pain"}, {records.FactWork, "Work status", "Work status"},
	{notesKind, "Note", "Notes of readers"},
}

func kindPlace(k records.FactKind) int {
	return slices.IndexFunc(timelineKinds, func(t timelineKind) bool { return t.Kind == k })
}

// A timelineLine is one fact, told by one page or several.
type timelineLine struct {
	Kind     records.FactKind
	Name     string
	Text     string // the words of the page
	More     string // what the words do not say: code, amount, finding
	Standing string // "denied", "past", "of a relative"; "" where it is stated
	Class    string
	By       string // who wrote a note
	Source   string // the paper
	Link     string
	Number   int // of the page in the record
	Also     []timelinePlace
	Others   int // places beyond those
	day      clock.Day
	when     string
}

type timelinePlace struct {
	Number int
	Link   string
}

// A timelineDay is what is told of one day.
type timelineDay struct {
	Day   string // "Jul 14", "July, day not said"
	Full  string // with weekday, for a title
	Lines []timelineLine
}

// A timelineMonth is a month with its days; a year of which no month is told is one too.
type timelineMonth struct {
	Name string // "July 2015"
	ID   string // "2015-07"
	Days []timelineDay
}

type timelineYear struct{ Name, ID string }

type timelineView struct {
	Case    imr.Case
	Months  []timelineMonth
	Years   []timelineYear
	Kinds   []timelineChoice
	Stands  []timelineChoice
	Query   timelineQuery
	Total   int // facts and notes of the record
	Lines   int // lines that the filter lets through, over all pages
	From    int // of this page, from 1
	To      int
	Earlier string // address of the page before
	Later   string
	Records recordsState
	named   string // paper of the line above
}

type timelineChoice struct {
	Value, Name string
	Count       int
	On          bool
}

// A timelineQuery is what of the chronology is asked for.
type timelineQuery struct {
	Kinds  []string
	Stands []string
	Text   string
	Newest bool
	Page   int
}

func readTimelineQuery(q url.Values) timelineQuery {
	t := timelineQuery{Text: strings.TrimSpace(q.Get("q")), Newest: q.Get("order") == "newest"}
	for _, k := range q["kind"] {
		if kindPlace(records.FactKind(k)) >= 0 && !slices.Contains(t.Kinds, k) {
			t.Kinds = append(t.Kinds, k)
		}
	}
	for _, k := range q["standing"] {
		if standingWords[records.Standing(k)].Name != "" && !slices.Contains(t.Stands, k) {
			t.Stands = append(t.Stands, k)
		}
	}
	t.Page, _ = strconv.Atoi(q.Get("page"))
	t.Page = max(t.Page, 1)
	return t
}

func (t timelineQuery) address(id imr.CaseID, page int) string {
	q := url.Values{}
	q["kind"], q["standing"] = t.Kinds, t.Stands
	if t.Text != "" {
		q.Set("q", t.Text)
	}
	if t.Newest {
		q.Set("order", "newest")
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if s := q.Encode(); s != "" {
		return casePath(id) + "/timeline?" + s
	}
	return casePath(id) + "/timeline"
}

// standingWords are how a line says that its page does not simply state it.
var standingWords = map[records.Standing]struct{ Name, Mark, Class string }{
	records.Stated:     {"Stated", "", ""},
	records.Negated:    {"Denied or absent", "denied or absent", "negated"},
	records.Historical: {"From the past", "from the past", "past"},
	records.Family:     {"Of a relative", "of a relative", "family"},
}

var standingOrder = []records.Standing{records.Stated, records.Negated, records.Historical, records.Family}

// recordsState is how far the record is read, for pages that stand on its index.
type recordsState struct {
	None   bool // nothing was received
	Off    bool // this server reads no files
	Read   int
	Pages  int
	Behind bool
	Made   bool // there is an index
}

func stateOf(sh *records.Shelf) recordsState {
	return recordsState{None: len(sh.Files) == 0, Read: sh.Read, Pages: sh.Pages, Behind: sh.Behind || sh.Read < sh.Pages || slices.ContainsFunc(sh.Files, func(f records.ShelfFile) bool { return !f.Opened && f.Problem == "" }), Made: sh.Index != nil}
}

// Says is the state in a sentence, "" where all is read.
func (r recordsState) Says() string {
	switch {
	case r.Read < r.Pages:
		return "Still reading: " + thousands(r.Read) + " of " + countOf(r.Pages, "page") + ". What the other pages say is not here yet."
	case r.Behind:
		return "Something came or was corrected just now. This page is being brought up to date."
	}
	return ""
}

func (s *server) timelinePage(v *Visit) error {
	p := timelineView{Case: v.Case, Query: readTimelineQuery(v.R.URL.Query())}
	page := Page{Title: "Timeline of " + string(v.Case.ID), Here: "/queue", Wide: true, Scripts: []string{"timeline.js"}}
	if s.Records == nil {
		p.Records.Off = true
		return v.Render(http.StatusOK, page, timelineBody(v, p))
	}
	shelf, err := s.Records.Shelf(v.R.Context(), v.Case)
	if err != nil {
		return err
	}
	p.Records = stateOf(shelf)
	marks, err := s.Records.Marks(v.R.Context(), v.Case, v.Account.ID)
	if err != nil {
		return err
	}
	p.fill(timelineLines(v.Case.ID, shelf, marks, v.Account.ID))
	if v.R.URL.Query().Get("part") != "" {
		return v.Part(http.StatusOK, timelineList(p))
	}
	return v.Render(http.StatusOK, page, timelineBody(v, p))
}

// timelineLines are all lines of a record in the order of their days. Pages that say the same of the same day share one.
func timelineLines(id imr.CaseID, shelf *records.Shelf, marks []records.Mark, me imr.UserID) []timelineLine {
	var lines []timelineLine
	if shelf.Index != nil {
		papers := map[records.PageRef]string{}
		for _, d := range shelf.Index.Documents {
			name := cmp.Or(d.Title, sentenceCase(records.KindName(d.Type)))
			if d.Author != "" {
				name += ", " + d.Author
			}
			for _, r := range d.Pages {
				papers[r] = name
			}
		}
		at := map[string]int{}
		for _, f := range shelf.Index.Facts {
			n := shelf.Number(f.Page)
			if n == 0 || kindPlace(f.Kind) < 0 {
				continue
			}
			place := timelinePlace{n, readerLink(id, n, f.From, f.To)}
			l := factLine(f)
			key := strings.ToLower(strings.Join([]string{string(f.Kind), f.Date.String(), f.When, l.Standing, sameWords(l), l.More}, "\x00"))
			if i, ok := at[key]; ok {
				if o := &lines[i]; len(o.Also) < 6 {
					o.Also = append(o.Also, place)
				} else {
					o.Others++
				}
				continue
			}
			at[key] = len(lines)
			l.Number, l.Link, l.Source = place.Number, place.Link, papers[f.Page]
			lines = append(lines, l)
		}
	}
	files := map[string]int{}
	for i, f := range shelf.Files {
		if _, ok := files[f.SHA256]; !ok {
			files[f.SHA256] = i
		}
	}
	for _, m := range marks {
		i, ok := files[m.Page.File]
		if m.Day.IsZero() || !ok {
			continue
		}
		n := shelf.Number(records.PageRef{File: i, Page: m.Page.Page})
		if n == 0 {
			continue
		}
		l := timelineLine{Kind: notesKind, Name: "Note", Text: cmp.Or(m.Text, m.Quote), By: m.ByName, Number: n, Link: readerLink(id, n, m.From, m.To), Class: "own", day: m.Day}
		if m.Text != "" && m.Quote != "" {
			l.More = "“" + m.Quote + "”"
		}
		switch {
		case m.By == string(me) && m.Shared:
			l.By = "You, shared"
		case m.By == string(me):
			l.By = "You, seen by you alone"
		}
		lines = append(lines, l)
	}
	slices.SortStableFunc(lines, func(a, b timelineLine) int {
		return cmp.Or(cmp.Compare(a.sortDay(), b.sortDay()), cmp.Compare(kindPlace(a.Kind), kindPlace(b.Kind)), cmp.Compare(a.Number, b.Number))
	})
	return lines
}

// sameWords are the words by which two pages say the same: an injury is the same however its day is written.
func sameWords(l timelineLine) string {
	if l.Kind == records.FactInjury || l.Kind == records.FactService {
		return ""
	}
	return l.Text
}

func (l timelineLine) sortDay() string {
	switch {
	case !l.day.IsZero():
		return l.day.String()
	case l.when != "":
		return l.when
	}
	return "9999"
}

func factLine(f records.Fact) timelineLine {
	w := standingWords[f.Standing]
	l := timelineLine{Kind: f.Kind, Name: timelineKinds[kindPlace(f.Kind)].Name, Text: f.Text, Standing: w.Mark, Class: w.Class, day: f.Date, when: f.When}
	var more []string
	tell := func(name, value string) {
		if value != "" && !strings.Contains(plainWords(f.Text), plainWords(value)) {
			more = append(more, name+value)
		}
	}
	tell("", f.Value)
	tell("Quantity ", f.Quantity)
	tell("Code ", f.Code)
	if f.Side != "" && !strings.Contains(strings.ToLower(f.Text), f.Side) {
		more = append(more, sentenceCase(f.Side))
	}
	if f.Kind == records.FactImaging || f.Kind == records.FactTest {
		if f.About != "" && !strings.Contains(plainWords(f.Text), plainWords(f.About)) {
			more = append([]string{f.About}, more...)
		}
	}
	l.More = strings.Join(more, " · ")
	return l
}

// plainWords is a text in lower case without marks between its words, to see whether one says what another does.
func plainWords(t string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(t), func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '(' || r == ')' }), " ")
}

func readerLink(id imr.CaseID, number, from, to int) string {
	at := casePath(id) + "/reader#p=" + strconv.Itoa(number)
	if to > from {
		at += "&w=" + strconv.Itoa(from) + "-" + strconv.Itoa(to)
	}
	return at
}

// fill puts the lines that are asked for into months and days, and counts what there is to choose from.
func (p *timelineView) fill(lines []timelineLine) {
	p.Total = len(lines)
	kinds, stands := map[records.FactKind]int{}, map[string]int{}
	for _, l := range lines {
		kinds[l.Kind]++
		stands[l.Standing]++
	}
	for _, k := range timelineKinds {
		if n := kinds[k.Kind]; n > 0 {
			p.Kinds = append(p.Kinds, timelineChoice{string(k.Kind), k.All, n, slices.Contains(p.Query.Kinds, string(k.Kind))})
		}
	}
	for _, st := range standingOrder {
		if n := stands[standingWords[st].Mark]; n > 0 {
			p.Stands = append(p.Stands, timelineChoice{string(st), standingWords[st].Name, n, slices.Contains(p.Query.Stands, string(st))})
		}
	}
	asked := strings.Fields(strings.ToLower(p.Query.Text))
	lines = slices.DeleteFunc(slices.Clone(lines), func(l timelineLine) bool {
		if len(p.Query.Kinds) > 0 && !slices.Contains(p.Query.Kinds, string(l.Kind)) {
			return true
		}
		if len(p.Query.Stands) > 0 && !slices.ContainsFunc(p.Query.Stands, func(s string) bool { return standingWords[records.Standing(s)].Mark == l.Standing }) {
			return true
		}
		text := strings.ToLower(l.Text + " " + l.More + " " + l.Source + " " + l.By + " " + l.Name)
		return slices.ContainsFunc(asked, func(w string) bool { return !strings.Contains(text, w) })
	})
	p.Lines = len(lines)
	if p.Query.Newest {
		dated := slices.IndexFunc(lines, func(l timelineLine) bool { return l.sortDay() == "9999" })
		if dated < 0 {
			dated = len(lines)
		}
		newest := lines[:dated]
		slices.SortStableFunc(newest, func(a, b timelineLine) int { return cmp.Compare(b.sortDay(), a.sortDay()) })
	}
	last := max(1, (len(lines)+timelineMost-1)/timelineMost)
	p.Query.Page = min(p.Query.Page, last)
	from := (p.Query.Page - 1) * timelineMost
	to := min(from+timelineMost, len(lines))
	p.From, p.To = from+1, to
	if p.Query.Page > 1 {
		p.Earlier = p.Query.address(p.Case.ID, p.Query.Page-1)
	}
	if p.Query.Page < last {
		p.Later = p.Query.address(p.Case.ID, p.Query.Page+1)
	}
	for _, l := range lines[from:to] {
		p.put(l)
	}
}

func (p *timelineView) put(l timelineLine) {
	at := l.sortDay()
	month := timelineMonth{Name: "No date known", ID: "none"}
	day := timelineDay{Day: "No date", Full: "Neither the page nor its paper says a date"}
	switch {
	case !l.day.IsZero():
		month = timelineMonth{Name: l.day.Format("January 2006"), ID: at[:7]}
		day = timelineDay{Day: l.day.Format("Jan 2"), Full: longDay(l.day)}
	case len(at) == 7:
		d, _ := clock.ParseDay(at + "-01")
		month = timelineMonth{Name: d.Format("January 2006"), ID: at}
		day = timelineDay{Day: d.Format("Jan"), Full: "The page says no day"}
	case at != "9999":
		month = timelineMonth{Name: at, ID: at}
		day = timelineDay{Day: at, Full: "The page says the year alone"}
	}
	if n := len(p.Months); n == 0 || p.Months[n-1].ID != month.ID {
		year := timelineYear{month.ID[:4], month.ID}
		if month.ID == "none" {
			year.Name = "No date"
		}
		if y := len(p.Years); y == 0 || p.Years[y-1].Name != year.Name {
			p.Years = append(p.Years, year)
		}
		p.Months = append(p.Months, month)
	}
	m := &p.Months[len(p.Months)-1]
	if n := len(m.Days); n == 0 || m.Days[n-1].Day != day.Day {
		m.Days = append(m.Days, day)
	}
	d := &m.Days[len(m.Days)-1]
	if l.Source != "" && p.named == l.Source && len(d.Lines) > 0 {
		l.Source = "" // the line above names the paper
	} else {
		p.named = l.Source
	}
	d.Lines = append(d.Lines, l)
}
