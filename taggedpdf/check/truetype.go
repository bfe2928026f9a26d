package check

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A trueType is an embedded TrueType font, as far as the checks need it.
type trueType struct {
	unitsPerEm int
	glyphs     int
	advance    []uint16 // of the glyphs; the last one counts for those beyond
	loca       []uint32 // where each glyph begins and the last ends
	cmaps      []cmapTable
}

// A cmapTable is one character map.
type cmapTable struct {
	platform, encoding int
	lookup             func(code int) int // the glyph, 0 for none
}

var errFont = errors.New("the font is cut or broken")

// readTrueType takes a font apart. Everything is taken from data with its bounds checked.
func readTrueType(data []byte) (f *trueType, err error) {
	defer func() { // a table that ends early
		if recover() != nil {
			f, err = nil, errFont
		}
	}()
	if len(data) < 12 {
		return nil, errFont
	}
	tables := map[string][]byte{}
	n := int(u16(data, 4))
	for i := range n {
		e := data[12+16*i:]
		at, size := int(u32(e, 8)), int(u32(e, 12))
		if at < 0 || size < 0 || at+size > len(data) {
			return nil, fmt.Errorf("the table %q is outside of the font", e[:4])
		}
		tables[string(e[:4])] = data[at : at+size]
	}
	for _, t := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf"} {
		if tables[t] == nil {
			return nil, fmt.Errorf("the font has no table %q", t)
		}
	}
	f = &trueType{unitsPerEm: int(u16(tables["head"], 18)), glyphs: int(u16(tables["maxp"], 4))}
	if f.unitsPerEm == 0 || f.glyphs == 0 {
		return nil, errFont
	}
	for i := range int(u16(tables["hhea"], 34)) {
		f.advance = append(f.advance, u16(tables["hmtx"], 4*i))
	}
	if len(f.advance) == 0 {
		return nil, errors.New("the font has no widths")
	}
	long := u16(tables["head"], 50) == 1
	for i := range f.glyphs + 1 {
		if long {
			f.loca = append(f.loca, u32(tables["loca"], 4*i))
		} else {
			f.loca = append(f.loca, 2*uint32(u16(tables["loca"], 2*i)))
		}
		if int64(f.loca[i]) > int64(len(tables["glyf"])) || i > 0 && f.loca[i] < f.loca[i-1] {
			return nil, errors.New("a glyph is outside of the font")
		}
	}
	if t := tables["cmap"]; t != nil {
		f.readCmaps(t)
	}
	return f, nil
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }

// width returns a glyph's advance in thousandths of the size.
func (f *trueType) width(glyph int) float64 {
	return float64(f.advance[min(glyph, len(f.advance)-1)]) * 1000 / float64(f.unitsPerEm)
}

// drawn reports whether a glyph has an outline.
func (f *trueType) drawn(glyph int) bool { return f.loca[glyph+1] > f.loca[glyph] }

// cmap returns a character map, nil where the font has none of the kind.
func (f *trueType) cmap(platform, encoding int) *cmapTable {
	for i, t := range f.cmaps {
		if t.platform == platform && t.encoding == encoding {
			return &f.cmaps[i]
		}
	}
	return nil
}

func (f *trueType) readCmaps(t []byte) {
	for i := range int(u16(t, 2)) {
		platform, encoding, at := int(u16(t, 4+8*i)), int(u16(t, 6+8*i)), int(u32(t, 8+8*i))
		m := t[at:]
		c := cmapTable{platform, encoding, func(int) int { return 0 }}
		switch u16(m, 0) {
		case 0:
			c.lookup = func(code int) int {
				if code < 0 || code > 255 {
					return 0
				}
				return int(m[6+code])
			}
		case 4:
			c.lookup = func(code int) int { return lookup4(m, code) }
		case 6:
			first, n := int(u16(m, 6)), int(u16(m, 8))
			c.lookup = func(code int) int {
				if code < first || code >= first+n {
					return 0
				}
				return int(u16(m, 10+2*(code-first)))
			}
		case 12:
			c.lookup = func(code int) int {
				for g := range int(u32(m, 12)) {
					lo, hi := int(u32(m, 16+12*g)), int(u32(m, 20+12*g))
					if code >= lo && code <= hi {
						return int(u32(m, 24+12*g)) + code - lo
					}
				}
				return 0
			}
		}
		f.cmaps = append(f.cmaps, c)
	}
}

// lookup4 searches a character map of format 4.
func lookup4(m []byte, code int) int {
	if code > 0xFFFF {
		return 0
	}
	n := int(u16(m, 6)) / 2
	for s := range n {
		if code > int(u16(m, 14+2*s)) {
			continue
		}
		start := int(u16(m, 16+2*n+2*s))
		if code < start {
			return 0
		}
		delta, at := int(u16(m, 16+4*n+2*s)), 16+6*n+2*s
		offset := int(u16(m, at))
		if offset == 0 {
			return (code + delta) & 0xFFFF
		}
		g := int(u16(m, at+offset+2*(code-start)))
		if g == 0 {
			return 0
		}
		return (g + delta) & 0xFFFF
	}
	return 0
}
