// Package bundle makes bundles of medical records with known truth, to try the reading of records on and to show it.
//
// A bundle tells the course of an invented patient: the injury, visits, studies, therapy, requests, the decisions of
// utilization review, letters and bills, with their covers and proofs of service. Every paper is composed in a voice of
// its own: letterhead, typeface, size, headings, dates, running headers or none, tables or running text. Papers then go
// through what happens to records: they are sent again by another party, faxed, stamped, copied forward with one word
// changed, turned, shuffled, mixed with those of another patient, and written into PDF, TIFF, pictures, DOCX, text and
// ZIP files, some of which cannot be opened.
//
// The life of a page: a composer (pen) places words, lines and strokes on a sheet and knows of each word which fact it
// states. A copy is another page with the same sheet, or with a changed one. A faxed page is drawn from its sheet into
// one bit at 200 dpi only when somebody asks for it, so a bundle of 5,000 pages is small until it is written, and it is
// written file by file. Nothing depends on anything but Options: the same seed makes the same bytes.
//
// All people, clinics and numbers are invented. Nothing here knows how records are read, and nothing that reads records
// may learn from here: figures measured with these bundles are worth something only while both stay strangers.
package bundle

import (
	"fmt"
	"image"
	"math/rand/v2"

	"github.com/openimr/openimr/records"
)

// Options say what kind of bundle to make. The zero value makes nothing; Defaults is a bundle as they come.
type Options struct {
	Seed       uint64
	Pages      int     // about how many
	Faxed      float64 // share of the pages that are pictures
	Duplicates float64 // share of the pages that are copies of others
	Marked     float64 // share of these copies with a stamp, a signature or handwriting added
	Changed    int     // pages copied forward with one word changed
	Foreign    int     // pages of another patient, about
	Shuffle    float64 // share of the files in which pages lie out of order
	Turned     float64 // share of the faxed pages that lie upside down or sideways
	Senders    int     // who sent files: 1 to 4
	Broken     bool    // with a file behind a password, a cut one and one that is no document
	Plain      bool    // PDF files alone, no TIFF, pictures, DOCX, text or ZIP
}

// Defaults is a bundle of about 200 pages with something of everything.
func Defaults() Options {
	return Options{Seed: 1, Pages: 200, Faxed: 0.5, Duplicates: 0.15, Marked: 0.2, Changed: 10, Foreign: 4, Shuffle: 0.1, Turned: 0.08, Senders: 3, Broken: true}
}

// check says what is wrong with options.
func (o Options) check() error {
	if o.Pages < 1 || o.Pages > 20000 {
		return fmt.Errorf("make a bundle: %d pages cannot be made; 1 to 20000 can", o.Pages)
	}
	for _, s := range []struct {
		name  string
		share float64
	}{{"faxed", o.Faxed}, {"duplicates", o.Duplicates}, {"marked", o.Marked}, {"shuffle", o.Shuffle}, {"turned", o.Turned}} {
		if s.share < 0 || s.share > 1 {
			return fmt.Errorf("make a bundle: the share %s is %g; it is between 0 and 1", s.name, s.share)
		}
	}
	if o.Duplicates > 0.9 {
		return fmt.Errorf("make a bundle: the share duplicates is %g; at most 0.9 of the pages can be copies", o.Duplicates)
	}
	if o.Changed < 0 || o.Foreign < 0 || o.Senders < 0 || o.Senders > 4 {
		return fmt.Errorf("make a bundle: changed and foreign are counts of pages, senders is 1 to 4")
	}
	return nil
}

// Made is a bundle with its truth.
type Made struct {
	Files []File
	Truth Truth
	pages [][]*page // of each file, as they lie in it
}

// Bundle is the bundle as it would be read: native words and boxes for native pages, and for pictures the words as a
// recognition without errors would give them. Files that cannot be opened have no pages.
func (m *Made) Bundle() records.Bundle { return m.Read(0) }

// Read is Bundle with character errors on the words of pictures: slips is the share of characters read wrong, 0 to 1.
func (m *Made) Read(slips float64) records.Bundle {
	var b records.Bundle
	for f, file := range m.Files {
		rf := records.File{Name: file.Name, SHA256: fmt.Sprintf("%064x", f+1), From: file.Sender}
		for n, p := range m.pages[f] {
			r := rand.New(rand.NewPCG(m.Truth.Seed, uint64(f)<<32|uint64(n)))
			rf.Pages = append(rf.Pages, p.read(r, slips))
		}
		if file.Problem != "" {
			rf.Problems = []records.Problem{{Problem: file.Problem}}
		}
		b.Files = append(b.Files, rf)
	}
	return b
}

// Picture is a page as its file shows it, at 200 dpi: black on white, turned as it lies in the file. Native pages are
// drawn clean.
func (m *Made) Picture(ref records.PageRef) (*image.Gray, error) {
	if ref.File < 0 || ref.File >= len(m.pages) || ref.Page < 1 || ref.Page > len(m.pages[ref.File]) {
		return nil, fmt.Errorf("there is no page %d in file %d", ref.Page, ref.File)
	}
	return m.pages[ref.File][ref.Page-1].draw().turn(m.pages[ref.File][ref.Page-1].turn).gray(), nil
}

// Upright is Picture turned upright.
func (m *Made) Upright(ref records.PageRef) (*image.Gray, error) {
	if ref.File < 0 || ref.File >= len(m.pages) || ref.Page < 1 || ref.Page > len(m.pages[ref.File]) {
		return nil, fmt.Errorf("there is no page %d in file %d", ref.Page, ref.File)
	}
	return m.pages[ref.File][ref.Page-1].draw().gray(), nil
}
