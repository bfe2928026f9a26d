package taggedpdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
)

// A file gathers the objects of a PDF. Objects that are not streams are packed into one object stream.
type file struct {
	out   []byte
	where []int    // offset of each stream object, by number; 0 for those that are packed
	plain [][]byte // body of each packed object, by number
}

func newFile() *file {
	f := &file{where: make([]int, 1), plain: make([][]byte, 1), out: make([]byte, 0, 64<<10)}
	// The comment of four bytes above 127 tells programs that the file is binary.
	f.out = append(f.out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	return f
}

// reserve returns the number of an object that will be written later.
func (f *file) reserve() int {
	f.where = append(f.where, 0)
	f.plain = append(f.plain, nil)
	return len(f.where) - 1
}

// put sets the body of an object that is no stream.
func (f *file) put(n int, body []byte) { f.plain[n] = body }

func (f *file) putf(n int, format string, args ...any) {
	f.plain[n] = fmt.Appendf(nil, format, args...)
}

func (f *file) add(body []byte) int {
	n := f.reserve()
	f.put(n, body)
	return n
}

// stream writes a stream. The entries are those of its dictionary beside the length and the filter.
func (f *file) stream(entries string, data []byte, packed bool) int {
	n := f.reserve()
	f.streamAt(n, entries, data, packed)
	return n
}

// packedStream writes a stream whose data deflate has packed.
func (f *file) packedStream(entries string, data []byte) int {
	n := f.reserve()
	f.streamAt(n, entries+flate, data, false)
	return n
}

const flate = "/Filter/FlateDecode"

func (f *file) streamAt(n int, entries string, data []byte, packed bool) {
	f.where[n] = len(f.out)
	filter := ""
	if packed {
		filter = flate
		data = deflate(data)
	}
	f.out = fmt.Appendf(f.out, "%d 0 obj\n<<%s%s/Length %d>>\nstream\n", n, entries, filter, len(data))
	f.out = append(f.out, data...)
	f.out = append(f.out, "\nendstream\nendobj\n"...)
}

// finish writes what was put, the cross-reference stream and the end of the file.
func (f *file) finish(root, info int) []byte {
	type packed struct{ number, at int }
	var list []packed
	var bodies []byte
	for n, body := range f.plain {
		if body != nil {
			list = append(list, packed{n, len(bodies)})
			bodies = append(bodies, body...)
			bodies = append(bodies, '\n')
		}
	}
	var index []byte
	for _, p := range list {
		index = strconv.AppendInt(index, int64(p.number), 10)
		index = append(index, ' ')
		index = strconv.AppendInt(index, int64(p.at), 10)
		index = append(index, ' ')
	}
	container := f.stream(fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(list), len(index)), append(index, bodies...), true)
	id := sha256.Sum256(f.out)
	xref := f.reserve()
	start := len(f.out)
	f.where[xref] = start
	const width = 1 + 4 + 3
	table := make([]byte, 0, width*len(f.where))
	table = append(table, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF)
	place := map[int]int{}
	for i, p := range list {
		place[p.number] = i
	}
	for n := 1; n < len(f.where); n++ {
		kind, a, b := byte(1), f.where[n], 0
		if i, ok := place[n]; ok {
			kind, a, b = 2, container, i
		}
		table = append(table, kind)
		table = binary.BigEndian.AppendUint32(table, uint32(a))
		table = append(table, byte(b>>16), byte(b>>8), byte(b))
	}
	f.streamAt(xref, fmt.Sprintf("/Type/XRef/Size %d/W[1 4 3]/Root %d 0 R/Info %d 0 R/ID[<%X><%X>]", len(f.where), root, info, id[:16], id[:16]), table, true)
	return fmt.Appendf(f.out, "startxref\n%d\n%%%%EOF\n", start)
}

// A letter packed at level 2 is a twentieth larger than at the usual level, and ready a third sooner.
const packLevel = 2

var deflaters = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, packLevel)
	if err != nil {
		panic(err) // the level is one of the package's own
	}
	return w
}}

func deflate(data []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(data)/2 + 64)
	w := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	_, err := w.Write(data)
	if err2 := w.Close(); err == nil {
		err = err2
	}
	if err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return out.Bytes()
}

// textString writes a text string object: as it is where it is ASCII, else in UTF-16.
func textString(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= utf8.RuneSelf-1 {
			ascii = false
			break
		}
	}
	if ascii {
		b := []byte{'('}
		for i := range len(s) {
			if s[i] == '(' || s[i] == ')' || s[i] == '\\' {
				b = append(b, '\\')
			}
			b = append(b, s[i])
		}
		return string(append(b, ')'))
	}
	return "<FEFF" + utf16Hex(s) + ">"
}

func utf16Hex(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = appendHex(b, u)
	}
	return string(b)
}

func appendHex(b []byte, u uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
}

// pdfName writes a name object, escaping what may not stand in one.
func pdfName(s string) string {
	b := []byte{'/'}
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7F || bytes.IndexByte([]byte("()<>[]{}/%#"), c) >= 0 {
			b = fmt.Appendf(b, "#%02X", c)
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}
