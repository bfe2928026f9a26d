package planted

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
)

// A Source is a summary that is right, with the decisions after it.
type Source struct {
	Name    string
	Worker  imr.Worker
	Injury  clock.Day
	Today   clock.Day // the day of the review
	Summary string    // plain text
	Items   []Item
}

// An Item is one decision of a source.
type Item struct {
	Request, Guideline, Rationale string
	Outcome                       imr.Outcome
}

// Made is a case with its papers and the draft in which every sentence of the summary cites its page.
type Made struct {
	Case   imr.Case
	Draft  imr.Draft
	Bundle *records.Bundle
	Shelf  *records.Shelf
	Texts  []string // of the pages, line by line
}

// Make writes the papers of a source. The same seed makes the same papers.
func Make(s Source, seed uint64) Made {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 77))}
	m := Made{Case: imr.Case{ID: "CM26-0999999", Worker: s.Worker, Injury: imr.Injury{Date: s.Injury}}}
	for i, it := range s.Items {
		m.Case.Items = append(m.Case.Items, imr.Item{Number: i + 1, Request: it.Request, State: imr.ItemInDispute})
		m.Draft.Items = append(m.Draft.Items, imr.DraftDecision{Item: i + 1, Outcome: it.Outcome, IMROGuideline: it.Guideline, Rationale: it.Rationale})
	}
	file := records.File{SHA256: strings.Repeat("a", 64), Name: "papers.pdf"}
	file.Pages = append(file.Pages, pageOf(w.fill(nil, 14)))
	var out strings.Builder
	sentences := review.Sentences(s.Summary)
	for len(sentences) > 0 {
		n := min(len(sentences), 2+w.IntN(4))
		var said []string
		number := len(file.Pages) + 1
		for _, x := range sentences[:n] {
			said = append(said, x.Words)
			if out.Len() > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(review.Write(x.Words, []review.Mark{{Number: number, Last: number}}, review.Confirmed))
		}
		sentences = sentences[n:]
		lines := w.page(said)
		m.Texts = append(m.Texts, strings.Join(lines, "\n"))
		file.Pages = append(file.Pages, pageOf(lines))
	}
	m.Draft.Summary = out.String()
	m.Bundle = &records.Bundle{Files: []records.File{file}}
	m.Shelf = &records.Shelf{Pages: len(file.Pages), Read: len(file.Pages), Made: time.UnixMilli(int64(seed)), Files: []records.ShelfFile{{SHA256: file.SHA256, First: 1, Pages: len(file.Pages), Read: len(file.Pages), Opened: true}}}
	return m
}

// pageOf makes a page of lines; an empty line begins another block.
func pageOf(lines []string) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: records.OCR, Scan: true}
	block := int32(0)
	for n, line := range lines {
		if line == "" {
			block++
		}
		for i, word := range strings.Fields(line) {
			x, y := float32(60+i*45), float32(60+n*12)
			p.Words = append(p.Words, records.Word{Text: word, Line: int32(n), Block: block, Confidence: 90, Box: records.Box{X0: x, Y0: y, X1: x + 40, Y1: y + 10}})
		}
	}
	return p
}

// page writes sentences in the words of a chart, between others.
func (w *writer) page(said []string) []string {
	var lines []string
	add := func(text string) { lines = append(lines, w.wrap(text, 60+w.IntN(40))...) }
	lines = append(lines, w.head()...)
	if w.IntN(2) == 0 { // one paragraph under a heading
		lines = append(lines, "", one(w, "HISTORY:", "Subjective", "INTERVAL HISTORY", "S:"))
		var all []string
		for _, s := range said {
			all = append(all, w.restate(s))
		}
		add(strings.Join(all, " "))
		lines = append(lines, "")
		for _, s := range w.fill(said, 5) {
			add(s)
		}
	} else { // one thing after the other, with bullets or without
		bullet := one(w, "", "- ", "• ", "* ")
		for i, s := range said {
			if i > 0 && w.IntN(3) == 0 {
				add(w.fill(said, 1)[0])
			}
			if w.IntN(3) == 0 {
				lines = append(lines, "")
			}
			add(bullet + w.restate(s))
		}
		lines = append(lines, "")
		for _, s := range w.fill(said, 6) {
			add(s)
		}
	}
	for i := range lines {
		lines[i] = w.slips(lines[i])
	}
	return lines
}

// wrap breaks a text into lines of about so many letters.
func (w *writer) wrap(text string, width int) []string {
	var lines []string
	var line string
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+len(word) > width {
			if k := len(word)/2 + 1; len(word) > 9 && w.IntN(4) == 0 && letters(word) {
				line, word = line+" "+word[:k]+"-", word[k:]
			}
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

func letters(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}

func monthOf(n int) time.Month { return time.Month(n) }
