package sandbox

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/openimr/openimr/records"
)

// What a frame holds.
type frameKind byte

// Frames of the child. A job ends with done, failed or the one frame that answers it.
const (
	frameReady   frameKind = 'R' // the process is there and its code is compiled
	frameFile    frameKind = 'F'
	framePage    frameKind = 'P'
	framePicture frameKind = 'I'
	frameMember  frameKind = 'M'
	frameData    frameKind = 'D'
	frameBroken  frameKind = 'B' // the member cannot be read to its end
	frameProblem frameKind = 'X' // of the file, or of the page that was asked for
	frameFailed  frameKind = 'E' // our failure, not the file's
	frameDone    frameKind = 'K'
	frameJob     frameKind = 'J' // the only one of the parent
)

// mostFrame is how long a frame may be, in bytes: a gray picture of 200 million pixels fits.
const mostFrame = 256 << 20

var errFrame = errors.New("a frame of the sandbox is not in its form")

func writeFrame(w *bufio.Writer, kind frameKind, body []byte) error {
	var head [5]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(body)))
	head[4] = byte(kind)
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(body)
	return err
}

// readFrame reads a frame; its body is the caller's.
func readFrame(r io.Reader) (frameKind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n > mostFrame {
		return 0, nil, errFrame
	}
	body := make([]byte, n)
	_, err := io.ReadFull(r, body)
	return frameKind(head[4]), body, err
}

// A wire holds values one after the other. Reading beyond its end, or a length that cannot be, makes it bad and all
// further values zero.
type wire struct {
	b   []byte
	bad bool
}

func (w *wire) putInt(v int) { w.b = binary.AppendVarint(w.b, int64(v)) }

func (w *wire) putText(s string) {
	w.putInt(len(s))
	w.b = append(w.b, s...)
}

func (w *wire) putFloat(v float32) {
	w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(v))
}

func (w *wire) int() int {
	v, n := binary.Varint(w.b)
	if n <= 0 {
		w.bad, w.b = true, nil
		return 0
	}
	w.b = w.b[n:]
	return int(v)
}

func (w *wire) text() string {
	n := w.int()
	if n < 0 || n > len(w.b) {
		w.bad, w.b = true, nil
		return ""
	}
	s := string(w.b[:n])
	w.b = w.b[n:]
	return s
}

func (w *wire) float() float32 {
	if len(w.b) < 4 {
		w.bad, w.b = true, nil
		return 0
	}
	v := math.Float32frombits(binary.LittleEndian.Uint32(w.b))
	w.b = w.b[4:]
	return v
}

func (w *wire) err() error {
	if w.bad || len(w.b) > 0 {
		return errFrame
	}
	return nil
}

func (w *wire) putPage(n int, p records.Page) {
	w.putInt(n)
	w.putFloat(p.Width)
	w.putFloat(p.Height)
	w.putInt(p.Rotation)
	w.putText(string(p.Source))
	flags := 0
	for i, f := range []bool{p.Blank, p.Separator, p.Scan} {
		if f {
			flags |= 1 << i
		}
	}
	w.putInt(flags)
	w.putText(p.Problem)
	w.putInt(len(p.Words))
	w.b = slices.Grow(w.b, len(p.Words)*32)
	for _, word := range p.Words {
		w.putText(word.Text)
		w.putFloat(word.Box.X0)
		w.putFloat(word.Box.Y0)
		w.putFloat(word.Box.X1)
		w.putFloat(word.Box.Y1)
		w.putInt(int(word.Line))
		w.putInt(int(word.Block))
		w.b = append(w.b, word.Confidence)
	}
}

func (w *wire) page() (int, records.Page) {
	n := w.int()
	p := records.Page{Width: w.float(), Height: w.float(), Rotation: w.int(), Source: records.TextSource(w.text())}
	flags := w.int()
	p.Blank, p.Separator, p.Scan = flags&1 != 0, flags&2 != 0, flags&4 != 0
	p.Problem = w.text()
	words := w.int()
	if words < 0 || words > len(w.b)/20 { // a word takes at least so many bytes
		w.bad = true
		return n, p
	}
	if words > 0 {
		p.Words = make([]records.Word, words)
	}
	// One copy of the texts for all words: a page has hundreds.
	for i := range p.Words {
		word := &p.Words[i]
		word.Text = w.text()
		word.Box = records.Box{X0: w.float(), Y0: w.float(), X1: w.float(), Y1: w.float()}
		word.Line, word.Block = int32(w.int()), int32(w.int())
		if len(w.b) == 0 {
			w.bad = true
			return n, p
		}
		word.Confidence, w.b = w.b[0], w.b[1:]
	}
	return n, p
}

func (w *wire) putFile(f File) {
	w.putText(string(f.Kind))
	w.putInt(f.Pages)
	w.putText(f.Problem)
	w.putInt(len(f.Members))
	for _, m := range f.Members {
		w.putText(m.Name)
		w.putInt(int(m.Size))
		w.putText(m.Problem)
	}
}

func (w *wire) file() File {
	f := File{Kind: Kind(w.text()), Pages: w.int(), Problem: w.text()}
	for range min(max(w.int(), 0), len(w.b)) {
		f.Members = append(f.Members, Member{Name: w.text(), Size: int64(w.int()), Problem: w.text()})
	}
	return f
}

// A job is what the parent asks for.
type job struct {
	op      byte
	path    string
	page    int // the first
	count   int
	picture PictureOptions
}

// The jobs.
const (
	opOpen    = 'o'
	opPages   = 'p'
	opPicture = 'i'
	opGray    = 'g'
	opUnzip   = 'z'
)

func (w *wire) putJob(j job) {
	w.b = append(w.b, j.op)
	w.putText(j.path)
	w.putInt(j.page)
	w.putInt(j.count)
	w.putInt(j.picture.Width)
	w.putFloat(float32(j.picture.DPI))
	w.putInt(j.picture.Turn)
}

func (w *wire) job() (job, error) {
	if len(w.b) == 0 {
		return job{}, errFrame
	}
	j := job{op: w.b[0]}
	w.b = w.b[1:]
	j.path, j.page, j.count = w.text(), w.int(), w.int()
	j.picture = PictureOptions{Width: w.int(), DPI: float64(w.float()), Turn: w.int()}
	if err := w.err(); err != nil {
		return j, fmt.Errorf("read a job: %w", err)
	}
	return j, nil
}
