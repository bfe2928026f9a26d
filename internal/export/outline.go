package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// A bookmark is a line of the outline, with those below it.
type bookmark struct {
	title string
	page  int // object of the page; 0 for none
	below []*bookmark
	open  bool
}

// end writes bookmarks, page labels and the rest of the file.
func (f *file) end(shelf *records.Shelf, leaves []leaf) error {
	at := map[records.PageRef]int{} // place in f.pages
	for i, l := range leaves {
		at[l.ref] = i
	}
	f.finish(f.outline(shelf, at), labels(leaves))
	return f.err
}

// labels make viewers count pages as the record does. A page without a number is called by a dash.
func labels(leaves []leaf) string {
	var b strings.Builder
	for i, l := range leaves {
		switch {
		case l.number == 0:
			fmt.Fprintf(&b, "%d<</P(-)>>", i)
		case i == 0 || leaves[i-1].number != l.number-1:
			fmt.Fprintf(&b, "%d<</S/D/St %d>>", i, l.number)
		}
	}
	if b.Len() == 0 {
		return "0<</P(-)>>"
	}
	return b.String()
}

// outline writes the bookmarks and returns the object of the first, 0 where there are none.
func (f *file) outline(shelf *records.Shelf, at map[records.PageRef]int) int {
	var tops []*bookmark
	object := func(r records.PageRef) int {
		if i, ok := at[r]; ok {
			return f.pages[i]
		}
		return 0
	}
	if shelf.Index != nil && len(shelf.Index.Documents) > 0 {
		top := &bookmark{title: "Documents by date", open: true}
		docs := slices.Clone(shelf.Index.Documents)
		slices.SortStableFunc(docs, func(a, b records.Document) int {
			switch {
			case a.Date.IsZero() != b.Date.IsZero():
				if a.Date.IsZero() {
					return 1
				}
				return -1
			default:
				return int(a.Date - b.Date)
			}
		})
		for _, d := range docs {
			if len(d.Pages) == 0 {
				continue
			}
			b := &bookmark{title: documentTitle(d, shelf), page: object(d.Pages[0])}
			for i, r := range d.Pages { // a document whose pages lie apart
				if i > 0 && shelf.Number(r) != shelf.Number(d.Pages[i-1])+1 {
					b.below = append(b.below, &bookmark{title: fmt.Sprintf("goes on at page %d", shelf.Number(r)), page: object(r)})
				}
			}
			top.below = append(top.below, b)
		}
		top.page = top.first()
		tops = append(tops, top)
	}
	files := &bookmark{title: "As received, by file"}
	for i, file := range shelf.Files {
		b := &bookmark{title: f.fileTitle(file)}
		if file.Pages > 0 && file.First > 0 {
			b.page = object(records.PageRef{File: i, Page: 1})
		} else {
			b.page = object(records.PageRef{File: i})
		}
		files.below = append(files.below, b)
	}
	if files.page = files.first(); len(files.below) > 0 {
		tops = append(tops, files)
	}
	if len(tops) == 0 {
		return 0
	}
	root := f.reserve()
	first, last, shown := f.level(tops, root)
	f.object(root, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", first, last, shown)
	return root
}

func (b *bookmark) first() int {
	for _, c := range b.below {
		if c.page > 0 {
			return c.page
		}
	}
	return 0
}

// level writes the bookmarks of one level; shown counts those that are to be seen without opening anything.
func (f *file) level(marks []*bookmark, parent int) (first, last, shown int) {
	numbers := make([]int, len(marks))
	for i := range marks {
		numbers[i] = f.reserve()
	}
	for i, m := range marks {
		d := fmt.Sprintf("<</Title%s/Parent %d 0 R", text16(m.title), parent)
		if i > 0 {
			d += fmt.Sprintf("/Prev %d 0 R", numbers[i-1])
		}
		if i+1 < len(marks) {
			d += fmt.Sprintf("/Next %d 0 R", numbers[i+1])
		}
		if m.page > 0 {
			d += fmt.Sprintf("/Dest[%d 0 R/XYZ null null null]", m.page)
		}
		shown++
		if len(m.below) > 0 {
			a, z, n := f.level(m.below, numbers[i])
			if m.open {
				shown += n
			} else {
				n = -n
			}
			d += fmt.Sprintf("/First %d 0 R/Last %d 0 R/Count %d", a, z, n)
		}
		f.object(numbers[i], "%s>>", d)
	}
	return numbers[0], numbers[len(numbers)-1], shown
}

func documentTitle(d records.Document, shelf *records.Shelf) string {
	parts := []string{}
	if !d.Date.IsZero() {
		parts = append(parts, d.Date.Format("01/02/2006"))
	} else {
		parts = append(parts, "no date")
	}
	parts = append(parts, records.KindName(d.Type))
	if d.Title != "" && !strings.EqualFold(d.Title, records.KindName(d.Type)) {
		parts = append(parts, d.Title)
	}
	if d.Author != "" {
		parts = append(parts, d.Author)
	}
	return fmt.Sprintf("%s (page %d)", strings.Join(parts, ", "), shelf.Number(d.Pages[0]))
}

func (f *file) fileTitle(s records.ShelfFile) string {
	t := s.Name
	if s.From != "" && f.o.Party != nil {
		t += ", from " + f.o.Party(s.From)
	}
	if !s.Received.IsZero() {
		t += ", received " + clock.DayIn(s.Received, imr.Office).Format("01/02/2006")
	}
	switch {
	case s.Pages == 1:
		return fmt.Sprintf("%s (page %d)", t, s.First)
	case s.Pages > 1:
		return fmt.Sprintf("%s (pages %d-%d)", t, s.First, s.First+s.Pages-1)
	case s.Kind == "zip" && s.Problem == "":
		return t + " (holds the files below)"
	}
	return t + " (could not be opened)"
}
