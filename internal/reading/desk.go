package reading

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/find"
)

// A Store keeps what was read; internal/store does.
type Store interface {
	Case(ctx context.Context, id imr.CaseID) (imr.Case, error)
	Do(ctx context.Context, r imr.Request) (imr.Result, error)

	OpenedFiles(ctx context.Context, shas []string) (map[string]keeping.File, error)
	FileOpened(ctx context.Context, f keeping.File) error
	Places(ctx context.Context, id imr.CaseID) ([]keeping.Place, error)
	Number(ctx context.Context, id imr.CaseID, shas []string) ([]keeping.Place, error)
	AddPages(ctx context.Context, pages []keeping.Page) (added int, err error)
	Recount(ctx context.Context, sha string) error
	PageBody(ctx context.Context, sha string, page int) ([]byte, error)
	Sheets(ctx context.Context, sha string, each func(page int, sheet []byte) error) error
	PageBodies(ctx context.Context, sha string, from, to int, each func(page int, body []byte) error) error
	IndexPart(ctx context.Context, id imr.CaseID, part string, known time.Time) (keeping.Index, error)
	SetIndexPart(ctx context.Context, id imr.CaseID, part string, x keeping.Index) error
	TakeReading(ctx context.Context, id imr.CaseID, server string, until time.Time) (bool, error)
	LeaveReading(ctx context.Context, id imr.CaseID, server string) error
	AskReading(ctx context.Context, id imr.CaseID) error

	Marks(ctx context.Context, id imr.CaseID, by imr.UserID) ([]records.Mark, error)
	PutMark(ctx context.Context, id imr.CaseID, m records.Mark) (records.Mark, error)
	RemoveMark(ctx context.Context, id imr.CaseID, by imr.UserID, mark string) error
	OpenPages(ctx context.Context, id imr.CaseID, by imr.UserID, pages []records.PageID) error
	OpenedPages(ctx context.Context, id imr.CaseID, by imr.UserID) ([]records.Opened, error)
}

// Blobs keeps the files as they were received.
type Blobs interface {
	Path(sha string) (string, error)
	Put(ctx context.Context, r io.Reader) (sha string, size int64, err error)
}

// An Opened is how a file was opened.
type Opened struct {
	Kind    string // as records.ShelfFile has it
	Pages   int
	Problem string // in plain words for who sent it, "" where there is none
}

// Files opens files of strangers. What is wrong with a file or a page stands in its Problem, or is an error of type
// Problem where there is no picture of it; every other error says that the opener itself failed, or that ctx is over.
type Files interface {
	Open(ctx context.Context, path, name string) (Opened, error)
	// Page reads a page before all others; Pages some in their order, until each fails.
	Page(ctx context.Context, path string, n int) (records.Page, error)
	Pages(ctx context.Context, path string, from, to int, each func(n int, p records.Page) error) error
	// Gray is the page turned by turn degrees clockwise from how its file shows it, for who looks at its pixels.
	Gray(ctx context.Context, path string, n int, dpi float64, turn int) (*image.Gray, error)
	// Picture is such a page as PNG or JPEG, width in pixels after the turn.
	Picture(ctx context.Context, path string, n, width, turn int) (data []byte, mediaType string, err error)
	Unzip(ctx context.Context, path string, each func(name string, r io.Reader) error) error
}

// Options say what a desk works with. Store, Blobs and Files are required.
type Options struct {
	Store Store
	Blobs Blobs
	Files Files
	// Recognise reads the words of a picture of width × height points at dpi; nil: there is no text recognition.
	Recognise func(ctx context.Context, g *image.Gray, dpi float64, width, height float32) (records.Page, error)
	Folder    string           // of pictures, made anew at will; "": none are kept on the disk
	Most      int64            // bytes of pictures in it; 2 GiB where it is 0
	Memory    int64            // bytes of pages and text kept in memory; 192 MiB where it is 0
	Workers   int              // pages read at once; one for each core where it is 0
	Now       func() time.Time // nil: time.Now
	Log       *slog.Logger     // nil: nobody is told
	Several   bool             // other servers may work on the same store
	ReadSlow  time.Duration    // an interim index is made at most this often; 5 s where it is 0
}

// A Desk reads what came for the cases. Its methods may be called by many at once.
type Desk struct {
	Options
	server  string // its name among others
	queue   *queue
	results chan result
	ctx     context.Context // ends with Close
	stop    context.CancelFunc
	work    sync.WaitGroup // readers of pages
	others  sync.WaitGroup // readings of cases, the keeper of results
	opening flights        // of files, by hash
	folding flights        // of the text of cases
	files   *files
	pages   *lru[string, *filePages]
	texts   *lru[string, *find.Text]
	indexes indexes
	photos  *photos
	turns   *lru[records.PageID, rotation] // of pages that were read
	leaves  *lru[records.PageID, records.Page]
	watch   watchers

	mu     sync.Mutex
	reads  map[imr.CaseID]*reading
	asked  map[imr.CaseID]time.Time // when reading was last asked for by a look at the shelf
	closed bool
	making chan struct{} // one index of a large record is made at a time: it takes much memory

	makingSmall chan struct{}
}

// New sets up a desk; it reads nothing before it is asked to.
func New(o Options) (*Desk, error) {
	if o.Store == nil || o.Blobs == nil || o.Files == nil {
		return nil, errors.New("set up the reading desk: a store, files and a sandbox are needed")
	}
	o = o.complete()
	ph, err := newPhotos(o.Folder, o.Most)
	if err != nil {
		return nil, err
	}
	d := &Desk{
		Options: o, server: rand.Text(), queue: newQueue(), results: make(chan result, 4*o.Workers), files: newFiles(), photos: ph,
		pages: newLRU[string, *filePages](o.Memory * 2 / 3), texts: newLRU[string, *find.Text](o.Memory / 3),
		turns: newLRU[records.PageID, rotation](100_000), leaves: newLRU[records.PageID, records.Page](pagesAtHand), reads: map[imr.CaseID]*reading{}, asked: map[imr.CaseID]time.Time{}, making: make(chan struct{}, 1), makingSmall: make(chan struct{}, 1),
	}
	d.ctx, d.stop = context.WithCancel(context.Background())
	for range o.Workers {
		d.work.Go(d.readPages)
	}
	d.others.Go(d.keepPages)
	if o.Several {
		d.others.Go(d.lookAround)
	}
	return d, nil
}

// complete sets what was left to its default.
func (o Options) complete() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Most <= 0 {
		o.Most = 2 << 30
	}
	if o.Memory <= 0 {
		o.Memory = 192 << 20
	}
	if o.ReadSlow <= 0 {
		o.ReadSlow = 5 * time.Second
	}
	return o
}

// Close stops reading. Pages under way are given up and read again next time; what was read is kept.
func (d *Desk) Close() error {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return nil
	}
	d.closed = true
	d.mu.Unlock()
	d.stop()
	d.queue.close()
	d.work.Wait()
	close(d.results)
	d.others.Wait()
	d.watch.close()
	return nil
}

// patient is whose records those of a case should be.
func patient(c imr.Case) records.Patient {
	return records.Patient{Name: c.Worker.Name, BirthDate: c.Worker.BirthDate, Claim: c.Claim.Number, Injury: c.Injury.Date}
}

func shas(c imr.Case) []string {
	list := make([]string, len(c.Files))
	for i, f := range c.Files {
		list[i] = f.SHA256
	}
	return list
}

func noPage(p records.PageID) error {
	return &imr.Error{Kind: imr.NotFound, Field: "page", Message: fmt.Sprintf("There is no page %d of that file.", p.Page)}
}
