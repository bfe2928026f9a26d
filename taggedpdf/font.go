package taggedpdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf16"
)

// A Font is a parsed TrueType font. It is read once, never changed, and may be used by many documents at
// the same time.
type Font struct {
	name    string // PostScript name
	data    []byte
	upem    int
	glyphs  int
	loca    []byte
	long    bool // loca holds 32-bit offsets
	glyf    []byte
	hmtx    []byte
	metrics int // number of full entries in hmtx
	head    []byte
	hhea    []byte
	maxp    []byte
	os2     []byte
	post    []byte

	latin [0x250]uint16 // glyph of each of the first code points, 0 where there is none
	cmap  cmap
	kern  map[uint32]int16 // by left<<16|right, in font units

	bbox                                [4]int // all metrics below in thousandths of an em
	ascent, descent, capHeight, xHeight int
	italicAngle                         int // 16.16 degrees
	bold                                bool
}

var errFontShort = errors.New("the file ends too early")

// ParseFont reads a TrueType font file (outlines in a glyf table; not OpenType with CFF, not a collection).
// It keeps data, which must not be changed afterwards.
func ParseFont(data []byte) (*Font, error) {
	f, err := parseFont(data)
	if err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	return f, nil
}

func parseFont(data []byte) (*Font, error) {
	if len(data) < 12 {
		return nil, errFontShort
	}
	if v := u32(data, 0); v != 0x00010000 && v != 0x74727565 {
		return nil, errors.New("this is no TrueType font; take one with TrueType outlines (.ttf)")
	}
	tables := map[string][]byte{}
	n := int(u16(data, 4))
	if len(data) < 12+16*n {
		return nil, errFontShort
	}
	for i := range n {
		e := data[12+16*i:]
		off, size := int(u32(e, 8)), int(u32(e, 12))
		if off < 0 || size < 0 || off > len(data) || size > len(data)-off {
			return nil, fmt.Errorf("table %q lies outside the file", e[:4])
		}
		tables[string(e[:4])] = data[off : off+size : off+size]
	}
	for name, size := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "cmap": 4, "glyf": 0, "OS/2": 68, "post": 32} {
		t, ok := tables[name]
		if !ok {
			return nil, fmt.Errorf("it has no %s table", name)
		}
		if len(t) < size {
			return nil, fmt.Errorf("its %s table is too short", name)
		}
	}
	f := &Font{
		data: data, head: tables["head"], hhea: tables["hhea"], maxp: tables["maxp"],
		hmtx: tables["hmtx"], loca: tables["loca"], glyf: tables["glyf"],
		os2: tables["OS/2"], post: tables["post"],
	}
	f.upem = int(u16(f.head, 18))
	f.long = u16(f.head, 50) != 0
	f.glyphs = int(u16(f.maxp, 4))
	f.metrics = int(u16(f.hhea, 34))
	if f.upem < 16 || f.upem > 16384 {
		return nil, fmt.Errorf("it has %d units per em", f.upem)
	}
	width := 2
	if f.long {
		width = 4
	}
	if len(f.loca) < width*(f.glyphs+1) {
		return nil, errors.New("its loca table is too short")
	}
	if f.metrics == 0 || f.metrics > f.glyphs || len(f.hmtx) < 4*f.metrics+2*(f.glyphs-f.metrics) {
		return nil, errors.New("its hmtx table is too short")
	}
	if fsType := u16(f.os2, 8); fsType&0xF == 2 || fsType&0x300 != 0 {
		return nil, errors.New("its licence bits forbid embedding or subsetting")
	}
	if err := f.readCmap(tables["cmap"]); err != nil {
		return nil, err
	}
	f.kern = readKern(tables["kern"])
	f.name = fontName(tables["name"])
	f.readMetrics()
	return f, nil
}

