package ocr

import (
	"context"
	"errors"
	"image"
	"sort"
	"sync"
	"time"
)

// An Engine recognises the words of a picture that stands upright. It may be used by many at once; pages beyond what it
// can do at the same time wait.
type Engine interface {
	// Recognise reads a picture of dpi dots an inch.
	Recognise(ctx context.Context, g *image.Gray, dpi int, layout Layout) ([]Found, error)
	// Name is what did the reading, for the record and for who looks after the machine: "Tesseract 5.3.0 of this machine".
	Name() string
	// Close ends what the engine has running.
	Close() error
}

// A Layout is what the engine expects on the picture, by Tesseract's number.
type Layout int

// The layouts.
const (
	WholePage Layout = 3 // find columns, tables and blocks
	OneBlock  Layout = 6 // lines of one block: for a strip cut from a page
)

// A Found is a word that was recognised, in pixels of the picture.
type Found struct {
	Text       string
	Box        image.Rectangle
	Block      int // paragraphs, numbered from 1 as Tesseract has them
	Line       int // lines, numbered from 1 through the whole picture
	Confidence uint8
}

// A State says whether Debian's program can be used.
type State int

// The states.
const (
	NotInstalled State = iota
	LanguageMissing
	Ready
)

func (s State) String() string {
	switch s {
	case NotInstalled:
		return "no tesseract is installed; scans are read by the one inside of this program, at about a third of its speed (apt install tesseract-ocr)"
	case LanguageMissing:
		return "tesseract is installed without English; scans are read by the one inside of this program, at about a third of its speed (apt install tesseract-ocr-eng)"
	}
	return "tesseract is ready"
}

// Options are how scans are read. The zero value is right.
type Options struct {
	Program string // Debian's program; "" for tesseract on the path, "-" to do without
	Workers int    // pages at once by the engine inside, 0 for one a core
	Cache   string // folder for the compiled engine inside, kept between starts; "" compiles at each start of a child (1.5 s)
}

// Find is the engine to use here: Debian's program where it is ready, else the one inside. Close it when done.
func Find(ctx context.Context, o Options) Engine {
	if e, state := Debian(ctx, o); state == Ready {
		return e
	}
	return Inside(o)
}

// errTimeout says that a page took far longer than others.
var errTimeout = errors.New("took too long")

// A pace knows how long pages take and how long one may take at most: 20 seconds, or ten times the middle of the last ones.
type pace struct {
	mu   sync.Mutex
	last [32]time.Duration
	n    int
}

const leastLimit = 20 * time.Second

func (p *pace) note(d time.Duration) {
	p.mu.Lock()
	p.last[p.n%len(p.last)] = d
	p.n++
	p.mu.Unlock()
}

func (p *pace) limit() time.Duration {
	p.mu.Lock()
	ds := append([]time.Duration(nil), p.last[:min(p.n, len(p.last))]...)
	p.mu.Unlock()
	if len(ds) == 0 {
		return leastLimit
	}
	sort.Slice(ds, func(i, j int) bool { return ds[i] < ds[j] })
	return max(leastLimit, 10*ds[len(ds)/2])
}
