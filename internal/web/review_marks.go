package web

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/letter"
)

// A remark is something to be looked at, at its words in the letter: a finding of the linter, or a note of the
// quality check.
type remark struct {
	ID      string // of its mark in the page: "r3"
	Class   string // "error", "warning", "info", "note"
	Word    string // the class in words
	Where   string // "Item 2, rationale"
	Field   string // path in the determination: "items[1].rationale"
	Quote   string // the words it is about, "" for the field as a whole
	Message string
	Rule    string
	Law     string
	span    *letter.Span
	anchor  string // id of the mark over its words in the letter, "" where there is none
}

// Placed says that the letter holds a mark to lead to.
func (r remark) Placed() bool { return r.anchor != "" }

// Anchor is the id of that mark: its own, or that of a graver remark over the same words.
func (r remark) Anchor() string { return r.anchor }

// Marks are put into the texts of the determination before the letter is composed, as code points of private use
// that no text has, and become elements in the finished page. So the letter needs to know nothing of marks.
const (
	markOpen  = '\uE000'
	markClose = '\uE001'
	markDigit = '\uE010' // + 0 to 9
)

// withMarks surrounds the words of each remark in the texts of d, and says of each whether it was placed. Marks that
// overlap are cut into pieces, so that elements nest; a piece ends with its paragraph.
func withMarks(d letter.Determination, rs []remark) letter.Determination {
	d.Items = slices.Clone(d.Items)
	byField := map[string][]int{}
	for i := range rs {
		if rs[i].span != nil {
			byField[rs[i].Field] = append(byField[rs[i].Field], i)
		}
	}
	for field, at := range byField {
		if t := textAt(&d, field); t != nil {
			*t = letter.Text(marked(string(*t), rs, at))
		}
	}
	return d
}

// textAt returns the text of a determination that a path names, nil where it is none that can hold marks.
func textAt(d *letter.Determination, field string) *letter.Text {
	if field == "summary.text" {
		return &d.Summary.Text
	}
	n, rest, ok := itemField(field)
	if !ok || n >= len(d.Items) {
		return nil
	}
	it := &d.Items[n]
	switch rest {
	case "request":
		return &it.Request
	case "rationale":
		return &it.Rationale
	case "claims_administrator_guideline.text":
		return &it.ClaimsAdministratorGuideline.Text
	case "imro_guideline.text":
		return &it.IMROGuideline.Text
	}
	return nil
}

var itemPath = regexp.MustCompile(`^items\[(\d{1,4})\](?:\.(.*))?$`)

func itemField(field string) (index int, rest string, ok bool) {
	m := itemPath.FindStringSubmatch(field)
	if m == nil {
		return 0, "", false
	}
	n, _ := strconv.Atoi(m[1]) // digits
	return n, m[2], true
}

func marked(text string, rs []remark, at []int) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if r >= markOpen && r < markDigit+10 {
			return -1
		}
		return r
	}, text))
	if len(runes) != len([]rune(text)) {
		return string(runes) // held code points of ours: no place in it is sure
	}
	var bounds, inside []int
	for _, i := range at {
		s := rs[i].span
		if s.Start < 0 || s.End > len(runes) || s.Start >= s.End {
			continue
		}
		inside = append(inside, i)
		bounds = append(bounds, s.Start, s.End)
	}
	if len(bounds) == 0 {
		return text
	}
	for i := 0; i+1 < len(runes); i++ { // paragraphs part pieces
		if runes[i] == '\n' && runes[i+1] == '\n' {
			bounds = append(bounds, i, i+2)
		}
	}
	sort.Ints(bounds)
	bounds = slices.Compact(bounds)
	var b strings.Builder
	last := 0
	for k := 0; k+1 < len(bounds); k++ {
		from, to := bounds[k], bounds[k+1]
		b.WriteString(string(runes[last:from]))
		over := -1 // the gravest remark over this piece
		for _, i := range inside {
			if s := rs[i].span; s.Start <= from && s.End >= to && (over < 0 || gravity(rs[i].Class) > gravity(rs[over].Class)) {
				over = i
			}
		}
		piece := string(runes[from:to])
		if over >= 0 && strings.TrimSpace(piece) != "" {
			for _, i := range inside {
				if s := rs[i].span; s.Start <= from && s.End >= to && (rs[i].anchor == "" || i == over) {
					rs[i].anchor = rs[over].ID
				}
			}
			b.WriteRune(markOpen)
			for _, c := range strconv.Itoa(over) {
				b.WriteRune(markDigit + c - '0')
			}
			b.WriteRune(markOpen)
			b.WriteString(piece)
			b.WriteRune(markClose)
		} else {
			b.WriteString(piece)
		}
		last = to
	}
	b.WriteString(string(runes[last:]))
	return b.String()
}