func (f *Font) readMetrics() {
	os2 := f.os2
	for i := range f.bbox {
		f.bbox[i] = f.milli(int(int16(u16(f.head, 36+2*i))))
	}
	f.ascent = f.milli(int(int16(u16(f.hhea, 4))))
	f.descent = f.milli(int(int16(u16(f.hhea, 6))))
	f.capHeight = f.ascent * 7 / 10
	f.xHeight = f.ascent / 2
	if u16(os2, 0) >= 2 && len(os2) >= 90 {
		f.xHeight = f.milli(int(int16(u16(os2, 86))))
		f.capHeight = f.milli(int(int16(u16(os2, 88))))
	}
	f.italicAngle = int(int32(u32(f.post, 4)))
	f.bold = u16(os2, 4) >= 600
}

// Name returns the PostScript name of the font.
func (f *Font) Name() string { return f.name }

// Has says whether the font has a glyph for the character.
func (f *Font) Has(r rune) bool { return f.glyph(r) != 0 }

// glyph returns the index of the glyph of a character, or 0.
func (f *Font) glyph(r rune) int {
	if r >= 0 && int(r) < len(f.latin) {
		return int(f.latin[r])
	}
	return f.cmap.glyph(r, f.glyphs)
}

// milli scales font units to thousandths of an em, rounding halves away from zero.
func (f *Font) milli(units int) int {
	n := units * 1000
	if n < 0 {
		return -((-n + f.upem/2) / f.upem)
	}
	return (n + f.upem/2) / f.upem
}

// advance returns the width of a glyph in font units.
func (f *Font) advance(g int) int {
	return int(u16(f.hmtx, 4*min(g, f.metrics-1)))
}

// outline returns the bytes of a glyph in the glyf table; none for a blank glyph or a damaged table.
func (f *Font) outline(g int) []byte {
	var a, b int
	if f.long {
		a, b = int(u32(f.loca, 4*g)), int(u32(f.loca, 4*g+4))
	} else {
		a, b = 2*int(u16(f.loca, 2*g)), 2*int(u16(f.loca, 2*g+2))
	}
	if a < 0 || b < a || b > len(f.glyf) || b-a < 10 {
		return nil
	}
	return f.glyf[a:b]
}

// box returns the bounds of a glyph from left to right, in font units.
func (f *Font) box(g int) (xMin, xMax int) {
	o := f.outline(g)
	if len(o) == 0 {
		return 0, 0
	}
	return int(int16(u16(o, 2))), int(int16(u16(o, 6)))
}

// A cmap maps ranges of code points to glyphs, in rising order.
type cmap []cmapRange

type cmapRange struct {
	first, last rune
	delta       int    // glyph = code + delta, where list is empty
	list        []byte // glyphs of the range, 16 bits each
}

func (c cmap) glyph(r rune, glyphs int) int {
	i := sort.Search(len(c), func(i int) bool { return c[i].last >= r })
	if i == len(c) || r < c[i].first {
		return 0
	}
	g := 0
	if e := c[i]; e.list == nil {
		g = int(r) + e.delta
	} else if g = int(u16(e.list, 2*int(r-e.first))); g != 0 {
		g = (g + e.delta) & 0xFFFF
	}
	if g < 0 || g >= glyphs {
		return 0
	}
	return g
}

func (f *Font) readCmap(t []byte) error {
	best, at := 0, 0
	for i := range int(u16(t, 2)) {
		if len(t) < 12+8*i {
			return errFontShort
		}
		platform, encoding, off := u16(t, 4+8*i), u16(t, 6+8*i), int(u32(t, 8+8*i))
		if off < 0 || off+8 > len(t) {
			continue
		}
		format := int(u16(t, off))
		unicode := platform == 0 || platform == 3 && (encoding == 1 || encoding == 10)
		if unicode && (format == 4 || format == 12) && format > best {
			best, at = format, off
		}
	}
	var err error
	switch best {
	case 4:
		err = f.readCmap4(t[at:])
	case 12:
		err = f.readCmap12(t[at:])
	default:
		err = errors.New("it has no Unicode map of a known format (4 or 12)")
	}
	if err != nil {
		return err
	}
	for r := range f.latin {
		f.latin[r] = uint16(f.cmap.glyph(rune(r), f.glyphs))
	}
	return nil
}

