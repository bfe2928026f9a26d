package sandbox

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// A pngWriter writes a picture as a PNG file row by row: gray with so many bits, or with a palette.
type pngWriter struct {
	out, data bytes.Buffer
	z         *zlib.Writer
	row       []byte // begins with the filter: none
}

func newPNG(w, h, depth int, palette []byte) *pngWriter {
	p := &pngWriter{row: make([]byte, 1+(w*depth+7)/8)}
	p.out.Grow(2048)
	p.out.WriteString("\x89PNG\r\n\x1a\n")
	kind := byte(0)
	if palette != nil {
		kind = 3
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(w))
	head = binary.BigEndian.AppendUint32(head, uint32(h))
	p.chunk("IHDR", append(head, byte(depth), kind, 0, 0, 0))
	if palette != nil {
		p.chunk("PLTE", palette)
	}
	p.data.Grow(w * h / 12)
	p.z = packers.Get().(*zlib.Writer)
	p.z.Reset(&p.data)
	return p
}

// packers are used again: each has a megabyte of tables.
var packers = sync.Pool{New: func() any {
	z, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // fails for an unknown level alone
	return z
}}

// line is the row that write writes next, to be filled with packed pixels.
func (p *pngWriter) line() []byte { return p.row[1:] }

func (p *pngWriter) write() { _, _ = p.z.Write(p.row) } // a buffer in memory takes everything

// end is the file.
func (p *pngWriter) end() []byte {
	_ = p.z.Close()
	packers.Put(p.z)
	p.out.Grow(p.data.Len() + 64)
	p.chunk("IDAT", p.data.Bytes())
	p.chunk("IEND", nil)
	return p.out.Bytes()
}

func (p *pngWriter) chunk(name string, data []byte) {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(len(data)))
	p.out.Write(b[:])
	at := p.out.Len()
	p.out.WriteString(name)
	p.out.Write(data)
	binary.BigEndian.PutUint32(b[:], crc32.ChecksumIEEE(p.out.Bytes()[at:]))
	p.out.Write(b[:])
}
