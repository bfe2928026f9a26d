package bundle

import (
	"encoding/binary"
	"io"
)

// writeTIFF writes the pages one after the other, each picture before its directory, so that a page at a time is held.
func writeTIFF(w *counter, pages []*page, g4 bool) error {
	le := binary.LittleEndian
	if _, err := w.Write([]byte{'I', 'I', 42, 0}); err != nil {
		return err
	}
	// The first directory lies behind the first picture, whose size must be known first.
	pack := func(p *page) (*bitmap, []byte, uint32) {
		b := p.draw().turn(p.turn)
		if g4 {
			return b, encodeG4(b), 4
		}
		return b, packBits(b), 32773
	}
	b, data, scheme := pack(pages[0])
	even := func(n int64) int64 { return n + n&1 }
	at := even(8 + int64(len(data)))
	if err := binary.Write(w, le, uint32(at)); err != nil {
		return err
	}
	for i := range pages {
		start := w.n
		if _, err := w.Write(data); err != nil {
			return err
		}
		if w.n&1 == 1 {
			if _, err := w.Write([]byte{0}); err != nil {
				return err
			}
		}
		type entry struct {
			tag, kind uint16
			n, value  uint32
		}
		const entries = 12
		extra := uint32(w.n) + 2 + entries*12 + 4
		dir := []entry{{254, 4, 1, 2}, {256, 4, 1, uint32(b.w)}, {257, 4, 1, uint32(b.h)}, {258, 3, 1, 1}, {259, 3, 1, scheme}, {262, 3, 1, 0}, {273, 4, 1, uint32(start)},
			{278, 4, 1, uint32(b.h)}, {279, 4, 1, uint32(len(data))}, {282, 5, 1, extra}, {283, 5, 1, extra}, {296, 3, 1, 2}}
		if err := binary.Write(w, le, uint16(entries)); err != nil {
			return err
		}
		for _, e := range dir {
			if err := binary.Write(w, le, e); err != nil {
				return err
			}
		}
		next := uint32(0)
		if i+1 < len(pages) {
			b, data, scheme = pack(pages[i+1])
			next = uint32(even(int64(extra) + 8 + int64(len(data))))
		}
		if err := binary.Write(w, le, []uint32{next, dpi, 1}); err != nil {
			return err
		}
	}
	return nil
}

var _ io.Writer = (*counter)(nil)

// packBits packs a picture line by line; white is 0.
func packBits(b *bitmap) []byte {
	var out []byte
	line := make([]byte, (b.w+7)/8)
	for y := range b.h {
		row := b.row(y)
		for i := range line {
			line[i] = byte(row[i/8] >> (56 - i%8*8))
		}
		for i := 0; i < len(line); {
			j := i + 1
			for j < len(line) && line[j] == line[i] && j-i < 128 {
				j++
			}
			if j-i > 1 {
				out = append(out, byte(1-(j-i)), line[i])
				i = j
				continue
			}
			for j < len(line) && j-i < 128 && (j+1 >= len(line) || line[j] != line[j+1]) {
				j++
			}
			out = append(append(out, byte(j-i-1)), line[i:j]...)
			i = j
		}
	}
	return out
}
