package sandbox

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"

	"github.com/klauspost/compress/zlib"
)

// packPNG packs a gray picture as PNG with 16 levels: text looks the same, and takes half the bytes and time.
func packPNG(picture *image.Gray) ([]byte, error) {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	var out bytes.Buffer
	out.Grow(w*h/8 + 1024)
	out.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, uint32(w))
	head = binary.BigEndian.AppendUint32(head, uint32(h))
	chunk(&out, "IHDR", append(head, 4, 0, 0, 0, 0)) // 4 bits, gray
	var data bytes.Buffer
	data.Grow(w * h / 8)
	z, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	line := make([]byte, 1+(w+1)/2)
	for y := range h {
		src := picture.Pix[y*picture.Stride:][:w]
		dst := line[1:]
		x := 0
		for ; x+1 < w; x += 2 {
			dst[x/2] = level(src[x])<<4 | level(src[x+1])
		}
		if x < w {
			dst[x/2] = level(src[x]) << 4
		}
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

// level is one of 16 levels of gray.
func level(v byte) byte { return byte((uint16(v)*15 + 127) / 255) }

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
