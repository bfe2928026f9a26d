package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/openimr/openimr/records"
)

// receipt lists what came, page by page, for keeping and for print.
func (s *server) receipt(v *Visit) error {
	p, err := s.filesOf(v)
	if err != nil {
		return err
	}
	slices.Reverse(p.Files)
	for i := range p.Files {
		p.Files[i].Listed = pageLines(p.Files[i])
	}
	return v.Render(http.StatusOK, Page{Title: "Receipt for " + string(v.Case.ID), Here: "/queue"}, receiptBody(v, p))
}

// pageLines tells of each page of a file what came of it; pages of which the same is true share a line.
func pageLines(f fileRow) []pageLine {
	var lines []pageLine
	from, says := 1, ""
	flush := func(to int) {
		if to < from {
			return
		}
		l := pageLine{Pages: span(from, to), Says: says}
		if f.First > 0 {
			l.Numbers = span(f.First+from-1, f.First+to-1)
		}
		lines = append(lines, l)
	}
	for n, sheet := range f.Sheets {
		now := "Waiting to be read"
		if f.Read == f.Pages {
			now = pageWords(sheet)
		}
		if n > 0 && now != says {
			flush(n)
			from = n + 1
		}
		says = now
	}
	flush(len(f.Sheets))
	return lines
}

// pageWords says what was found on a page.
func pageWords(p records.Sheet) string {
	switch {
	case p.Problem != "":
		return "Cannot be read: " + p.Problem
	case p.Blank:
		return "Blank"
	case p.Separator:
		return "Separator sheet"
	case p.Source == records.OCR:
		return "Scan, read by text recognition"
	case p.Source == records.Native:
		return "Text"
	}
	return "Picture without readable words"
}

func span(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "-" + strconv.Itoa(to)
}
