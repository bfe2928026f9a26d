package check

import (
	"strconv"
	"sync"

	"github.com/openimr/openimr/review"
	"github.com/openimr/openimr/review/pages"
)

// A Memory keeps what was found for a sentence, and the pages that were taken apart, while the record and the case stay the same:
// at a key one sentence of a draft is another, and one or two pages are looked at. It may be used by several at once; they wait
// for each other.
type Memory struct {
	mu        sync.Mutex
	book      *pages.Book
	pages     map[int]*reading
	sentences map[string][]review.Finding
}

const (
	mostPages     = 1500   // taken apart at once, about 60 kB each
	mostSentences = 20_000 // remembered
)

// NewMemory returns one that knows nothing.
func NewMemory() *Memory {
	return &Memory{pages: map[int]*reading{}, sentences: map[string][]review.Finding{}}
}

// use forgets what rests on another record.
func (m *Memory) use(b *pages.Book) {
	if m.book != b {
		m.book = b
		clear(m.pages)
		clear(m.sentences)
	}
}

// page is a page of the record, taken apart; nil where its words are not known.
func (m *Memory) page(n int) *reading {
	if r, ok := m.pages[n]; ok {
		return r
	}
	if m.book == nil || !m.book.Known(n) {
		return nil
	}
	if len(m.pages) >= mostPages {
		clear(m.pages)
	}
	r := readPage(m.book.Page(n))
	m.pages[n] = r
	return r
}

// sentenceKey names a sentence with all on which its findings depend, but for the record.
func sentenceKey(c *checker, item int, text string) string {
	w := c.in.Case.Worker
	kind := "s"
	if item >= 0 {
		kind = "r"
	}
	return kind + "|" + w.BirthDate.String() + "|" + w.Sex + "|" + c.in.Case.Injury.Date.String() + "|" + c.in.Case.Injury.Through.String() + "|" + c.in.Today.String() + "|" + strconv.Itoa(len(text)) + "|" + text
}

// A wordMemory keeps the plain form of words, since the same few ten thousand come again and again.
type wordMemory struct {
	mu sync.RWMutex
	m  map[string]string
}

const mostWords = 200_000

func newWordMemory() *wordMemory { return &wordMemory{m: map[string]string{}} }

func (w *wordMemory) mend(raw string) string {
	w.mu.RLock()
	t, ok := w.m[raw]
	w.mu.RUnlock()
	if ok {
		return t
	}
	t = mendOnce(raw)
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.m) >= mostWords {
		clear(w.m)
	}
	w.m[raw] = t
	return t
}
