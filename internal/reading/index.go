package reading

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/duplicate"
	"github.com/openimr/openimr/records/index"
)

// The parts of an index that are kept.
const (
	partDuplicates = "duplicates"
	partIndex      = "index"
)

// rules counts up when the rules make another index of the same pages, so that every index is made anew.
const rules = 2

// A keptIndex is an index in the form in which it is kept.
type keptIndex struct {
	records.Index
	Rules   int
	Unread  []records.PageRef `json:",omitempty"` // pages that were not read when it was made
	NoFacts bool              `json:",omitempty"` // the facts were left out
}

// A madeIndex is an index as it was kept.
type madeIndex struct {
	*keptIndex
	basis string
	made  time.Time
}

// indexes are those used last.
type indexes struct {
	once sync.Once
	lru  *lru[imr.CaseID, *madeIndex]
}

func (x *indexes) cache() *lru[imr.CaseID, *madeIndex] {
	x.once.Do(func() { x.lru = newLRU[imr.CaseID, *madeIndex](100_000) })
	return x.lru
}

// keepIndex has an index at hand; its size is counted in facts, documents and duplicates.
func (x *indexes) keep(id imr.CaseID, m *madeIndex) {
	x.cache().put(id, m, int64(1+len(m.Documents)+len(m.Duplicates)+len(m.Facts)))
}

// index returns the index of a case, nil where there is none yet, and what it was made of.
func (d *Desk) index(ctx context.Context, id imr.CaseID) (*madeIndex, string, error) {
	var known time.Time
	old, ok := d.indexes.cache().get(id)
	if ok {
		known = old.made
	}
	k, err := d.Store.IndexPart(ctx, id, partIndex, known)
	if err != nil || k.Made.IsZero() {
		return nil, "", err
	}
	if ok && k.Made.Equal(old.made) {
		return old, old.basis, nil
	}
	x := &keptIndex{}
	if err := unpack(k.Body, x); err != nil {
		d.Log.Error("the index of a case cannot be read and is made anew", "case", id, "error", err)
		return nil, "", nil
	}
	m := &madeIndex{x, k.Basis, k.Made}
	d.indexes.keep(id, m)
	return m, m.basis, nil
}

// basisOf names what the index of a case is to be made of, once all is read.
func basisOf(c imr.Case, s *records.Shelf) string {
	return "full " + digest(rules, pagesOf(s), patient(c), c.Corrections, lastCame(c))
}

// pagesOf names the pages of a shelf as far as they are read.
func pagesOf(s *records.Shelf) string {
	type file struct {
		SHA         string
		Pages, Read int
	}
	var fs []file
	for _, f := range s.Files {
		fs = append(fs, file{f.SHA256, f.Pages, f.Read})
	}
	return digest(fs)
}

