package document

import (
	"slices"

	"github.com/openimr/openimr/records"
)

// placeOf is the page that a correction means, wherever its file lies in the bundle. A file that came twice is meant
// where it came first.
func placeOf(b records.Bundle, id records.PageID) (records.PageRef, bool) {
	for f := range b.Files {
		if b.Files[f].SHA256 == id.File && id.Page >= 1 && id.Page <= len(b.Files[f].Pages) {
			return records.PageRef{File: f, Page: id.Page}, true
		}
	}
	return records.PageRef{}, false
}

// restructure parts, joins and moves by hand. It loses no page: what a correction means that is not there, or not so,
// is left alone.
func restructure(drafts []*draft, b records.Bundle, cs []records.Correction) []*draft {
	for _, c := range cs {
		ref, ok := placeOf(b, c.Page)
		if !ok {
			continue
		}
		d, i := locate(drafts, ref)
		if d < 0 {
			continue
		}
		switch c.Kind {
		case records.SplitHere:
			if i > 0 {
				x := drafts[d]
				rest := &draft{pages: slices.Clone(x.pages[i:]), margin: 9, corrected: true}
				x.pages, x.corrected = x.pages[:i:i], true
				drafts = slices.Insert(drafts, d+1, rest)
			}
		case records.JoinHere:
			drafts = joinAt(drafts, d, i, b)
		case records.MoveAfter:
			drafts = move(drafts, d, i, c, b)
		}
	}
	return drafts
}

func locate(drafts []*draft, ref records.PageRef) (d, i int) {
	for d := range drafts {
		for i, p := range drafts[d].pages {
			if p.ref == ref {
				return d, i
			}
		}
	}
	return -1, -1
}

// joinAt lets the document that begins at a page go on from the one of the page before it in the bundle.
func joinAt(drafts []*draft, d, i int, b records.Bundle) []*draft {
	if i != 0 {
		return drafts
	}
	x := drafts[d]
	ref := x.pages[0].ref
	host := -1
	for ok := true; ok && (host < 0 || host == d); {
		if ref, ok = pageBefore(b, ref); ok {
			host, _ = locate(drafts, ref)
		}
	}
	if host < 0 || host == d {
		return drafts
	}
	h := drafts[host]
	h.pages, h.corrected = append(h.pages, x.pages...), true
	h.margin = max(h.margin, x.margin)
	return slices.Delete(drafts, d, d+1)
}

// pageBefore is the page before another in the bundle, across files.
func pageBefore(b records.Bundle, r records.PageRef) (records.PageRef, bool) {
	if r.Page > 1 {
		return records.PageRef{File: r.File, Page: r.Page - 1}, true
	}
	for f := r.File - 1; f >= 0; f-- {
		if n := len(b.Files[f].Pages); n > 0 {
			return records.PageRef{File: f, Page: n}, true
		}
	}
	return records.PageRef{}, false
}

// move takes a page out of its document and puts it behind another, or before all others of its document where no other
// page is named.
func move(drafts []*draft, d, i int, c records.Correction, b records.Bundle) []*draft {
	x := drafts[d]
	p := x.pages[i]
	if c.Other == (records.PageID{}) {
		x.pages = slices.Insert(slices.Delete(x.pages, i, i+1), 0, p)
		x.corrected = true
		return drafts
	}
	other, ok := placeOf(b, c.Other)
	if !ok || other == p.ref {
		return drafts
	}
	x.pages, x.corrected = slices.Delete(x.pages, i, i+1), true
	to, j := locate(drafts, other)
	h := drafts[to]
	h.pages, h.corrected = slices.Insert(h.pages, j+1, p), true
	if len(x.pages) == 0 {
		drafts = slices.Delete(drafts, d, d+1)
	}
	return drafts
}

// override sets what was said by hand of the documents of pages; an empty kind, title or author is the rule's again.
func override(docs []records.Document, b records.Bundle, cs []records.Correction) {
	read := slices.Clone(docs)
	for _, c := range cs {
		ref, ok := placeOf(b, c.Page)
		if !ok {
			continue
		}
		i := slices.IndexFunc(docs, func(d records.Document) bool { return slices.Contains(d.Pages, ref) })
		if i < 0 {
			continue
		}
		d := &docs[i]
		switch c.Kind {
		case records.Retype:
			set(&d.Type, c.Value, read[i].Type)
			if c.Value != "" && d.Title == records.KindName(read[i].Type) {
				d.Title = records.KindName(c.Value)
			}
			if c.Value != "" {
				d.Confidence = 1
			}
		case records.Redate:
			d.Date = c.Date
		case records.Retitle:
			set(&d.Title, c.Value, read[i].Title)
		case records.Reauthor:
			set(&d.Author, c.Value, read[i].Author)
		default:
			continue
		}
		d.Corrected = true
	}
}

func set(field *string, value, rule string) {
	*field = value
	if value == "" {
		*field = rule
	}
}

// overrideForeign adds and takes away flags by hand.
func overrideForeign(fs []records.Foreign, b records.Bundle, cs []records.Correction) []records.Foreign {
	for _, c := range cs {
		ref, ok := placeOf(b, c.Page)
		if !ok {
			continue
		}
		is := func(f records.Foreign) bool { return f.Page == ref }
		switch c.Kind {
		case records.NotForeign:
			fs = slices.DeleteFunc(fs, is)
		case records.IsForeign:
			if !slices.ContainsFunc(fs, is) {
				fs = append(fs, records.Foreign{Page: ref, Why: "Found by hand to be of another patient."})
			}
		}
	}
	slices.SortFunc(fs, func(a, b records.Foreign) int { return compareRef(a.Page, b.Page) })
	return fs
}
