package taggedpdf

import (
	"encoding/binary"
	"slices"
)

// A face is one font as one document uses it. Each character that is drawn gets a number of its own (its
// CID), even where the font draws two characters with one glyph, so the map from numbers back to
// characters is exact and text is read out as it was written.
type face struct {
	font   *Font
	latin  [0x250]uint16
	others map[rune]uint16
	chars  []char // by CID; the first is .notdef, which is never drawn
}

type char struct {
	r     rune
	glyph int // in the font; -1 for a blank of no width
	width int // thousandths of an em
}

func newFace(f *Font) *face {
	return &face{font: f, others: map[rune]uint16{}, chars: append(make([]char, 0, 128), char{glyph: 0, width: f.milli(f.advance(0))})}
}

// cid returns the number of a character, giving it one at its first use.
func (f *face) cid(r rune, glyph int) uint16 {
	if int(r) < len(f.latin) {
		if id := f.latin[r]; id != 0 {
			return id
		}
	} else if id, ok := f.others[r]; ok {
		return id
	}
	c := char{r: r, glyph: glyph}
	if glyph >= 0 && !isMark(r) {
		c.width = f.font.milli(f.font.advance(glyph))
	}
	id := uint16(len(f.chars))
	f.chars = append(f.chars, c)
	if int(r) < len(f.latin) {
		f.latin[r] = id
	} else {
		f.others[r] = id
	}
	return id
}

// Flags of the components of a composite glyph.
const (
	argsAreWords     = 1 << 0
	haveScale        = 1 << 3
	moreComponents   = 1 << 5
	haveTwoScales    = 1 << 6
	haveMatrix       = 1 << 7
	haveInstructions = 1 << 8
)

// subset writes a TrueType font that holds the glyphs of the face in the order of their CIDs, without
// hinting, with the tables that a CIDFontType2 in a PDF must have. Components of composite glyphs follow
// after the last CID.
func (f *face) subset() []byte { return writeFont(f.tables()) }

func (f *face) tables() []table {
	font := f.font
	glyphs := make([]int, len(f.chars), len(f.chars)+32)
	for i, c := range f.chars {
		glyphs[i] = c.glyph
	}
	placed := map[int]int{} // glyph in the font to glyph in the subset, for components only
	var glyf []byte
	loca := make([]int, 0, len(glyphs)+33)
	for i := 0; i < len(glyphs); i++ {
		loca = append(loca, len(glyf))
		if glyphs[i] < 0 {
			continue
		}
		o := font.outline(glyphs[i])
		if len(o) < 10 {
			continue
		}
		if n := int(int16(u16(o, 0))); n >= 0 {
			glyf = appendSimple(glyf, o, n)
		} else {
			glyf = appendComposite(glyf, o, func(g int) int {
				if g >= font.glyphs {
					return 0
				}
				at, ok := placed[g]
				if !ok {
					at = len(glyphs)
					placed[g] = at
					glyphs = append(glyphs, g)
				}
				return at
			})
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = append(loca, len(glyf))

	head := slices.Clone(font.head)
	binary.BigEndian.PutUint32(head[8:], 0) // the check sum of the whole file is left for the end
	long := len(glyf) > 0x1FFFE
	binary.BigEndian.PutUint16(head[50:], 0)
	var locaTable []byte
	for _, at := range loca {
		if long {
			locaTable = binary.BigEndian.AppendUint32(locaTable, uint32(at))
		} else {
			locaTable = binary.BigEndian.AppendUint16(locaTable, uint16(at/2))
		}
	}
	if long {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	maxp := slices.Clone(font.maxp)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	hhea := slices.Clone(font.hhea)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	hmtx := make([]byte, 0, 4*len(glyphs))
	for i, g := range glyphs {
		advance, bearing := 0, 0
		if g >= 0 {
			advance = font.advance(g)
			bearing, _ = font.box(g)
		}
		if i < len(f.chars) && f.chars[i].width == 0 {
			advance = 0
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(advance))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(int16(bearing)))
	}
	return []table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", locaTable}, {"maxp", maxp}}
}

// appendSimple copies a glyph of n contours without its instructions.
func appendSimple(glyf, o []byte, n int) []byte {
	at := 10 + 2*n
	if len(o) < at+2 {
		return glyf
	}
	skip := int(u16(o, at))
	if len(o) < at+2+skip {
		return glyf
	}
	glyf = append(glyf, o[:at]...)
	glyf = append(glyf, 0, 0)
	return append(glyf, o[at+2+skip:]...)
}

// appendComposite copies a glyph that is made of others, giving each component the number that place
// returns, without its instructions.
func appendComposite(glyf, o []byte, place func(int) int) []byte {
	start := len(glyf)
	glyf = append(glyf, o[:10]...)
	for at := 10; ; {
		if len(o) < at+4 {
			return glyf[:start]
		}
		flags := int(u16(o, at))
		size := 6
		if flags&argsAreWords != 0 {
			size = 8
		}
		switch {
		case flags&haveScale != 0:
			size += 2
		case flags&haveTwoScales != 0:
			size += 4
		case flags&haveMatrix != 0:
			size += 8
		}
		if len(o) < at+size {
			return glyf[:start]
		}
		glyf = binary.BigEndian.AppendUint16(glyf, uint16(flags&^haveInstructions))
		glyf = binary.BigEndian.AppendUint16(glyf, uint16(place(int(u16(o, at+2)))))
		glyf = append(glyf, o[at+4:at+size]...)
		at += size
		if flags&moreComponents == 0 {
			return glyf
		}
	}
}

type table struct {
	tag  string
	data []byte
}

// writeFont writes a TrueType file of tables, which must be in the order of their tags.
func writeFont(tables []table) []byte {
	n := len(tables)
	power := 1
	shift := 0
	for power*2 <= n {
		power *= 2
		shift++
	}
	size := 12 + 16*n
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	b := make([]byte, 0, size)
	b = binary.BigEndian.AppendUint32(b, 0x00010000)
	for _, v := range []int{n, 16 * power, shift, 16*n - 16*power} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	at, head := 12+16*n, 0
	for _, t := range tables {
		if t.tag == "head" {
			head = at
		}
		b = append(b, t.tag...)
		b = binary.BigEndian.AppendUint32(b, checksum(t.data))
		b = binary.BigEndian.AppendUint32(b, uint32(at))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		b = append(b, t.data...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
	}
	binary.BigEndian.PutUint32(b[head+8:], 0xB1B0AFBA-checksum(b))
	return b
}

func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}
