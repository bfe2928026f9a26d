package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// What can be wrong with a whole file. Open wraps one of these; the text of the wrapping error says more.
var (
	ErrNotPDF      = errors.New("this is not a PDF file")
	ErrIncomplete  = errors.New("the PDF file is incomplete: its end is missing; send it again")
	ErrDamaged     = errors.New("the PDF file is damaged")
	ErrPassword    = errors.New("the PDF file asks for a password; send it without one")
	ErrUnsupported = errors.New("the PDF file is protected in a way that this program does not know")
	ErrLimit       = errors.New("the PDF file is larger than allowed")
)

// Limits bound what a file may cost, so that no file can hang the program or take its memory.
// The zero value of a field stands for its default.
type Limits struct {
	Objects int // in the cross-reference tables; 500,000
	Stream  int // bytes of one stream when its filters are undone; 64 MiB
	Total   int // bytes of all streams together, and of repairs; 512 MiB
	Pages   int // 20,000
	Glyphs  int // shown in the whole document; 20,000,000
	Steps   int // operators carried out in the whole document; 50,000,000
}

func (l Limits) orDefaults() Limits {
	set := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	set(&l.Objects, 500_000)
	set(&l.Stream, 64<<20)
	set(&l.Total, 512<<20)
	set(&l.Pages, 20_000)
	set(&l.Glyphs, 20_000_000)
	set(&l.Steps, 50_000_000)
	return l
}

// A Problem is something that the file does wrongly and that was read nevertheless.
type Problem struct {
	Ref  Ref // the object, where it is known
	Text string
}

func (p Problem) String() string {
	if p.Ref == (Ref{}) {
		return p.Text
	}
	return fmt.Sprintf("object %d: %s", p.Ref.Num, p.Text)
}

// A Document is an open PDF file. It reads objects when they are asked for, and keeps them. It is not
// safe for use by several goroutines at once.
type Document struct {
	Version string // of the header, as "1.7"; the catalog may name a later one
	Trailer Dict

	data     []byte // from the header on
	limits   Limits
	xref     map[int]entry
	objects  map[int]Object
	loading  map[int]bool
	streams  map[int]*objectStream
	crypt    *crypt
	problems []Problem
	spent    int // of limits.Total
	steps    int // of limits.Steps
	glyphs   int // of limits.Glyphs
	rebuilt  bool
	fonts    map[uintptr]*Font
	pages    []*Page
	pageErr  error
	walked   bool
}

// Open reads the skeleton of a file, under the default limits. The document keeps data and does not change it.
func Open(data []byte) (*Document, error) { return OpenLimited(data, Limits{}) }

// OpenLimited is Open under limits of the caller's.
func OpenLimited(data []byte, l Limits) (*Document, error) {
	start := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, ErrNotPDF
	}
	d := &Document{
		data: data[start:], limits: l.orDefaults(),
		xref: map[int]entry{}, objects: map[int]Object{}, loading: map[int]bool{},
		streams: map[int]*objectStream{}, fonts: map[uintptr]*Font{},
	}
	d.Version = string(firstLine(d.data[5:min(len(d.data), 16)]))
	if start > 0 {
		d.problem("%d bytes stand before the header", start)
	}
	if err := d.readStructure(); err != nil {
		return nil, err
	}
	if err := d.openCrypt(); err != nil {
		return nil, err
	}
	if d.Catalog() == nil && !d.rebuilt {
		if err := d.rebuild(); err != nil {
			return nil, err
		}
	}
	if d.Catalog() == nil {
		return nil, fmt.Errorf("%w: it has no catalog", ErrDamaged)
	}
	return d, nil
}

func firstLine(b []byte) []byte {
	if i := bytes.IndexAny(b, "\r\n "); i >= 0 {
		return b[:i]
	}
	return b
}

// readStructure reads the cross-reference tables, or makes them anew from what stands in the file.
func (d *Document) readStructure() error {
	at, err := d.startXref()
	if err != nil {
		return err
	}
	err = d.readXref(at)
	if errors.Is(err, ErrLimit) {
		return err
	}
	if err != nil || d.Trailer["Root"] == nil {
		if err == nil {
			err = errors.New("no trailer names the catalog")
		}
		d.problem("the cross-reference table cannot be used: %v", err)
		return d.rebuild()
	}
	return nil
}

