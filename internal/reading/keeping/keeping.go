// Package keeping has the forms in which what was read is kept: pages as compact bytes under the hash of their file, so
// that a file that is sent twice is read once.
//
// A page is a few kilobytes: its numbers and places as differences in variable length, its words one after the other,
// pressed together. Five thousand pages are read back in well under a second. Places are kept in hundredths of a point.
package keeping

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/openimr/openimr/records"
)

// A File is a file once it was opened, whatever case it belongs to.
type File struct {
	SHA256  string
	Kind    string // as records.ShelfFile has it
	Pages   int
	Read    int    // pages that are kept
	Problem string // why it cannot be opened
	Opened  time.Time
}

// A Page is a page as it is kept.
type Page struct {
	SHA256 string
	Number int    // from 1
	Sheet  []byte // the page without its words
	Body   []byte
}

// PageOf is a page to be kept.
func PageOf(sha string, number int, p records.Page) Page {
	sheet := p
	sheet.Words = nil
	return Page{sha, number, Encode(sheet), Encode(p)}
}

// A Place says which numbers the pages of a file have in the record of a case.
type Place struct {
	File  int // its place among the files of the case, from 0
	First int // number of its first page; 0 where it has none
	Pages int
}

// An Index is the index of a case as it is kept. Basis names what it was made of; where the case now has another basis,
// it is to be made anew.
type Index struct {
	Basis string
	Made  time.Time
	Body  []byte
}

// form is the first byte of a kept page.
const form = 1

const (
	isBlank = 1 << iota
	isSeparator
	isScan
)

var (
	press, _  = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<17))
	expand, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(mostBytes))
	buffers   = sync.Pool{New: func() any { return new([]byte) }}
)

// mostBytes bounds a page as it is kept, before it is pressed.
const mostBytes = 64 << 20

// Encode writes a page. What it cannot keep (a place outside of ±20,000,000 points) is cut.
func Encode(p records.Page) []byte {
	buf := buffers.Get().(*[]byte)
	b := (*buf)[:0]
	defer func() { *buf = b; buffers.Put(buf) }()
	flags := 0
	for bit, on := range map[int]bool{isBlank: p.Blank, isSeparator: p.Separator, isScan: p.Scan} {
		if on {
			flags |= bit
		}
	}
	b = append(b, form, byte(flags))
	b = num(b, hundredths(p.Width))
	b = num(b, hundredths(p.Height))
	b = num(b, int64(p.Rotation))
	b = num(b, int64(math.Round(float64(p.Skew)*1000)))
	for _, s := range []string{string(p.Source), p.Bates, p.Problem} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	b = binary.AppendUvarint(b, uint64(len(p.Words)))
	var last records.Word
	var x, y int64
	for _, w := range p.Words {
		b = binary.AppendUvarint(b, uint64(len(w.Text)))
		x0, y0 := hundredths(w.Box.X0), hundredths(w.Box.Y0)
		b = num(b, x0-x)
		b = num(b, y0-y)
		x, y = hundredths(w.Box.X1), y0
		b = num(b, x-x0)
		b = num(b, hundredths(w.Box.Y1)-y0)
		b = num(b, int64(w.Line)-int64(last.Line))
		b = num(b, int64(w.Block)-int64(last.Block))
		b = append(b, w.Confidence, byte(w.Role))
		last = w
	}
	for _, w := range p.Words {
		b = append(b, w.Text...)
	}
	return press.EncodeAll(b, make([]byte, 0, len(b)/2+64))
}

var errCut = errors.New("read a kept page: it is cut short or damaged")

// Decode reads what Encode wrote.
func Decode(body []byte) (records.Page, error) {
	buf := buffers.Get().(*[]byte)
	b, err := expand.DecodeAll(body, (*buf)[:0])
	defer func() { *buf = b[:0]; buffers.Put(buf) }()
	if err != nil {
		return records.Page{}, fmt.Errorf("read a kept page: %w", err)
	}
	r := reader{b: b}
	if f := r.byte(); f != form {
		return records.Page{}, fmt.Errorf("read a kept page: its form is %d, this program knows %d", f, form)
	}
	flags := int(r.byte())
	p := records.Page{Blank: flags&isBlank != 0, Separator: flags&isSeparator != 0, Scan: flags&isScan != 0}
	p.Width, p.Height = points(r.num()), points(r.num())
	p.Rotation = int(r.num())
	p.Skew = float32(float64(r.num()) / 1000)
	p.Source, p.Bates, p.Problem = records.TextSource(r.text()), r.text(), r.text()
	n := r.count()
	if r.bad || n > len(r.b)/8 { // a word takes eight bytes at least
		return records.Page{}, errCut
	}
	if n > 0 {
		p.Words = make([]records.Word, n)
	}
	lens := make([]int, n)
	var last records.Word
	var x, y int64
	for i := range p.Words {
		w := &p.Words[i]
		lens[i] = r.count()
		x0, y0 := x+r.num(), y+r.num()
		x, y = x0+r.num(), y0
		w.Box = records.Box{X0: points(x0), Y0: points(y0), X1: points(x), Y1: points(y0 + r.num())}
		w.Line, w.Block = last.Line+int32(r.num()), last.Block+int32(r.num())
		w.Confidence, w.Role = r.byte(), records.Role(r.byte())
		last = *w
	}
	if r.bad {
		return records.Page{}, errCut
	}
	text := string(r.b)
	for i, n := range lens {
		if n > len(text) {
			return records.Page{}, errCut
		}
		p.Words[i].Text, text = text[:n], text[n:]
	}
	if text != "" {
		return records.Page{}, errCut
	}
	return p, nil
}

// Round is the page as it is read back once it was kept.
func Round(p records.Page) records.Page {
	words := make([]records.Word, len(p.Words))
	copy(words, p.Words)
	for i := range words {
		b := &words[i].Box
		for _, v := range []*float32{&b.X0, &b.Y0, &b.X1, &b.Y1} {
			*v = points(hundredths(*v))
		}
		words[i].Text = strings.ToValidUTF8(words[i].Text, "\ufffd")
	}
	if p.Words = words; len(words) == 0 {
		p.Words = nil
	}
	p.Width, p.Height = points(hundredths(p.Width)), points(hundredths(p.Height))
	p.Skew = float32(math.Round(float64(p.Skew)*1000) / 1000)
	return p
}

const mostHundredths = 2_000_000_000

func hundredths(v float32) int64 {
	h := math.Round(float64(v) * 100)
	if math.IsNaN(h) {
		return 0
	}
	return int64(max(-mostHundredths, min(h, mostHundredths)))
}

func points(h int64) float32 { return float32(float64(h) / 100) }

func num(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }

// reader reads numbers; once something is missing, all that follows is 0 and bad is set.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	v := r.b[0]
	r.b = r.b[1:]
	return v
}

func (r *reader) num() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > mostBytes {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) text() string {
	n := r.count()
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
