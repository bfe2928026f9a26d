package pdf

import (
	"bytes"
	"errors"
	"fmt"
)

// An entry tells where an object is.
type entry struct {
	kind entryKind
	at   int // offset in the file, or the number of the object stream
	gen  int // generation, or the place in the object stream
}

type entryKind uint8

const (
	free entryKind = iota
	inFile
	inStream
)

// startXref finds the offset of the newest cross-reference section. A file without its end is refused:
// what is missing of it might be the half that matters.
func (d *Document) startXref() (int, error) {
	tail := bytes.TrimRight(d.data, "\x00 \t\r\n\f")
	tail = tail[max(0, len(tail)-1024):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		if bytes.Contains(tail, []byte("%%EOF")) {
			return -1, nil
		}
		return 0, ErrIncomplete
	}
	if !bytes.Contains(tail[i:], []byte("%%EOF")) {
		d.problem("the end of file marker is missing")
	}
	l := &lexer{src: tail, pos: i + len("startxref")}
	if t := l.next(); t.kind == tokInt {
		return int(t.num), nil
	}
	return -1, nil
}

// readXref reads a chain of cross-reference sections from the newest on. What a newer section says wins.
func (d *Document) readXref(at int) error {
	seen := map[int]bool{}
	for at >= 0 {
		if seen[at] {
			d.problem("the chain of cross-reference sections runs in a circle")
			return nil
		}
		seen[at] = true
		if len(seen) > 10_000 {
			return errors.New("there are too many cross-reference sections")
		}
		trailer, err := d.section(at)
		if err != nil {
			return err
		}
		if d.Trailer == nil {
			d.Trailer = trailer
		}
		prev, ok := trailer["Prev"].(int)
		if !ok {
			return nil
		}
		at = prev
	}
	return errors.New("an offset is wrong")
}

// section reads one section, a table or a stream, and returns its trailer.
func (d *Document) section(at int) (Dict, error) {
	if at < 0 || at >= len(d.data) {
		return nil, errors.New("an offset is wrong")
	}
	l := &lexer{src: d.data, pos: at}
	l.space()
	if !bytes.HasPrefix(d.data[l.pos:], []byte("xref")) {
		return d.xrefStream(at)
	}
	l.pos += len("xref")
	freed, err := d.xrefTable(l)
	if err != nil {
		return nil, err
	}
	p := &parser{lexer: *l}
	o, err := p.object()
	if err != nil {
		return nil, fmt.Errorf("trailer: %w", err)
	}
	trailer, ok := o.(Dict)
	if !ok {
		return nil, errors.New("the trailer is no dictionary")
	}
	if hidden, ok := trailer["XRefStm"].(int); ok { // of a hybrid file: the table calls free what the stream defines
		if _, err := d.xrefStream(hidden); err != nil {
			return nil, fmt.Errorf("hybrid section: %w", err)
		}
	}
	for _, n := range freed {
		d.define(n, entry{})
	}
	return trailer, nil
}

// define keeps the first, which is the newest, that is said of an object.
func (d *Document) define(num int, e entry) {
	if _, ok := d.xref[num]; !ok {
		d.xref[num] = e
	}
}

// xrefTable reads the subsections up to the trailer and defines the objects in use.
func (d *Document) xrefTable(l *lexer) (freed []int, err error) {
	for {
		t := l.next()
		if t.kind == tokWord && string(t.b) == "trailer" {
			return freed, nil
		}
		n := l.next()
		if t.kind != tokInt || n.kind != tokInt || t.num < 0 || n.num < 0 {
			return nil, errors.New("a subsection has no head")
		}
		start := int(t.num)
		for i := range int(n.num) {
			mark := l.pos
			at, gen, use := l.next(), l.next(), l.next()
			if at.kind == tokWord && string(at.b) == "trailer" {
				d.problem("a cross-reference subsection is shorter than it says")
				l.pos = mark
				break
			}
			if at.kind != tokInt || gen.kind != tokInt || use.kind != tokWord || len(use.b) != 1 {
				return nil, errors.New("an entry is not readable")
			}
			if i == 0 && start == 1 && at.num == 0 && gen.num == 65535 && use.b[0] == 'f' {
				start = 0 // a mistake of some programs: the list of free objects always begins at 0
				d.problem("a cross-reference subsection counts from 1")
			}
			if len(d.xref)+len(freed) > d.limits.Objects {
				return nil, fmt.Errorf("%w: more than %d objects", ErrLimit, d.limits.Objects)
			}
			if use.b[0] == 'n' {
				d.define(start+i, entry{inFile, int(at.num), int(gen.num)})
			} else {
				freed = append(freed, start+i)
			}
		}
	}
}

// xrefStream reads a cross-reference stream and returns its dictionary.
func (d *Document) xrefStream(at int) (Dict, error) {
	o, err := d.indirect(at, Ref{})
	if err != nil {
		return nil, err
	}
	s, ok := o.(*Stream)
	if !ok || s.Dict["Type"] != Name("XRef") {
		return nil, errors.New("no cross-reference section stands where the file says")
	}
	s.clear = true
	data, err := d.Data(s)
	if err != nil {
		return nil, err
	}
	w, ok := s.Dict["W"].(Array)
	if !ok || len(w) < 3 {
		return nil, errors.New("a cross-reference stream has no field widths")
	}
	var width [3]int
	for i := range width {
		n, ok := w[i].(int)
		if !ok || n < 0 || n > 8 {
			return nil, errors.New("a cross-reference stream has wrong field widths")
		}
		width[i] = n
	}
	row := width[0] + width[1] + width[2]
	if row == 0 {
		return nil, errors.New("a cross-reference stream has no fields")
	}
	size, _ := s.Dict["Size"].(int)
	index, ok := s.Dict["Index"].(Array)
	if !ok {
		index = Array{0, size}
	}
	for i := 0; i+1 < len(index); i += 2 {
		start, ok1 := index[i].(int)
		n, ok2 := index[i+1].(int)
		if !ok1 || !ok2 || start < 0 || n < 0 {
			return nil, errors.New("a cross-reference stream has a wrong index")
		}
		for k := 0; k < n && len(data) >= row; k++ {
			e := readEntry(data, width)
			data = data[row:]
			if len(d.xref) >= d.limits.Objects {
				return nil, fmt.Errorf("%w: more than %d objects", ErrLimit, d.limits.Objects)
			}
			d.define(start+k, e)
		}
	}
	return s.Dict, nil
}

