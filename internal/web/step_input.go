package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// A fieldKind is how one field of a form is entered.
type fieldKind string

const (
	kindText   fieldKind = "text"
	kindEmail  fieldKind = "email"
	kindTel    fieldKind = "tel"
	kindNumber fieldKind = "number"
	kindDay    fieldKind = "date"
	kindTime   fieldKind = "time"
	kindArea   fieldKind = "area"
	kindSelect fieldKind = "select"
	kindRadio  fieldKind = "radio"
	kindCheck  fieldKind = "check"  // one box, its label beside it
	kindChecks fieldKind = "checks" // several boxes of one name
	kindFile   fieldKind = "file"
	kindHidden fieldKind = "hidden"
	kindFact   fieldKind = "fact" // not entered: a name with its value
)

// An option is one choice of a select, of radio buttons or of boxes.
type option struct {
	Value, Label, Help string
	Group              string // of a select: what it stands under; options of one group follow each other
	Barred             string // why it cannot be chosen, "" where it can
}

// A field is one question of a form. Name is the path of what it asks in the command ("denial.decided",
// "items.0.request"), so that a refusal of the rules finds its field.
type field struct {
	Kind     fieldKind
	Name     string
	Label    string
	Help     string
	Value    string
	Values   []string // of kindChecks
	Options  []option
	Error    string
	Required bool
	Size     string // class of the width: "short", "half"; "" is the whole width
	Lines    int    // of kindArea
	List     string // id of a list of proposals
	Auto     string // what is taken where nothing is typed; shown in the empty field
}

// A section is a group of fields, or of rows of fields that can be added to and taken away from.
type section struct {
	ID     string
	Legend string
	Help   string
	Error  string
	Fields []field
	Rows   [][]field
	Noun   string // of a row: "treatment"; "" where the section has no rows
	Notes  []string
}

// A fieldError is one thing to mend, at the field with that name; the name is "" for the form as a whole.
type fieldError struct {
	Name    string
	Message string
	Rule    string
}

const (
	maxText = 20_000 // characters of one field
	maxRows = 100    // of one section
)

// An input reads the values of a form, collecting every error instead of stopping at the first.
type input struct {
	values url.Values
	errs   []fieldError
}

func (in *input) fail(name, message string) {
	in.errs = append(in.errs, fieldError{Name: name, Message: message})
}

// raw returns a value as it was typed, with line ends as "\n".
func (in *input) raw(name string) string {
	return strings.ReplaceAll(in.values.Get(name), "\r\n", "\n")
}

// text reads a text without the space around it. One that is not text, or far too long, is an error.
func (in *input) text(name string) string {
	s := strings.TrimSpace(in.raw(name))
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		in.fail(name, "This holds characters that are not text. Type it again.")
		return ""
	case utf8.RuneCountInString(s) > maxText:
		in.fail(name, "This is longer than "+thousands(maxText)+" characters. Shorten it.")
		return ""
	}
	return s
}

// lines reads the non-empty lines of a text.
func (in *input) lines(name string) []string {
	var ls []string
	for l := range strings.SplitSeq(in.text(name), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			ls = append(ls, l)
		}
	}
	return ls
}

// list reads values parted by commas.
func (in *input) list(name string) []string {
	var ls []string
	for l := range strings.SplitSeq(in.text(name), ",") {
		if l = strings.TrimSpace(l); l != "" {
			ls = append(ls, l)
		}
	}
	return ls
}

// day reads a calendar day; an empty field is no day.
func (in *input) day(name string) clock.Day {
	s := in.text(name)
	if s == "" {
		return 0
	}
	d, err := clock.ParseDay(s)
	if err != nil || d.Year() < 1880 || d.Year() > 2200 {
		in.fail(name, "This is no date. Give it as year, month and day, such as 2015-09-16.")
		return 0
	}
	return d
}

// number reads a whole number from 0; an empty field is 0.
func (in *input) number(name string) int {
	s := in.text(name)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 {
		in.fail(name, "This is no number. Use digits only, such as 12.")
		return 0
	}
	return n
}

