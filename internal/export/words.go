package export

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/openimr/openimr/records"
)

// The words under the pictures are set in a font without ink: every character is the same empty glyph, half as wide as
// it is high, and says which letter it means. So any word of any language can stand anywhere without fonts for it.

// words lays the words of a page where they stand.
func words(c *bytes.Buffer, p records.Page, height float32) {
	if len(p.Words) == 0 {
		return
	}
	c.WriteString("BT 3 Tr\n")
	var size float32
	for i, w := range p.Words {
		codes := code(w.Text)
		high, wide := w.Box.Y1-w.Box.Y0, w.Box.X1-w.Box.X0
		if len(codes) == 0 || high <= 0.1 || wide <= 0.1 {
			continue
		}
		if high != size {
			size = high
			fmt.Fprintf(c, "/W %.2f Tf\n", size)
		}
		end := "0020"
		if i+1 == len(p.Words) {
			end = ""
		}
		// the foot of the box is about a fifth of its height below the base line
		fmt.Fprintf(c, "%.2f Tz 1 0 0 1 %.2f %.2f Tm <", 100*wide/(float32(len(codes))*0.5*size), w.Box.X0, height-w.Box.Y1+0.2*high+strip)
		for _, u := range codes {
			fmt.Fprintf(c, "%04X", u)
		}
		c.WriteString(end + "> Tj\n")
	}
	c.WriteString("ET\n")
}

// code is a text in the characters of the font: those of the first plane. Others, which hardly ever are on a page,
// become U+FFFD.
func code(s string) []uint16 {
	var out []uint16
	for _, r := range clean(s) {
		if r > 0xFFFF {
			r = 0xFFFD
		}
		out = append(out, uint16(r))
	}
	return out
}

// hidden writes the font without ink.
func (f *file) hidden() {
	program := f.stream(0, "/Filter/FlateDecode/Length1 "+fmt.Sprint(len(emptyFont)), deflate(emptyFont))
	desc := f.object(0, "<</Type/FontDescriptor/FontName/AAAAAA+Unseen/Flags 4/FontBBox[0 -200 500 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80/FontFile2 %d 0 R>>", program)
	glyphs := bytes.Repeat([]byte{0, 1}, 1<<16) // every character is glyph 1
	gids := f.stream(0, "/Filter/FlateDecode", deflate(glyphs))
	letters := f.stream(0, "/Filter/FlateDecode", deflate(unicodeMap(func(b *strings.Builder) {
		var rows []string // one for each 256 characters, without those that are no letters
		for i := range 256 {
			first, last := 0, 0xFF
			switch {
			case i >= 0xD8 && i <= 0xDF:
				continue
			case i == 0:
				first = ' '
			case i == 0xFE:
				last = 0xFE
			case i == 0xFF:
				last = 0xFD
			}
			rows = append(rows, fmt.Sprintf("<%02X%02X><%02X%02X><%02X%02X>\n", i, first, i, last, i, first))
		}
		for some := range slices.Chunk(rows, 100) {
			fmt.Fprintf(b, "%d beginbfrange\n%sendbfrange\n", len(some), strings.Join(some, ""))
		}
	})))
	child := f.object(0, "<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Unseen/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 500/CIDToGIDMap %d 0 R>>", desc, gids)
	f.unseen = f.object(0, "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Unseen/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", child, letters)
}

// unicodeMap is the table that tells the letters of a font.
func unicodeMap(ranges func(*strings.Builder)) []byte {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	ranges(&b)
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(b.String())
}

// emptyFont is the font without ink as a TrueType file: glyph 0 for what is missing, glyph 1 for every letter, both
// empty, 1000 units an em.
var emptyFont = func() []byte {
	be := binary.BigEndian
	u16 := func(vs ...int) []byte {
		var b []byte
		for _, v := range vs {
			b = be.AppendUint16(b, uint16(v))
		}
		return b
	}
	head := u16(1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000)
	head = append(head, make([]byte, 16)...)                      // made and changed at the beginning of time
	head = append(head, u16(0, -200, 500, 800, 0, 8, 2, 0, 0)...) // box, style, smallest size, direction, short loca
	tables := []struct {
		tag  string
		data []byte
	}{
		{"cmap", u16(0, 1, 3, 0, 0, 12, 4, 32, 0, 4, 4, 1, 0, 0xF020, 0xFFFF, 0, 0xF020, 0xFFFF, 1-0xF020, 1, 0, 0)},
		{"glyf", make([]byte, 4)},
		{"head", head},
		{"hhea", u16(1, 0, 800, -200, 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 2)},
		{"hmtx", u16(500, 0, 500, 0)},
		{"loca", u16(0, 0, 0)},
		{"maxp", append(u16(1, 0, 2, 0, 0, 0, 0, 1), make([]byte, 16)...)},
		{"post", append(u16(3, 0, 0, 0, 0, 0), make([]byte, 20)...)},
	}
	out := append([]byte{0, 1, 0, 0}, u16(len(tables), 128, 3, len(tables)*16-128)...)
	at := len(out) + 16*len(tables)
	var body []byte
	checksum := func(b []byte) uint32 {
		var s uint32
		for i := 0; i < len(b); i += 4 {
			var w [4]byte
			copy(w[:], b[i:])
			s += be.Uint32(w[:])
		}
		return s
	}
	headAt := 0
	for _, t := range tables {
		if t.tag == "head" {
			headAt = at + len(body)
		}
		out = append(out, t.tag...)
		out = be.AppendUint32(out, checksum(t.data))
		out = be.AppendUint32(out, uint32(at+len(body)))
		out = be.AppendUint32(out, uint32(len(t.data)))
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	be.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}()