func gravity(class string) int {
	return slices.Index([]string{"info", "warning", "note", "error"}, class)
}

var markRun = regexp.MustCompile("\uE000([\uE010-\uE019]+)\uE000")

// showMarks turns the marks of a finished page into elements. The first piece of each remark carries its id.
func showMarks(page []byte, rs []remark) string {
	if bytes.Count(page, []byte(string(markOpen))) != 2*bytes.Count(page, []byte(string(markClose))) {
		page = []byte(strings.Map(func(r rune) rune { // a name or an address holds code points of ours
			if r >= markOpen && r < markDigit+10 {
				return -1
			}
			return r
		}, string(page)))
	}
	seen := map[int]bool{}
	s := markRun.ReplaceAllStringFunc(string(page), func(m string) string {
		digits := strings.Map(func(r rune) rune {
			if r >= markDigit {
				return r - markDigit + '0'
			}
			return -1
		}, m)
		i, err := strconv.Atoi(digits)
		if err != nil || i >= len(rs) {
			return "<mark>"
		}
		id := ""
		if !seen[i] {
			seen[i] = true
			id = ` id="` + rs[i].ID + `" tabindex="-1"`
		}
		return fmt.Sprintf(`<mark class="%s"%s title="%s">`, rs[i].Class, id, html.EscapeString(rs[i].Message))
	})
	return strings.ReplaceAll(s, string(markClose), "</mark>")
}

// remarksOf makes remarks of findings and of notes, in the order of the letter, each leading to the next.
func remarksOf(d letter.Determination, found []letter.Finding, notes []imr.Note) []remark {
	var rs []remark
	for _, f := range found {
		r := remark{Class: string(f.Severity), Word: sentenceCase(string(f.Severity)), Where: whereIn(d, f.Field), Field: f.Field, Message: f.Message, Rule: f.Rule, Law: f.Authority, span: f.Span}
		if t := textAt(&d, f.Field); t != nil {
			rs2 := []rune(string(*t))
			if s := f.Span; s != nil && s.Start >= 0 && s.End <= len(rs2) && s.Start < s.End {
				r.Quote = string(rs2[s.Start:s.End])
			}
		}
		rs = append(rs, r)
	}
	for _, n := range notes {
		r := remark{Class: "note", Word: "Note", Where: whereIn(d, n.Field), Field: n.Field, Quote: n.Quote, Message: n.Text}
		if t := textAt(&d, n.Field); t != nil && n.Quote != "" {
			if at := strings.Index(string(*t), n.Quote); at >= 0 {
				start := len([]rune(string(*t)[:at]))
				r.span = &letter.Span{Start: start, End: start + len([]rune(n.Quote))}
			}
		}
		rs = append(rs, r)
	}
	for i := range rs {
		rs[i].ID = "r" + strconv.Itoa(i+1)
	}
	return rs
}

// whereIn names a field of the letter in words.
func whereIn(d letter.Determination, field string) string {
	names := map[string]string{"summary": "Clinical case summary", "summary.text": "Clinical case summary", "reviewer": "Reviewer", "reviewer.statement": "Statement of the reviewer",
		"documents_reviewed": "Records reviewed", "dates": "Dates", "items": "Treatments", "served": "Served parts", "priority": "Priority"}
	if n, rest, ok := itemField(field); ok {
		number := n + 1
		if n < len(d.Items) && d.Items[n].Number > 0 {
			number = d.Items[n].Number
		}
		part := map[string]string{"rationale": "rationale", "imro_guideline": "our guideline", "imro_guideline.text": "our guideline", "claims_administrator_guideline": "claims administrator's guideline",
			"claims_administrator_guideline.text": "claims administrator's guideline", "request": "request", "decision": "decision", "authorized": "what was authorized"}[rest]
		if part == "" {
			return "Item " + strconv.Itoa(number)
		}
		return "Item " + strconv.Itoa(number) + ", " + part
	}
	if w := names[field]; w != "" {
		return w
	}
	root, rest, _ := strings.Cut(field, ".")
	if w := names[root]; w != "" && rest != "" {
		return w + ", " + strings.ReplaceAll(rest, "_", " ")
	}
	return sentenceCase(strings.NewReplacer("_", " ", ".", ", ").Replace(field))
}