func (f *Font) readCmap4(t []byte) error {
	if len(t) < 14 {
		return errFontShort
	}
	n := int(u16(t, 6)) / 2
	if len(t) < 16+8*n {
		return errFontShort
	}
	ends, starts, deltas, offsets := 14, 16+2*n, 16+4*n, 16+6*n
	last := rune(-1)
	for i := range n {
		e := cmapRange{first: rune(u16(t, starts+2*i)), last: rune(u16(t, ends+2*i)), delta: int(int16(u16(t, deltas+2*i)))}
		if e.first > e.last || e.first <= last {
			continue
		}
		if off := int(u16(t, offsets+2*i)); off != 0 {
			from, size := offsets+2*i+off, 2*int(e.last-e.first+1)
			if from+size > len(t) {
				if e.first == 0xFFFF {
					continue
				}
				return errFontShort
			}
			e.list = t[from : from+size]
		} else {
			// The sum is taken modulo 65536: where it wraps, the range is cut in two.
			if wrap := rune(0x10000 - (int(e.first)+e.delta)&0xFFFF + int(e.first)); wrap <= e.last {
				f.cmap = append(f.cmap, cmapRange{first: e.first, last: wrap - 1, delta: (int(e.first)+e.delta)&0xFFFF - int(e.first)})
				e.first = wrap
			}
			e.delta = (int(e.first)+e.delta)&0xFFFF - int(e.first)
		}
		last = e.last
		f.cmap = append(f.cmap, e)
	}
	return nil
}

func (f *Font) readCmap12(t []byte) error {
	if len(t) < 16 {
		return errFontShort
	}
	n := int(u32(t, 12))
	if n < 0 || n > (len(t)-16)/12 {
		return errFontShort
	}
	last := rune(-1)
	for i := range n {
		a, b, g := u32(t, 16+12*i), u32(t, 20+12*i), u32(t, 24+12*i)
		if a > b || b > 0x10FFFF || g > 0xFFFF || rune(a) <= last {
			continue
		}
		last = rune(b)
		f.cmap = append(f.cmap, cmapRange{first: rune(a), last: last, delta: int(g) - int(a)})
	}
	return nil
}

// readKern reads the pairs of a kern table of format 0, the only one in use outside Apple's fonts. A
// damaged table is no reason to refuse a font: its pairs are left out.
func readKern(t []byte) map[uint32]int16 {
	if len(t) < 18 || u16(t, 0) != 0 {
		return nil
	}
	if u16(t, 8)>>8 != 0 || u16(t, 8)&1 == 0 {
		return nil
	}
	n := min(int(u16(t, 10)), (len(t)-18)/6)
	pairs := make(map[uint32]int16, n)
	for i := range n {
		pairs[u32(t, 18+6*i)] = int16(u16(t, 22+6*i))
	}
	return pairs
}

func fontName(t []byte) string {
	const unnamed = "Unnamed"
	if len(t) < 6 {
		return unnamed
	}
	store := int(u16(t, 4))
	for i := range int(u16(t, 2)) {
		if len(t) < 18+12*i {
			break
		}
		e := t[6+12*i:]
		from, size := store+int(u16(e, 10)), int(u16(e, 8))
		if u16(e, 0) != 3 || u16(e, 6) != 6 || from+size > len(t) {
			continue
		}
		var units []uint16
		for j := from; j+1 < from+size; j += 2 {
			units = append(units, u16(t, j))
		}
		name := strings.Map(func(r rune) rune {
			if r <= ' ' || r >= 0x7F || strings.ContainsRune("()<>[]{}/%#", r) {
				return -1
			}
			return r
		}, string(utf16.Decode(units)))
		if name != "" {
			return name
		}
	}
	return unnamed
}

func u16(b []byte, i int) uint16 { return binary.BigEndian.Uint16(b[i:]) }
func u32(b []byte, i int) uint32 { return binary.BigEndian.Uint32(b[i:]) }