// Catalog returns the root of the document; nil where there is none.
func (d *Document) Catalog() Dict { return d.Dict(d.Trailer["Root"]) }

// Info returns the document information dictionary; nil where there is none.
func (d *Document) Info() Dict { return d.Dict(d.Trailer["Info"]) }

// Encrypted reports whether the file is encrypted; it was opened with the empty password then.
func (d *Document) Encrypted() bool { return d.crypt != nil }

// Rebuilt reports whether the cross-reference table was useless and was made anew by searching for objects.
func (d *Document) Rebuilt() bool { return d.rebuilt }

// Bytes returns the file from its header on; Stream.Raw lies in it.
func (d *Document) Bytes() []byte { return d.data }

// Problems lists what was wrong so far. Objects are read when they are asked for, so the list grows.
func (d *Document) Problems() []Problem { return slices.Clone(d.problems) }

const maxProblems = 200

func (d *Document) problem(format string, args ...any) { d.problemAt(Ref{}, format, args...) }

func (d *Document) problemAt(r Ref, format string, args ...any) {
	if len(d.problems) >= maxProblems {
		return
	}
	p := Problem{r, fmt.Sprintf(format, args...)}
	if !slices.Contains(d.problems, p) {
		d.problems = append(d.problems, p)
	}
}

// spend takes n bytes from the budget of the document.
func (d *Document) spend(n int) error {
	d.spent += n
	if d.spent > d.limits.Total {
		return fmt.Errorf("%w: more than %d MB when unpacked", ErrLimit, d.limits.Total>>20)
	}
	return nil
}

// Refs lists the objects that the file defines, in order of their numbers.
func (d *Document) Refs() []Ref {
	refs := make([]Ref, 0, len(d.xref))
	for n, e := range d.xref {
		switch e.kind {
		case inFile:
			refs = append(refs, Ref{n, e.gen})
		case inStream:
			refs = append(refs, Ref{n, 0})
		}
	}
	slices.SortFunc(refs, func(a, b Ref) int { return a.Num - b.Num })
	return refs
}

// Offset tells where in Bytes an object begins; ok is false for one inside an object stream.
func (d *Document) Offset(r Ref) (at int, ok bool) {
	e, ok := d.xref[r.Num]
	return e.at, ok && e.kind == inFile
}

// Object reads an object; nil where the file does not define it.
func (d *Document) Object(r Ref) Object {
	if o, ok := d.objects[r.Num]; ok {
		return o
	}
	e, ok := d.xref[r.Num]
	if !ok || e.kind == free {
		return nil
	}
	if d.loading[r.Num] {
		d.problemAt(r, "it is defined by itself")
		return nil
	}
	d.loading[r.Num] = true
	defer delete(d.loading, r.Num)

	var o Object
	var err error
	if e.kind == inStream {
		o, err = d.fromObjectStream(r.Num, e)
	} else {
		if e.gen != r.Gen {
			d.problemAt(r, "it is generation %d, not %d", e.gen, r.Gen)
			return nil
		}
		o, err = d.indirect(e.at, r)
		if errors.Is(err, errNoObject) && !d.rebuilt { // the table lies: trust what stands in the file
			d.problemAt(r, "%v", err)
			if err = d.rebuild(); err == nil {
				delete(d.loading, r.Num)
				return d.Object(r)
			}
		}
	}
	if err != nil {
		d.problemAt(r, "%v", err)
	}
	d.objects[r.Num] = o
	return o
}

var errNoObject = errors.New("no object stands where the cross-reference table says")

