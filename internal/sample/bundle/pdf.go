package bundle

import (
	"bytes"
	"compress/zlib"
	"crypto/md5" //nolint:gosec // the password scheme of PDF 1.4 is made of it
	"crypto/rc4" //nolint:gosec // likewise
	"fmt"
	"strings"
)

// A pdf writes a PDF 1.4 file object by object.
type pdf struct {
	w       *counter
	offsets []int64
	key     []byte // of the password, nil where there is none
	err     error
}

func (p *pdf) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// begin begins an object and returns its number; one that was reserved keeps its own.
func (p *pdf) begin(n int) int {
	if n == 0 {
		p.offsets = append(p.offsets, 0)
		n = len(p.offsets)
	}
	p.offsets[n-1] = p.w.n
	p.printf("%d 0 obj\n", n)
	return n
}

func (p *pdf) reserve() int {
	p.offsets = append(p.offsets, 0)
	return len(p.offsets)
}

func (p *pdf) stream(dict string, data []byte) int {
	n := p.begin(0)
	if p.key != nil {
		sum := md5.Sum(append(append([]byte{}, p.key...), byte(n), byte(n>>8), byte(n>>16), 0, 0)) //nolint:gosec // see above
		c, _ := rc4.NewCipher(sum[:min(16, len(p.key)+5)])                                         //nolint:gosec // see above
		out := make([]byte, len(data))
		c.XORKeyStream(out, data)
		data = out
	}
	p.printf("<<%s/Length %d>>stream\n", dict, len(data))
	if p.err == nil {
		_, p.err = p.w.Write(data)
	}
	p.printf("\nendstream\nendobj\n")
	return n
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return b.Bytes()
}