func (in *input) on(name string) bool { return in.values.Get(name) != "" }

// choice reads one of the values; an empty field is "".
func (in *input) choice(name string, allowed ...string) string {
	s := in.text(name)
	if s == "" || slices.Contains(allowed, s) {
		return s
	}
	in.fail(name, "Choose one of the list.")
	return ""
}

func (in *input) method(name string) imr.Method {
	return imr.Method(in.choice(name, methodValues()...))
}

// rows counts the rows of a section as they were sent.
func (in *input) rows(section string) int {
	n, err := strconv.Atoi(in.values.Get(section + ".rows"))
	if err != nil || n < 0 {
		return 0
	}
	return min(n, maxRows)
}

// empty says that nothing was typed into the fields of a row, boxes and choices left aside.
func (in *input) empty(row string, names ...string) bool {
	for _, n := range names {
		if strings.TrimSpace(in.raw(row+"."+n)) != "" {
			return false
		}
	}
	return true
}

// at reads the instant of an act from a day and a time in the office's zone. Both empty is now.
func (in *input) at(name string, now time.Time) time.Time {
	day, hour := in.day(name), in.text(name+".time")
	if day.IsZero() && hour == "" {
		return now
	}
	if day.IsZero() {
		day = clock.DayIn(now, imr.Office)
	}
	today := day == clock.DayIn(now, imr.Office)
	if hour == "" {
		if today {
			return now
		}
		return day.At(12, 0, 0, imr.Office)
	}
	t, err := time.Parse("15:04", hour)
	if err != nil {
		in.fail(name+".time", "This is no time of day. Give it as hours and minutes, such as 14:30.")
		return now
	}
	at := day.At(t.Hour(), t.Minute(), 0, imr.Office)
	// The minute that is typed holds the seconds of now: an act of this minute is not in the future.
	if at.After(now) && at.Sub(now) < time.Minute {
		return now
	}
	return at
}

// changeRows adds a row to a section, or takes one out, as the buttons of a form ask that work without scripts.
// It says whether one of them was pressed.
func changeRows(v url.Values) bool {
	if s := v.Get("add"); s != "" {
		n, _ := strconv.Atoi(v.Get(s + ".rows"))
		v.Set(s+".rows", strconv.Itoa(min(max(n, 0)+1, maxRows)))
		return true
	}
	s, at, ok := strings.Cut(v.Get("remove"), ".")
	if !ok {
		return false
	}
	gone, err := strconv.Atoi(at)
	n, err2 := strconv.Atoi(v.Get(s + ".rows"))
	if err != nil || err2 != nil || gone < 0 || gone >= n || n > maxRows {
		return true
	}
	moved := url.Values{}
	for k, vs := range v {
		rest, ok := strings.CutPrefix(k, s+".")
		if !ok {
			continue
		}
		num, name, ok := strings.Cut(rest, ".")
		i, err := strconv.Atoi(num)
		if !ok || err != nil {
			continue
		}
		v.Del(k)
		if i > gone {
			moved[s+"."+strconv.Itoa(i-1)+"."+name] = vs
		} else if i < gone {
			moved[k] = vs
		}
	}
	for k, vs := range moved {
		v[k] = vs
	}
	v.Set(s+".rows", strconv.Itoa(n-1))
	return true
}

// fieldOf turns the path by which the rules name a field ("items[0].request") into the name of the form's field.
func fieldOf(path string) string {
	return strings.NewReplacer("[", ".", "]", "").Replace(path)
}

// place puts errors to the fields and sections they are about. What has no field stays in the summary alone.
func place(sections []section, errs []fieldError) []section {
	for _, e := range errs {
		if e.Name == "" {
			continue
		}
		placed := false
		for i := range sections {
			s := &sections[i]
			for j := range s.Fields {
				placed = putError(&s.Fields[j], e) || placed
			}
			for _, row := range s.Rows {
				for j := range row {
					placed = putError(&row[j], e) || placed
				}
			}
		}
		if placed {
			continue
		}
		root, _, _ := strings.Cut(e.Name, ".")
		for i := range sections {
			if sections[i].ID == root && sections[i].Error == "" {
				sections[i].Error = e.Message
			}
		}
	}
	return sections
}

