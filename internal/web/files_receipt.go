package web

import (
	"context"
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
		if p.Files[i].Listed, err = s.pageLines(v.R.Context(), p.Files[i]); err != nil {
			return err
		}
	}
	return v.Render(http.StatusOK, Page{Title: "Receipt for " + string(v.Case.ID), Here: "/queue"}, receiptBody(v, p))
}

// pageLines tells of each page of a file what came of it; pages of which the same is true share a line.
func (s *server) pageLines(ctx context.Context, f fileRow) ([]pageLine, error) {
	var lines []pageLine
	if s.Records == nil {
		return nil, nil
	}
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
	whole := f.Read == f.Pages
	for n := 1; n <= f.Pages; n++ {
		now := "Waiting to be read"
		if whole {
			page, err := s.Records.Page(ctx, records.PageID{File: f.SHA256, Page: n})
			if err != nil {
				return nil, err
			}
			now = pageWords(page)
		}
		if n > 1 && now != says {
			flush(n - 1)
			from = n
		}
		says = now
	}
	flush(f.Pages)
	return lines, nil
}

// pageWords says what was found on a page.
func pageWords(p records.Page) string {
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
