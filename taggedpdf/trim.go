package taggedpdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// A KernPair moves two neighbours nearer to each other or further apart, by thousandths of an em.
type KernPair struct {
	Left, Right rune
	By          int
}

// Trim returns a font file with only some characters of the font, in the order of their code points, for a
// program that wants to carry a small one. Characters that the font lacks are left out, as are hinting and
// all layout tables; pairs are written to a kern table. The name is the PostScript name of the new font:
// some licences ask for another one than the original's.
func (f *Font) Trim(name string, chars []rune, pairs []KernPair) ([]byte, error) {
	chars = slices.Clone(chars)
	slices.Sort(chars)
	chars = slices.Compact(chars)
	sub := newFace(f)
	var kept []rune
	for _, r := range chars {
		if g := f.glyph(r); g != 0 {
			id := sub.cid(r, g)
			sub.chars[id].width = max(1, f.milli(f.advance(g))) // marks keep the advance they have
			kept = append(kept, r)
		}
	}
	if len(kept) == 0 {
		return nil, errors.New("trim font: it has none of the characters")
	}
	groups := [][3]uint32{}
	for i, r := range kept {
		if n := len(groups); n > 0 && groups[n-1][1]+1 == uint32(r) {
			groups[n-1][1]++
			continue
		}
		groups = append(groups, [3]uint32{uint32(r), uint32(r), uint32(i + 1)})
	}
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
	cmap = binary.BigEndian.AppendUint32(cmap, uint32(16+12*len(groups)))
	cmap = binary.BigEndian.AppendUint32(cmap, 0)
	cmap = binary.BigEndian.AppendUint32(cmap, uint32(len(groups)))
	for _, g := range groups {
		for _, v := range g {
			cmap = binary.BigEndian.AppendUint32(cmap, v)
		}
	}
	var letters []byte
	for _, u := range utf16.Encode([]rune(name)) {
		letters = binary.BigEndian.AppendUint16(letters, u)
	}
	names := []byte{0, 0, 0, 1, 0, 18, 0, 3, 0, 1, 4, 9, 0, 6, byte(len(letters) >> 8), byte(len(letters)), 0, 0}
	list := append(sub.tables(), table{"cmap", cmap}, table{"name", append(names, letters...)},
		table{"OS/2", f.os2}, table{"post", append([]byte{0, 3, 0, 0}, f.post[4:32]...)})
	if len(pairs) > 0 {
		kern, err := sub.kernTable(pairs)
		if err != nil {
			return nil, err
		}
		list = append(list, table{"kern", kern})
	}
	slices.SortFunc(list, func(a, b table) int { return strings.Compare(a.tag, b.tag) })
	return writeFont(list), nil
}

// kernTable writes a kern table of format 0. Pairs of characters that the face lacks are left out.
func (f *face) kernTable(pairs []KernPair) ([]byte, error) {
	var list []uint64 // left, right and distance in 16 bits each, so that they sort as they must
	for _, p := range pairs {
		left, right := f.known(p.Left), f.known(p.Right)
		by := int16(p.By * f.font.upem / 1000)
		if left != 0 && right != 0 && by != 0 {
			list = append(list, uint64(left)<<32|uint64(right)<<16|uint64(uint16(by)))
		}
	}
	slices.Sort(list)
	const head, most = 14, (0xFFFF - 14) / 6
	if len(list) > most {
		return nil, fmt.Errorf("trim font: %d pairs are more than the %d of a kern table", len(list), most)
	}
	b := []byte{0, 0, 0, 1, 0, 0}
	for _, v := range []int{head + 6*len(list), 1, len(list), 0, 0, 0} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	for _, v := range list {
		b = binary.BigEndian.AppendUint16(b, uint16(v>>32))
		b = binary.BigEndian.AppendUint32(b, uint32(v))
	}
	return b, nil
}

// known returns the number of a character that the face has been given, or 0.
func (f *face) known(r rune) uint16 {
	if r >= 0 && int(r) < len(f.latin) {
		return f.latin[r]
	}
	return f.others[r]
}