func putError(f *field, e fieldError) bool {
	if f.Name != e.Name || f.Kind == kindHidden {
		return false
	}
	if f.Error == "" {
		f.Error = e.Message
	}
	return true
}

// anchor is where the summary's line about an error leads: the field, else its section, else the form.
func anchor(sections []section, name string) string {
	root, _, _ := strings.Cut(name, ".")
	at := "form"
	for _, s := range sections {
		if s.ID == root && root != "" {
			at = "s-" + s.ID
		}
		for _, f := range s.Fields {
			if f.Name == name && f.Kind != kindHidden {
				return fieldID(f)
			}
		}
		for _, row := range s.Rows {
			for _, f := range row {
				if f.Name == name && f.Kind != kindHidden {
					return fieldID(f)
				}
			}
		}
	}
	return at
}

// ordered puts errors in the order of the form, so that the summary reads from its top to its bottom, and says of an
// error in one of several rows in which.
func ordered(sections []section, errs []fieldError) []fieldError {
	place := map[string]int{}
	row := map[string]string{}
	n := 0
	for _, s := range sections {
		n++
		place[s.ID] = n
		for _, f := range s.Fields {
			n++
			place[f.Name] = n
		}
		for i, r := range s.Rows {
			for _, f := range r {
				n++
				place[f.Name] = n
				if len(s.Rows) > 1 {
					row[f.Name] = rowName(s, i, r) + ": "
				}
			}
		}
	}
	at := func(e fieldError) int {
		if p, ok := place[e.Name]; ok {
			return p
		}
		root, _, _ := strings.Cut(e.Name, ".")
		return place[root] // 0, and first, where it is about the form as a whole
	}
	list := slices.Clone(errs)
	for i := range list {
		list[i].Message = row[list[i].Name] + list[i].Message
	}
	slices.SortStableFunc(list, func(a, b fieldError) int { return at(a) - at(b) })
	return list
}

// fieldID is the id of a field's control; of the first one where it has several.
func fieldID(f field) string {
	id := "f-" + strings.ReplaceAll(f.Name, ".", "-")
	if (f.Kind == kindRadio || f.Kind == kindChecks) && len(f.Options) > 0 {
		return id + "-" + strings.ReplaceAll(f.Options[0].Value, " ", "-")
	}
	return id
}

// filled puts what was typed into the fields; of a form that was not sent yet, v is nil and they keep their proposals.
func filled(sections []section, v url.Values) []section {
	if v == nil {
		return sections
	}
	put := func(f *field) {
		if f.Kind == kindFile || f.Kind == kindFact {
			return
		}
		if f.Kind == kindChecks {
			f.Values = v[f.Name]
			return
		}
		if _, ok := v[f.Name]; ok || f.Kind == kindCheck || f.Kind == kindRadio {
			f.Value = strings.ReplaceAll(v.Get(f.Name), "\r\n", "\n")
		}
	}
	for i := range sections {
		for j := range sections[i].Fields {
			put(&sections[i].Fields[j])
		}
		for _, row := range sections[i].Rows {
			for j := range row {
				put(&row[j])
			}
		}
	}
	return sections
}

func methodValues() []string {
	var vs []string
	for _, o := range methodOptions() {
		vs = append(vs, o.Value)
	}
	return vs
}

// methodOptions are the ways of serving or receiving a paper, in the words of imr.MethodName.
func methodOptions() []option {
	var os []option
	for _, m := range []imr.Method{imr.MailInState, imr.Fax, imr.Electronic, imr.Personal, imr.MailOutOfState, imr.MailAbroad} {
		os = append(os, option{Value: string(m), Label: capital(imr.MethodName(m))})
	}
	return os
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}

// countOf writes "1 page", "12 pages", "2 parties".
func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(stem, "a") && !strings.HasSuffix(stem, "e") {
		return thousands(n) + " " + stem + "ies"
	}
	return thousands(n) + " " + noun + "s"
}