func readEntry(b []byte, width [3]int) entry {
	field := func(n, def int) int {
		if n == 0 {
			return def
		}
		v := 0
		for _, c := range b[:n] {
			v = v<<8 | int(c)
		}
		b = b[n:]
		return v
	}
	kind, at, gen := field(width[0], 1), field(width[1], 0), field(width[2], 0)
	switch {
	case at < 0 || gen < 0:
	case kind == 1:
		return entry{inFile, at, gen}
	case kind == 2:
		return entry{inStream, at, gen}
	}
	return entry{}
}

// rebuild makes the cross-reference table anew from every "n g obj" outside of streams. Of two that have
// the same number the later wins, as it does when a file is changed by adding to its end.
func (d *Document) rebuild() error {
	d.rebuilt = true
	if err := d.spend(len(d.data)); err != nil {
		return err
	}
	d.problem("the cross-reference table was made anew from the objects found")
	d.xref, d.objects, d.streams = map[int]entry{}, map[int]Object{}, map[int]*objectStream{}
	old := d.Trailer
	var trailer Dict
	var packed []int
	for pos := 0; pos < len(d.data); {
		line := d.data[pos:]
		eol := bytes.IndexAny(line[:min(len(line), 1<<16)], "\r\n")
		next := len(d.data)
		if eol >= 0 {
			next = pos + eol + 1
		} else if len(line) > 1<<16 {
			next = pos + 1<<16
		}
		l := &lexer{src: d.data[:min(len(d.data), next+32)], pos: pos}
		switch t := l.next(); {
		case t.kind == tokInt && t.num >= 0 && t.num < 1<<31:
			g, w := l.next(), l.next()
			if g.kind != tokInt || g.num < 0 || w.kind != tokWord || !bytes.HasPrefix(w.b, []byte("obj")) {
				break
			}
			if len(d.xref) >= d.limits.Objects {
				return fmt.Errorf("%w: more than %d objects", ErrLimit, d.limits.Objects)
			}
			num := int(t.num)
			d.xref[num] = entry{inFile, pos, int(g.num)}
			end, dict, err := d.skip(pos)
			if err != nil {
				return err
			}
			if dict != nil && dict["Type"] == Name("XRef") {
				trailer = newer(trailer, dict)
			}
			if dict != nil && dict["Type"] == Name("ObjStm") {
				packed = append(packed, num)
			}
			if dict != nil && dict["Type"] == Name("Catalog") && old == nil {
				old = Dict{"Root": Ref{num, int(g.num)}}
			}
			next = max(next, end)
		case t.kind == tokWord && string(t.b) == "trailer":
			p := &parser{lexer: lexer{src: d.data, pos: l.pos}}
			if o, err := p.object(); err == nil {
				if dict, ok := o.(Dict); ok {
					trailer = newer(trailer, dict)
					next = max(next, p.pos)
				}
			}
		}
		pos = next
	}
	if trailer == nil {
		trailer = old
	}
	if trailer == nil || trailer["Root"] == nil {
		return fmt.Errorf("%w: no trailer and no catalog can be found", ErrDamaged)
	}
	d.Trailer = trailer
	return d.unpack(packed)
}

// newer prefers the later of two trailers, unless it names no catalog.
func newer(old, dict Dict) Dict {
	if dict["Root"] == nil {
		return old
	}
	return dict
}

// skip reads the object at pos cheaply: it returns where to go on, behind a stream, and the object's dictionary.
func (d *Document) skip(pos int) (end int, dict Dict, err error) {
	p := &parser{lexer: lexer{src: d.data, pos: pos}}
	p.next()
	p.next()
	p.next()
	o, err := p.object()
	dict, _ = o.(Dict)
	if err != nil || dict == nil { // what was read in vain is paid for, or a string without end in each line would cost a square
		return pos + 1, nil, d.spend(p.pos - pos)
	}
	end = p.pos
	p.space()
	if !bytes.HasPrefix(d.data[p.pos:], []byte("stream")) {
		return end, dict, nil
	}
	n := bytes.Index(d.data[p.pos:], []byte("endstream"))
	if n < 0 {
		return end, dict, d.spend(len(d.data) - p.pos)
	}
	return p.pos + n, dict, nil
}

// unpack defines what object streams hold, unless the file itself has a later object of the number. Which of
// the two is later cannot be told after damage; an object stream without table is rare, and its objects
// are those that were never changed.
func (d *Document) unpack(streams []int) error {
	if len(streams) == 0 {
		return nil
	}
	if d.crypt == nil {
		if err := d.openCrypt(); err != nil {
			return err
		}
	}
	for _, num := range streams {
		s, err := d.objectStream(num)
		if err != nil {
			d.problem("%v", err)
			continue
		}
		for i, n := range s.num {
			if e, ok := d.xref[n]; !ok || e.kind == inStream {
				d.xref[n] = entry{inStream, num, i}
			}
		}
	}
	return nil
}
