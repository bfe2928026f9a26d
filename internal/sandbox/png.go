package sandbox

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/zlib"
)

// packPNG packs a picture as PNG: gray with so many bits, or with a palette. row writes a row of packed pixels.
func packPNG(w, h, depth int, palette []byte, row func(y int, to []byte)) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(w*h/12 + 2048)
	out.WriteString("\x89PNG\r\n\x1a\n")
	kind := byte(0)
	if palette != nil {
		kind = 3
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(w))
	head = binary.BigEndian.AppendUint32(head, uint32(h))
	chunk(&out, "IHDR", append(head, byte(depth), kind, 0, 0, 0))
	if palette != nil {
		chunk(&out, "PLTE", palette)
	}
	var data bytes.Buffer
	data.Grow(w * h / 12)
	z, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	line := make([]byte, 1+(w*depth+7)/8) // begins with the filter: none
	for y := range h {
		row(y, line[1:])
		if _, err := z.Write(line); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	chunk(&out, "IDAT", data.Bytes())
	chunk(&out, "IEND", nil)
	return out.Bytes(), nil
}

func chunk(out *bytes.Buffer, name string, data []byte) {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(len(data)))
	out.Write(b[:])
	at := out.Len()
	out.WriteString(name)
	out.Write(data)
	binary.BigEndian.PutUint32(b[:], crc32.ChecksumIEEE(out.Bytes()[at:]))
	out.Write(b[:])
}
