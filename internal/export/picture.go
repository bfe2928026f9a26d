package export

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	_ "image/jpeg" // pictures come as JPEG
	"image/png"
)

// A picture is ready to be an image of a PDF file.
type picture struct {
	width, height int
	dict          string // colour space, bits and filter
	data          []byte
}

// readPicture takes a PNG or JPEG over as it is: PDF packs pictures in the same two ways. Only a PNG of a kind that PDF
// cannot hold is unpacked and packed again.
func readPicture(data []byte, mediaType string) (picture, error) {
	switch mediaType {
	case "image/png":
		p, ok, err := asPNG(data)
		if err != nil || ok {
			return p, err
		}
	case "image/jpeg":
		c, form, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil || form != "jpeg" {
			return picture{}, fmt.Errorf("the JPEG is broken: %w", errors.Join(err))
		}
		space := map[color.Model]string{color.GrayModel: "/DeviceGray", color.YCbCrModel: "/DeviceRGB"}[c.ColorModel]
		if space != "" {
			return picture{c.Width, c.Height, "/ColorSpace" + space + "/BitsPerComponent 8/Filter/DCTDecode", data}, nil
		}
	default:
		return picture{}, fmt.Errorf("a picture of the kind %q cannot be exported", mediaType)
	}
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("unpack a picture: %w", err)
	}
	return again(m)
}

// again packs a picture over white as an opaque PNG.
func again(m image.Image) (picture, error) {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, a := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
			white := 0xFFFF - a
			out.SetRGBA(x, y, color.RGBA{uint8((r + white) >> 8), uint8((g + white) >> 8), uint8((bl + white) >> 8), 255})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, out); err != nil {
		return picture{}, fmt.Errorf("pack a picture: %w", err)
	}
	p, ok, err := asPNG(buf.Bytes())
	if err == nil && !ok {
		err = errors.New("a picture could not be packed")
	}
	return p, err
}

var errPNG = errors.New("the PNG is broken")

// asPNG reads the parts of a PNG file; ok is false where PDF has no such kind of picture (transparent, interlaced).
func asPNG(data []byte) (p picture, ok bool, err error) {
	const head = "\x89PNG\r\n\x1a\n"
	if !bytes.HasPrefix(data, []byte(head)) {
		return p, false, errPNG
	}
	var palette []byte
	var depth, kind, laced byte
	clear, ended := false, false
	for at := len(head); !ended; {
		if at+12 > len(data) {
			return p, false, errPNG
		}
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 || crc32.ChecksumIEEE(data[at+4:at+8+n]) != binary.BigEndian.Uint32(data[at+8+n:]) {
			return p, false, errPNG
		}
		body := data[at+8 : at+8+n]
		switch string(data[at+4 : at+8]) {
		case "IHDR":
			if n != 13 {
				return p, false, errPNG
			}
			p.width, p.height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
			depth, kind, laced = body[8], body[9], body[12]
		case "PLTE":
			palette = body
		case "tRNS":
			clear = true
		case "IDAT":
			p.data = append(p.data, body...)
		case "IEND":
			ended = true
		}
		at += 12 + n
	}
	if p.width < 1 || p.height < 1 || len(p.data) == 0 {
		return p, false, errPNG
	}
	colors, space := 1, "/DeviceGray"
	switch kind {
	case 2:
		colors, space = 3, "/DeviceRGB"
	case 3:
		if len(palette) < 3 || len(palette)%3 != 0 {
			return p, false, errPNG
		}
		space = fmt.Sprintf("[/Indexed/DeviceRGB %d<%x>]", len(palette)/3-1, palette)
	}
	p.dict = fmt.Sprintf("/ColorSpace%s/BitsPerComponent %d/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>", space, depth, colors, depth, p.width)
	return p, !clear && laced == 0 && (kind == 0 || kind == 2 || kind == 3), nil
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(data)
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return b.Bytes()
}
