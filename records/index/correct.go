package index

import (
	"cmp"
	"slices"

	"github.com/openimr/openimr/records"
)

// Correct puts duplicates right by what people said: that two pages are not the same, or that they are. Later
// corrections win. The result is sorted by page, each page is in it at most once, and what a page is folded under is
// never itself folded.
func Correct(b records.Bundle, found []records.Duplicate, cs []records.Correction) []records.Duplicate {
	by := map[records.PageRef]records.Duplicate{}
	for _, d := range found {
		by[d.Page] = d
	}
	refs := map[string][]int{} // files by hash: the same may be in the bundle twice
	for i, f := range b.Files {
		refs[f.SHA256] = append(refs[f.SHA256], i)
	}
	for _, c := range cs {
		if c.Kind != records.KeepApart && c.Kind != records.SameAsOther {
			continue
		}
		for _, page := range of(b, refs, c.Page) {
			others := of(b, refs, c.Other)
			if c.Kind == records.KeepApart {
				apart(by, page, others)
			} else if len(others) > 0 {
				same(by, page, others[0])
			}
		}
	}
	list := make([]records.Duplicate, 0, len(by))
	for _, d := range by {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b records.Duplicate) int {
		return cmp.Or(cmp.Compare(a.Page.File, b.Page.File), cmp.Compare(a.Page.Page, b.Page.Page))
	})
	if len(list) == 0 {
		return nil
	}
	return list
}

// of finds the places of a page in the bundle.
func of(b records.Bundle, files map[string][]int, id records.PageID) (refs []records.PageRef) {
	for _, f := range files[id.File] {
		if r := (records.PageRef{File: f, Page: id.Page}); b.Page(r) != nil {
			refs = append(refs, r)
		}
	}
	return refs
}

// root is the page that stands for a page: what it is folded under, or itself.
func root(by map[records.PageRef]records.Duplicate, p records.PageRef) records.PageRef {
	for range len(by) + 1 { // a chain is never longer, and a circle ends
		d, ok := by[p]
		if !ok || !d.Folded() {
			return p
		}
		p = d.Of
	}
	return p
}

// apart unfolds a page from those that it is not.
func apart(by map[records.PageRef]records.Duplicate, page records.PageRef, others []records.PageRef) {
	for _, other := range others {
		if other == page {
			continue
		}
		if d, ok := by[page]; ok && d.Of == other {
			delete(by, page)
			continue
		}
		if d, ok := by[other]; ok && d.Of == page {
			delete(by, other)
			continue
		}
		if root(by, page) == root(by, other) { // both are folded under a third page
			delete(by, page)
		}
	}
}

// same folds a page under another one, with what was folded under it.
func same(by map[records.PageRef]records.Duplicate, page, other records.PageRef) {
	to := root(by, other)
	if to == page || root(by, page) == to {
		return
	}
	for p, d := range by {
		if d.Of == page && d.Folded() {
			d.Of = to
			by[p] = d
		}
	}
	by[page] = records.Duplicate{Page: page, Of: to, Relation: records.SamePage, Similarity: 1}
}