func digest(v ...any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("a basis of plain values: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// lastCame is the day on which the last file came.
func lastCame(c imr.Case) clock.Day {
	var last time.Time
	for _, f := range c.Files {
		if f.Received.After(last) {
			last = f.Received
		}
	}
	if last.IsZero() {
		return 0
	}
	return clock.DayIn(last, imr.Office)
}

// makeIndex makes the index of a case of which all pages are read, unless there is one of the same pages, patient and
// corrections.
func (d *Desk) makeIndex(ctx context.Context, id imr.CaseID) error {
	return d.indexOne(ctx, id, func(c imr.Case, s *records.Shelf, have string) error {
		basis := basisOf(c, s)
		if have == basis {
			return nil
		}
		b, err := d.bundle(ctx, c, s)
		if err != nil {
			return err
		}
		dups, kept, err := d.keptDuplicates(ctx, id, s)
		if err != nil {
			return err
		}
		if !kept { // documents and corrections first, then what takes minutes: pictures of duplicates
			if have != interimBasis(c, s) {
				if err := d.quickIndex(ctx, c, s, b, have == ""); err != nil {
					return err
				}
			}
			if dups, err = d.duplicates(ctx, id, s, b); err != nil {
				return err
			}
		}
		return d.setIndex(ctx, c, s, b, dups, basis, false)
	})
}

// quickIndex makes an interim index, with duplicates by their words alone.
func (d *Desk) quickIndex(ctx context.Context, c imr.Case, s *records.Shelf, b *records.Bundle, noFacts bool) error {
	dups, err := duplicate.Find(ctx, *b, duplicate.Options{Workers: d.Workers})
	if err != nil {
		return err
	}
	return d.setIndex(ctx, c, s, b, dups, interimBasis(c, s), noFacts)
}

func interimBasis(c imr.Case, s *records.Shelf) string {
	return "interim " + digest(rules, pagesOf(s), patient(c), c.Corrections)
}

// makeInterim makes an index of the pages that are read so far, without a look at pictures: what is in doubt stays apart.
func (d *Desk) makeInterim(ctx context.Context, id imr.CaseID) error {
	return d.indexOne(ctx, id, func(c imr.Case, s *records.Shelf, have string) error {
		if have == interimBasis(c, s) || s.Read == 0 {
			return nil
		}
		b, err := d.bundle(ctx, c, s)
		if err != nil {
			return err
		}
		return d.quickIndex(ctx, c, s, b, have == "")
	})
}

// aSmallRecord has so many pages that another index may be made beside its own.
const aSmallRecord = 500

// indexOne lets one index of a large record be made at a time, and beside it one of a small one, which need not wait for
// minutes then.
func (d *Desk) indexOne(ctx context.Context, id imr.CaseID, do func(c imr.Case, s *records.Shelf, have string) error) error {
	turn := d.making
	if c, err := d.Store.Case(ctx, id); err != nil {
		return err
	} else if s, _, err := d.shelf(ctx, c); err != nil {
		return err
	} else if s.Pages <= aSmallRecord {
		turn = d.makingSmall
	}
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-turn }()
	c, err := d.Store.Case(ctx, id)
	if err != nil {
		return err
	}
	s, _, err := d.shelf(ctx, c)
	if err != nil {
		return err
	}
	_, have, err := d.index(ctx, id)
	if err != nil {
		return err
	}
	return do(c, s, have)
}

// setIndex makes and keeps an index, with what it can take over from the one before.
func (d *Desk) setIndex(ctx context.Context, c imr.Case, s *records.Shelf, b *records.Bundle, dups []records.Duplicate, basis string, noFacts bool) error {
	o := index.Options{Duplicates: dups, Patient: patient(c), Corrections: c.Corrections, Received: lastCame(c), Workers: d.Workers, NoFacts: noFacts}
	old, _, err := d.index(ctx, c.ID)
	if err != nil {
		return err
	}
	if old != nil && old.Rules == rules && !old.NoFacts {
		unread := map[records.PageRef]bool{}
		for _, r := range old.Unread {
			unread[r] = true
		}
		o.Before, o.Fresh = &old.Index, func(r records.PageRef) bool { return unread[r] }
	}
	x := &keptIndex{Index: index.Build(*b, o), Rules: rules, NoFacts: noFacts}
	for i, f := range s.Files {
		for n, sheet := range f.Sheets {
			if !sheet.Read {
				x.Unread = append(x.Unread, records.PageRef{File: i, Page: n + 1})
			}
		}
	}
	body, err := pack(x)
	if err != nil {
		return err
	}
	made := time.UnixMilli(d.Now().UnixMilli()).UTC()
	if old != nil && !made.After(old.made) {
		made = old.made.Add(time.Millisecond) // so that two can be told apart
	}
	if err := d.Store.SetIndexPart(ctx, c.ID, partIndex, keeping.Index{Basis: basis, Made: made, Body: body}); err != nil {
		return err
	}
	d.indexes.keep(c.ID, &madeIndex{x, basis, made})
	d.watch.tell(c.ID)
	return nil
}

// keptDuplicates returns the duplicates of a bundle of which all pages are read, where they were found before.
func (d *Desk) keptDuplicates(ctx context.Context, id imr.CaseID, s *records.Shelf) ([]records.Duplicate, bool, error) {
	k, err := d.Store.IndexPart(ctx, id, partDuplicates, time.Time{})
	if err != nil || k.Basis != duplicatesBasis(s) {
		return nil, false, err
	}
	var dups []records.Duplicate
	if err := unpack(k.Body, &dups); err != nil {
		return nil, false, nil // made anew
	}
	return dups, true, nil
}

func duplicatesBasis(s *records.Shelf) string { return digest(rules, pagesOf(s)) }

// duplicates finds the duplicates of a bundle of which all pages are read, and keeps them.
func (d *Desk) duplicates(ctx context.Context, id imr.CaseID, s *records.Shelf, b *records.Bundle) ([]records.Duplicate, error) {
	dups, err := duplicate.Find(ctx, *b, duplicate.Options{Workers: d.Workers, Pictures: func(ctx context.Context, r records.PageRef) (*image.Gray, float64, error) {
		return d.upright(ctx, b, r)
	}})
	if err != nil {
		return nil, err
	}
	body, err := pack(dups)
	if err != nil {
		return nil, err
	}
	return dups, d.Store.SetIndexPart(ctx, id, partDuplicates, keeping.Index{Basis: duplicatesBasis(s), Made: d.Now(), Body: body})
}

// upright is the picture of a page of a bundle, turned to stand upright.
func (d *Desk) upright(ctx context.Context, b *records.Bundle, r records.PageRef) (*image.Gray, float64, error) {
	p := b.Page(r)
	if p == nil {
		return nil, 0, fmt.Errorf("there is no page %v", r)
	}
	path, err := d.Blobs.Path(b.Files[r.File].SHA256)
	if err != nil {
		return nil, 0, err
	}
	g, err := d.Files.Gray(ctx, path, r.Page, recogniseAt, p.Rotation)
	return g, recogniseAt, err
}

var (
	squeeze, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	unsqueeze  = func() *zstd.Decoder { r, _ := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(1<<30)); return r }()
)

func pack(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("keep an index: %w", err)
	}
	return squeeze.EncodeAll(b, nil), nil
}

func unpack(body []byte, v any) error {
	b, err := unsqueeze.DecodeAll(body, nil)
	if err != nil {
		return fmt.Errorf("read a kept index: %w", err)
	}
	return json.Unmarshal(b, v)
}