// writePDF writes pages: native ones as text in embedded typefaces, pictures as CCITT G4 or flate. With lock the file
// asks for a password.
func writePDF(w *counter, pages []*page, flate, lock bool) error {
	p := &pdf{w: w}
	p.printf("%%PDF-1.4\n%%\xe2\xe3\xcf\xd3\n")
	root, tree := p.reserve(), p.reserve()
	crypt, id := "", "6f70656e696d7262756e646c65000001"
	if lock {
		crypt = p.lock(id)
	}
	var fonts [faces]int
	var kids []string
	for _, pg := range pages {
		var resources string
		var content []byte
		width, height := sheetWidth, sheetHeight
		if pg.fax != nil {
			b := pg.draw()
			rows := b.h
			if pg.fax.standard && pg.turn == 0 {
				half := newBits(b.w, b.h/2)
				for y := range half.h {
					copy(half.row(y), b.row(2*y))
				}
				b, rows = half, half.h
			}
			b = b.turn(pg.turn)
			if pg.turn%180 != 0 {
				width, height, rows = height, width, b.h
			}
			var img int
			if flate {
				img = p.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode", b.w, rows), deflate(plainBits(b)))
			} else {
				img = p.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d/Rows %d>>", b.w, rows, b.w, rows), encodeG4(b))
			}
			resources = fmt.Sprintf("/XObject<</I %d 0 R>>", img)
			content = fmt.Appendf(nil, "q %d 0 0 %d 0 0 cm /I Do Q", width, height)
		} else {
			content = pg.drawn()
			var list strings.Builder
			for _, m := range pg.all() {
				if fonts[m.face] == 0 {
					fonts[m.face] = p.font(m.face)
				}
			}
			for f, n := range fonts {
				if n > 0 {
					fmt.Fprintf(&list, "/F%d %d 0 R", f, n)
				}
			}
			resources = "/Font<<" + list.String() + ">>"
		}
		body := p.stream("/Filter/FlateDecode", deflate(content))
		n := p.begin(0)
		p.printf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources<<%s>>/Contents %d 0 R>>\nendobj\n", tree, width, height, resources, body)
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	p.begin(tree)
	p.printf("<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n", len(kids), strings.Join(kids, " "))
	p.begin(root)
	p.printf("<</Type/Catalog/Pages %d 0 R>>\nendobj\n", tree)
	at := w.n
	p.printf("xref\n0 %d\n0000000000 65535 f \n", len(p.offsets)+1)
	for _, o := range p.offsets {
		p.printf("%010d 00000 n \n", o)
	}
	p.printf("trailer\n<</Size %d/Root %d 0 R/ID[<%s><%s>]%s>>\nstartxref\n%d\n%%%%EOF\n", len(p.offsets)+1, root, id, id, crypt, at)
	return p.err
}

// plainBits are the rows of a picture, white 1.
func plainBits(b *bitmap) []byte {
	out := make([]byte, 0, (b.w+7)/8*b.h)
	for y := range b.h {
		row := b.row(y)
		for i := range (b.w + 7) / 8 {
			out = append(out, ^byte(row[i/8]>>(56-i%8*8)))
		}
	}
	return out
}

// font embeds a typeface.
func (p *pdf) font(f face) int {
	c := cuts()[f]
	file := p.stream(fmt.Sprintf("/Filter/FlateDecode/Length1 %d", len(c.data)), deflate(c.data))
	desc := p.begin(0)
	name := [...]string{"GoRegular", "GoBold", "GoItalic", "GoMono", "GoMonoBold", "SourceSerif", "SourceSerifSemibold", "SourceSerifItalic", "GoSmallcaps"}[f]
	p.printf("<</Type/FontDescriptor/FontName/%s/Flags 32/FontBBox[-200 -250 1200 1000]/ItalicAngle 0/Ascent 900/Descent -220/CapHeight 700/StemV 80/FontFile2 %d 0 R>>\nendobj\n", name, file)
	var widths strings.Builder
	for code := 32; code < 256; code++ {
		fmt.Fprintf(&widths, "%.0f ", c.advance[code]*1000)
	}
	n := p.begin(0)
	p.printf("<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths[%s]/FontDescriptor %d 0 R>>\nendobj\n", name, widths.String(), desc)
	return n
}

// drawn is the content stream of a native page.
func (pg *page) drawn() []byte {
	var b bytes.Buffer
	b.WriteString("BT\n")
	var font face
	var size float32
	for i, m := range pg.all() {
		if i == 0 || m.face != font || m.size != size {
			fmt.Fprintf(&b, "/F%d %.2f Tf\n", m.face, m.size)
			font, size = m.face, m.size
		}
		fmt.Fprintf(&b, "1 0 0 1 %.2f %.2f Tm (", m.x, sheetHeight-m.y)
		for _, c := range append(codes(m.text), ' ') {
			if c == '(' || c == ')' || c == '\\' {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		}
		b.WriteString(") Tj\n")
	}
	b.WriteString("ET\n")
	for _, r := range append(append([]rule{}, pg.sheet.rules...), pg.overBox...) {
		fmt.Fprintf(&b, "%.2f %.2f %.2f %.2f re f\n", r.x0, sheetHeight-r.y1, r.x1-r.x0, r.y1-r.y0)
	}
	for _, s := range append(append([]stroke{}, pg.sheet.strokes...), pg.overInk...) {
		fmt.Fprintf(&b, "%.2f w", s.width)
		for i, q := range s.points {
			fmt.Fprintf(&b, " %.1f %.1f %c", q[0], sheetHeight-q[1], "ml"[min(i, 1)])
		}
		b.WriteString(" S\n")
	}
	return b.Bytes()
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// lock sets a user password (revision 2 of the standard handler, 40 bits) and returns the trailer's entry.
func (p *pdf) lock(id string) string {
	pad := func(s string) []byte { return append([]byte(s), padding...)[:32] }
	crypt := func(key, data []byte) []byte {
		c, _ := rc4.NewCipher(key) //nolint:gosec // see the import
		out := make([]byte, len(data))
		c.XORKeyStream(out, data)
		return out
	}
	var raw []byte
	if _, err := fmt.Sscanf(id, "%x", &raw); err != nil {
		panic(err)
	}
	own := md5.Sum(pad("owner")) //nolint:gosec // see the import
	o := crypt(own[:5], pad("1234"))
	sum := md5.Sum(append(append(append(pad("1234"), o...), 0xFC, 0xFF, 0xFF, 0xFF), raw...)) //nolint:gosec // see the import
	p.key = sum[:5]
	n := p.begin(0)
	p.printf("<</Filter/Standard/V 1/R 2/O<%x>/U<%x>/P -4>>\nendobj\n", o, crypt(p.key, padding))
	return fmt.Sprintf("/Encrypt %d 0 R", n)
}
