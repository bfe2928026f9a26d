package fact

import (
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// cells are the cells of the row of a word, from left to right, each a run of words of the sheet.
func (s *sheet) cells(row int) [][]int {
	var cells [][]int
	for k, i := range s.rows[row] {
		if s.words[i].text == "" {
			continue
		}
		if k > 0 && len(cells) > 0 {
			before := s.words[s.rows[row][k-1]]
			high := max(before.box.Y1-before.box.Y0, 4)
			if s.words[i].box.X0-before.box.X1 <= max(1.8*high, 11) && i == s.rows[row][k-1]+1 {
				cells[len(cells)-1] = append(cells[len(cells)-1], i)
				continue
			}
		}
		cells = append(cells, []int{i})
	}
	return cells
}

func (s *sheet) cellText(cell []int) string {
	var ts []string
	for _, i := range cell {
		ts = append(ts, s.words[i].text)
	}
	return strings.Join(ts, " ")
}

// rest is the text of the cells to the right of the cell that holds a word, up to one that stops it.
func (s *sheet) rest(w int, stop func(string) bool) string {
	var ts []string
	found := false
	for _, cell := range s.cells(s.words[w].row) {
		if found {
			t := s.cellText(cell)
			if stop(t) {
				break
			}
			ts = append(ts, t)
			continue
		}
		found = slices.Contains(cell, w)
	}
	return strings.Join(ts, " ")
}

// left is the text of the row's cells to the left of a word's cell.
func (s *sheet) left(w int) string {
	var ts []string
	for _, cell := range s.cells(s.words[w].row) {
		for _, i := range cell {
			if i == w {
				return strings.Join(ts, " ")
			}
		}
		ts = append(ts, s.cellText(cell))
	}
	return ""
}

type column struct {
	name   string
	x0, x1 float32
}

// columnNames are what the heads of columns are called.
var columnNames = []struct {
	name    string
	pattern *pattern
}{
	{"icd", compile(`^(?:icd|dx code|diagnosis code)`)},
	{"cpt", compile(`^(?:cpt|hcpcs|procedure code|code|billing code)`)},
	{"diagnosis", compile(`^(?:diagnos[ei]s|dx\b)`)},
	{"item", compile(`^(?:services?(?: |/|$)|treatments?(?: |/|$)|(?:requested|disputed) (?:service|treatment|item|procedure)s?|items?(?: requested)?$|requests?$|procedures?(?: requested|/service)?$|procedure/service|description(?: of (?:service|treatment|request))?$|treatment requested|service/good)`)},
	{"other", compile(`^(?:other information|other info|frequency|freq|duration|quantity|qty|units?|amount|visits|freq/dur|number of)`)},
	{"decision", compile(`^(?:decision|determination|status|outcome|recommendation|ur decision|disposition|result)`)},
	{"reason", compile(`^(?:reason|rationale|explanation|comments?$)`)},
}

// tables reads tables with heads of columns that say what was asked for and what was decided.
func (f *finder) tables() {
	s := f.s
	for r := 0; r < len(s.rows); r++ {
		cols := s.columns(r)
		if len(cols) < 2 {
			continue
		}
		kinds := map[string]bool{}
		for _, c := range cols {
			kinds[c.name] = true
		}
		if !kinds["item"] && (!kinds["diagnosis"] || !kinds["icd"]) {
			continue
		}
		r = f.table(r+1, cols, kinds)
	}
}

// columns are the columns whose heads stand in a row; a head may go on in the row below.
func (s *sheet) columns(row int) []column {
	var cols []column
	for _, cell := range s.partHeads(s.cells(row)) {
		t := strings.Trim(s.cellText(cell), edge)
		if len(cell) > 7 {
			return nil
		}
		name := "none"
		for _, c := range columnNames {
			if c.pattern.MatchString(t) {
				name = c.name
				break
			}
		}
		cols = append(cols, column{name, s.words[cell[0]].box.X0, s.words[cell[len(cell)-1]].box.X1})
	}
	known := 0
	for _, c := range cols {
		if c.name != "none" {
			known++
		}
	}
	if known < 2 {
		return nil
	}
	return cols
}

// partHeads parts the heads of columns that stand close beside each other: "Service Requested  CPT/HCPCS".
func (s *sheet) partHeads(cells [][]int) [][]int {
	return s.partAt(cells, func(rest []int) bool {
		t := strings.Trim(s.cellText(rest), edge)
		for _, c := range columnNames {
			if m := c.pattern.FindString(t); m != "" {
				return true
			}
		}
		return false
	})
}

// partCells parts cells that reach close to the next column where one of its words begins at the left edge of its head.
func (s *sheet) partCells(cells [][]int, cols []column) [][]int {
	return s.partAt(cells, func(rest []int) bool {
		x := s.words[rest[0]].box.X0
		for _, c := range cols[1:] {
			if x > c.x0-3 && x < c.x0+3 {
				return true
			}
		}
		return false
	})
}

// partAt parts cells before words that stand apart by more than a space and of which begins says that a cell begins there.
func (s *sheet) partAt(cells [][]int, begins func(rest []int) bool) [][]int {
	var out [][]int
	for _, cell := range cells {
		from := 0
		for k := 1; k < len(cell); k++ {
			a, b := s.words[cell[k-1]].box, s.words[cell[k]].box
			if b.X0-a.X1 > 0.55*max(a.Y1-a.Y0, 4) && begins(cell[k:]) {
				out = append(out, cell[from:k])
				from = k
			}
		}
		out = append(out, cell[from:])
	}
	return out
}

// table reads the rows under heads of columns until one does not look like them, and returns the last row read.
func (f *finder) table(row int, cols []column, kinds map[string]bool) int {
	s := f.s
	last, missed := row-1, 0
	for r := row; r < len(s.rows); r++ {
		if r > row {
			gap := s.words[s.rows[r][0]].box.Y0 - s.words[s.rows[r-1][0]].box.Y1
			if gap > 60 {
				break
			}
		}
		got := map[string][]int{}
		cells := s.partCells(s.cells(r), cols)
		for _, cell := range cells {
			if _, n := s.heading(cell[0]); n > 0 && len(cells) == 1 || strings.Contains(s.cellText(cell), "signature:") {
				return last
			}
			if name := columnOf(cols, s.words[cell[0]].box.X0, s.words[cell[len(cell)-1]].box.X1); name != "" && got[name] == nil {
				got[name] = cell
			}
		}
		if len(cells) < 2 {
			if missed++; missed > 2 {
				break
			}
			continue
		}
		if headLine(s, cells) {
			continue // a further line of the heads
		}
		missed, last = 0, r
		more := map[string][]int{}
		for r+1 < len(s.rows) && s.goesOn(r+1, cols, got, more) {
			r++
			last = r
		}
		f.tableRow(got, more, kinds)
	}
	return last
}

// goesOn says whether a row is the rest of cells that were too long for their line, and adds it to more: every cell stands
// close below one of the row that it goes on, at its left edge, and begins as a sentence does not.
func (s *sheet) goesOn(row int, cols []column, got, more map[string][]int) bool {
	cells := s.cells(row)
	if len(cells) == 0 || len(cells) > 2 {
		return false
	}
	names := make([]string, len(cells))
	for i, cell := range cells {
		name := columnOf(cols, s.words[cell[0]].box.X0, s.words[cell[len(cell)-1]].box.X1)
		over := got[name]
		if name != "diagnosis" && name != "item" || over == nil {
			return false
		}
		above, below, first := s.words[over[0]].box, s.words[cell[0]].box, s.words[cell[0]].raw
		if m := more[name]; m != nil {
			above = s.words[m[len(m)-1]].box
			above.X0 = s.words[over[0]].box.X0
		}
		high := max(above.Y1-above.Y0, 5)
		if below.Y0-above.Y1 > 0.8*high || below.X0-above.X0 > 8 || above.X0-below.X0 > 8 || first[0] < 'a' || first[0] > 'z' || strings.HasSuffix(first, ":") {
			return false
		}
		names[i] = name
	}
	for i, cell := range cells {
		more[names[i]] = append(more[names[i]], cell...)
	}
	return true
}

func headLine(s *sheet, cells [][]int) bool {
	for _, cell := range cells {
		if t := s.cellText(cell); strings.Contains(t, "required)") || strings.Contains(t, "known)") || strings.HasPrefix(t, "code (if") || strings.Contains(t, "quantity, etc") || t == "(frequency, duration," {
			return true
		}
	}
	return false
}

func columnOf(cols []column, x0, x1 float32) string {
	best, most := "", float32(0)
	for i, c := range cols {
		// A column reaches from its head's left edge to the next head.
		right := c.x1
		if i+1 < len(cols) {
			right = max(right, cols[i+1].x0-2)
		} else {
			right += 200
		}
		if over := min(x1, right) - max(x0, c.x0-6); over > most {
			best, most = c.name, over
		}
	}
	return best
}

// tableRow keeps what a row of a table says; more is what its cells go on with in the lines below.
func (f *finder) tableRow(got, more map[string][]int, kinds map[string]bool) {
	s := f.s
	text := func(name string) string {
		if got[name] == nil {
			return ""
		}
		return strings.TrimSpace(s.cellText(got[name]) + " " + s.cellText(more[name]))
	}
	run := func(name string) (int, int) {
		cell := got[name]
		if cell == nil || cell[len(cell)-1]-cell[0] != len(cell)-1 {
			return 0, 0
		}
		return cell[0], cell[len(cell)-1] + 1
	}
	if a, z := run("diagnosis"); z > 0 && (kinds["icd"] || kinds["item"]) && wordy(text("diagnosis")) {
		f.add(records.FactDiagnosis, a, z, func(x *records.Fact) {
			x.Code = icdIn(text("icd")+" "+text("diagnosis"), true)
			x.Side = sideOf(text("diagnosis"))
			f.lengthen(x, more["diagnosis"])
		})
		if c := got["icd"]; c != nil && f.has(a, z, records.FactDiagnosis) { // the code is of this diagnosis
			f.taken = append(f.taken, taken{records.FactDiagnosis, c[0], c[len(c)-1] + 1})
		}
	}
	a, z := run("item")
	if z == 0 || !wordy(text("item")) {
		return
	}
	item := trim(s.raw(a, z) + " " + f.cellRaw(more["item"]))
	other := "other"
	if !kinds["other"] {
		other = "cpt" // one column for the code and all else
	}
	decision := text("decision")
	if refused.MatchString(decision) && !f.docIs("billing") {
		end := z
		if c := got["decision"]; c != nil && c[0] >= z && c[0] <= z+2 && c[len(c)-1]-c[0] == len(c)-1 {
			end = c[len(c)-1] + 1
		}
		f.add(records.FactDenial, a, end, func(x *records.Fact) {
			x.About, x.Value, x.Side = item, f.cellRaw(got["reason"]), sideOf(text("item"))
			if x.Value == "" {
				x.Value = f.cellRaw(got["decision"])
			}
			x.Code, x.Quantity = cptIn(text("cpt")+" "+text("item"), true), quantityIn(text("other")+" "+text("item"), f.cellRaw(got["other"])+" "+item)
		})
		return
	}
	if f.docIs("billing", "cures", "med_list", "record_index", "lab_report") || !kinds["cpt"] && !kinds["icd"] && !kinds["other"] && !kinds["decision"] && !f.docIs("rfa") {
		return
	}
	if kinds["decision"] && decision != "" {
		return // approved
	}
	f.add(records.FactRequest, a, z, func(x *records.Fact) {
		x.About, x.Side = item, sideOf(text("item"))
		x.Code = cptIn(text("cpt")+" "+text("item"), true)
		x.Quantity = quantityIn(text(other)+" "+text("item"), f.cellRaw(got[other])+" "+item)
		if x.Value = f.cellRaw(got[other]); onlyCode.MatchString(x.Value) {
			x.Value = ""
		}
		f.lengthen(x, more["item"])
	})
	if c := got[other]; c != nil && f.has(a, z, records.FactRequest) { // what it says is said of the item
		f.taken = append(f.taken, taken{records.FactRequest, c[0], c[len(c)-1] + 1})
	}
}

var onlyCode = compile(`^(?:(?:CPT|HCPCS)[ :#]*)?[A-Z]?\d{4,5}[A-Z]?$`)

// lengthen adds to a fact the words with which its cell goes on in the lines below. The words of the cells beside it may
// come between, so the text has not all that stands from the first to the last.
func (f *finder) lengthen(x *records.Fact, more []int) {
	if len(more) == 0 {
		return
	}
	s, last := f.s, more[len(more)-1]
	first := last
	for ; first > 0 && s.words[first].at > x.From; first-- {
	}
	if s.words[more[0]].at < x.To || last-first > 60 || f.has(first, last+1, x.Kind) {
		return // not read in this order: only what it is about says all
	}
	for k, i := range more {
		if k == 0 || s.words[i].line != s.words[more[k-1]].line {
			x.Boxes = append(x.Boxes, s.words[i].box)
		} else {
			x.Boxes[len(x.Boxes)-1] = x.Boxes[len(x.Boxes)-1].Union(s.words[i].box)
		}
	}
	x.Text = trim(x.Text + " " + f.cellRaw(more))
	x.To = s.words[last].at + 1
	f.taken = append(f.taken, taken{x.Kind, first, last + 1})
}

func (f *finder) cellRaw(cell []int) string {
	var ts []string
	for _, i := range cell {
		ts = append(ts, f.s.words[i].raw)
	}
	return trim(strings.Join(ts, " "))
}

// wordy says that a text has a word of at least three letters.
func wordy(t string) bool { return wordyPattern.MatchString(t) && !dayPattern.MatchString(t) }

var wordyPattern = compile(`[a-z]{3}`)
