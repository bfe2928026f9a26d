package complete

import (
	"slices"
	"strings"
	"unicode"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// fits is from where on a line is taken to mean a paper.
const fits = 5

// lists finds which paper each line of the senders' lists means, and makes a row of each line that means none.
func (b *builder) lists() {
	lines := b.in.Documents
	taken := make([]bool, len(lines))
	give := func(line, row int) {
		r, l := &b.rows[row], lines[line]
		r.Lists = append(r.Lists, line)
		taken[line] = true
		if r.Document == "" && r.Type == "" && l.Title != "" { // not in the index yet: it is what its sender calls it
			r.Title, r.Type, r.Date, r.Author = l.Title, l.Type, l.Date, l.Author
		}
	}
	// A line that came with its own file is what is in the file.
	byFile := map[string][]int{}
	for i, r := range b.rows {
		if !slices.Contains(byFile[r.File], i) {
			byFile[r.File] = append(byFile[r.File], i)
		}
	}
	for i, l := range lines {
		if l.SHA256 == "" {
			continue
		}
		for _, row := range byFile[l.SHA256] {
			give(i, row)
		}
	}
	// The best pairs of the rest, each paper once.
	byDay := map[clock.Day][]int{}
	for i, r := range b.rows {
		byDay[r.Date] = append(byDay[r.Date], i)
	}
	for i, l := range lines {
		if taken[i] || l.Date.IsZero() {
			continue
		}
		best, score := -1, fits-1
		for _, row := range byDay[l.Date] {
			if r := &b.rows[row]; !r.InList() {
				if s := alike(l, r); s > score {
					best, score = row, s
				}
			}
		}
		if best >= 0 {
			give(i, best)
		}
	}
	// One line for many papers of a kind.
	byKind := map[string][]int{}
	for i, r := range b.rows {
		if r.Type != "" {
			byKind[r.Type] = append(byKind[r.Type], i)
		}
	}
	for i, l := range lines {
		if taken[i] || l.Type == "" || l.Type == "unknown" {
			continue
		}
		for _, row := range byKind[l.Type] {
			r := &b.rows[row]
			if !r.InList() && (l.From == "" || slices.Contains(r.From, string(l.From))) && (l.Date.IsZero() || r.Date.IsZero() || r.Date <= l.Date) {
				give(i, row)
			}
		}
	}
	for i, l := range lines {
		if !taken[i] {
			b.rows = append(b.rows, Row{Title: l.Title, Type: l.Type, Author: l.Author, Date: l.Date, From: []string{string(l.From)}, Lists: []int{i}, Stage: Listed})
		}
	}
}

// alike says how well a line fits a paper of the same day.
func alike(l imr.Document, r *Row) int {
	s := 3 // the day
	if l.Type != "" && l.Type == r.Type && l.Type != "unknown" {
		s += 3
	}
	if l.From == "" || slices.Contains(r.From, string(l.From)) {
		s++
	}
	s += min(2, common(l.Title, r.Title))
	s += min(1, common(l.Author, r.Author))
	return s
}

// common counts the words of four letters and more that two texts share.
func common(a, b string) int {
	bs := words(b)
	n := 0
	for _, w := range words(a) {
		if slices.Contains(bs, w) {
			n++
		}
	}
	return n
}

func words(s string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), func(w string) bool {
		return len(w) < 4 || w == "report" || w == "with"
	})
}

// letter finds which papers the letter lists: those of the senders' lines that it has, and those of the same day and title.
func (b *builder) letter() {
	key := func(title string, date clock.Day) string {
		return date.String() + " " + strings.Join(words(title), " ")
	}
	at := map[string]bool{}
	used := map[string]bool{}
	for _, l := range b.in.Letter {
		at[key(l.Title, l.Date)] = true
	}
	for i := range b.rows {
		r := &b.rows[i]
		for _, n := range r.Lists {
			if k := key(b.in.Documents[n].Title, b.in.Documents[n].Date); at[k] {
				r.Letter, used[k] = true, true
			}
		}
		if k := key(r.Title, r.Date); at[k] && !r.Date.IsZero() {
			r.Letter, used[k] = true, true
		}
	}
	for _, l := range b.in.Letter {
		if !used[key(l.Title, l.Date)] {
			b.only = append(b.only, l)
		}
	}
}