// indirect reads "n g obj … endobj" at an offset; want is what must stand there, or zero for any.
func (d *Document) indirect(at int, want Ref) (Object, error) {
	if at < 0 || at >= len(d.data) {
		return nil, errNoObject
	}
	p := &parser{lexer: lexer{src: d.data, pos: at}}
	n, g, w := p.next(), p.next(), p.next()
	if n.kind != tokInt || g.kind != tokInt || w.kind != tokWord || !bytes.HasPrefix(w.b, []byte("obj")) {
		return nil, errNoObject
	}
	if len(w.b) > 3 { // "obj123": the word went on into the value
		p.pos -= len(w.b) - 3
	}
	r := Ref{int(n.num), int(g.num)}
	if want != (Ref{}) && r != want {
		return nil, errNoObject
	}
	if d.crypt != nil {
		p.decrypt = func(b []byte) []byte { return d.crypt.string(r, b) }
	}
	o, err := p.object()
	if paid := d.spend(p.pos - at); paid != nil {
		return nil, paid
	}
	if err != nil {
		return o, err
	}
	dict, ok := o.(Dict)
	if !ok {
		return o, nil
	}
	p.space()
	if !bytes.HasPrefix(d.data[p.pos:], []byte("stream")) {
		return o, nil
	}
	return d.stream(p.pos+len("stream"), dict, r)
}

// stream finds the bytes of a stream whose keyword ends at pos.
func (d *Document) stream(pos int, dict Dict, r Ref) (Object, error) {
	switch rest := d.data[pos:]; {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		pos += 2
	case bytes.HasPrefix(rest, []byte("\n")), bytes.HasPrefix(rest, []byte("\r")):
		pos++
	}
	s := &Stream{Dict: dict, At: pos, Ref: r, clear: dict["Type"] == Name("XRef")}
	if n, ok := d.Int(dict["Length"]); ok && n >= 0 && n <= len(d.data)-pos {
		end := pos + n
		for end < len(d.data) && isSpace(d.data[end]) {
			end++
		}
		if bytes.HasPrefix(d.data[end:], []byte("endstream")) {
			s.Raw = d.data[pos : pos+n : pos+n]
			return s, nil
		}
	}
	n := bytes.Index(d.data[pos:], []byte("endstream"))
	if n < 0 {
		return nil, errors.New("a stream has no end")
	}
	if err := d.spend(n); err != nil { // else many lying lengths would make the search quadratic
		return nil, err
	}
	raw := d.data[pos : pos+n : pos+n]
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	raw = bytes.TrimSuffix(raw, []byte("\r"))
	s.Raw = raw
	d.problemAt(r, "the stream's Length is not its length of %d bytes", len(raw))
	return s, nil
}

// An objectStream is a stream of objects, unpacked.
type objectStream struct {
	data []byte
	num  []int // object numbers
	at   []int // where each begins in data
}

func (d *Document) fromObjectStream(num int, e entry) (Object, error) {
	s, err := d.objectStream(e.at)
	if err != nil {
		return nil, err
	}
	i := e.gen
	if i >= len(s.num) || s.num[i] != num {
		if i = slices.Index(s.num, num); i < 0 {
			return nil, fmt.Errorf("it is not in object stream %d", e.at)
		}
	}
	p := &parser{lexer: lexer{src: s.data, pos: s.at[i]}}
	return p.object()
}

func (d *Document) objectStream(num int) (*objectStream, error) {
	if s, ok := d.streams[num]; ok {
		if s == nil {
			return nil, fmt.Errorf("object stream %d cannot be read", num)
		}
		return s, nil
	}
	d.streams[num] = nil
	e := d.xref[num]
	if e.kind != inFile {
		return nil, fmt.Errorf("object stream %d is not in the file", num)
	}
	raw := d.Stream(Ref{num, e.gen})
	if raw == nil {
		return nil, fmt.Errorf("object stream %d is no stream", num)
	}
	data, err := d.Data(raw)
	if err != nil {
		return nil, fmt.Errorf("object stream %d: %w", num, err)
	}
	n, _ := d.Int(raw.Dict["N"])
	first, _ := d.Int(raw.Dict["First"])
	if n < 0 || first < 0 || first > len(data) || n > len(data)/2 {
		return nil, fmt.Errorf("object stream %d: its head is wrong", num)
	}
	s := &objectStream{data: data, num: make([]int, 0, n), at: make([]int, 0, n)}
	l := &lexer{src: data[:first]}
	for range n {
		a, b := l.next(), l.next()
		if a.kind != tokInt || b.kind != tokInt || b.num < 0 || int(b.num) > len(data)-first {
			return nil, fmt.Errorf("object stream %d: its head is wrong", num)
		}
		s.num = append(s.num, int(a.num))
		s.at = append(s.at, first+int(b.num))
	}
	d.streams[num] = s
	return s, nil
}
