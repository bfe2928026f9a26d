package main

import (
	"encoding/binary"
	"errors"

	"github.com/openimr/openimr/taggedpdf"
)

// gpos is the part of a GPOS table that this program reads: pair adjustment of the advance of the left glyph.
type gpos struct {
	t    []byte
	upem int
}

// kernPairs reads the kerning between chars out of the GPOS table of a font. The font is one that was
// chosen by hand, so offsets are not checked: a damaged file ends the program.
func kernPairs(font []byte, chars []rune) ([]taggedpdf.KernPair, error) {
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		e := font[12+16*i:]
		at, size := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		tables[string(e[:4])] = font[at : at+size]
	}
	if tables["GPOS"] == nil {
		return nil, errors.New("the font has no GPOS table")
	}
	g := gpos{tables["GPOS"], int(binary.BigEndian.Uint16(tables["head"][18:]))}
	lookups := g.kernLookups()
	glyphs := map[rune]int{}
	for _, r := range chars {
		if id := glyphOf(tables["cmap"], r); id != 0 {
			glyphs[r] = id
		}
	}
	var pairs []taggedpdf.KernPair
	for _, a := range chars {
		for _, b := range chars {
			if glyphs[a] == 0 || glyphs[b] == 0 {
				continue
			}
			by := 0
			for _, l := range lookups {
				by += g.pair(l, glyphs[a], glyphs[b])
			}
			if by = by * 1000 / g.upem; by <= -4 || by >= 4 { // less is not seen
				pairs = append(pairs, taggedpdf.KernPair{Left: a, Right: b, By: by})
			}
		}
	}
	return pairs, nil
}

func (g gpos) u(at int) int { return int(binary.BigEndian.Uint16(g.t[at:])) }
func (g gpos) i(at int) int { return int(int16(binary.BigEndian.Uint16(g.t[at:]))) }

// kernLookups returns the offsets of the lookups that the feature kern names in any script.
func (g gpos) kernLookups() []int {
	features, list := g.u(6), g.u(8)
	seen := map[int]bool{}
	var offsets []int
	for i := range g.u(features) {
		rec := features + 2 + 6*i
		if string(g.t[rec:rec+4]) != "kern" {
			continue
		}
		f := features + g.u(rec+4)
		for k := range g.u(f + 2) {
			if n := g.u(f + 4 + 2*k); !seen[n] {
				seen[n] = true
				offsets = append(offsets, list+g.u(list+2+2*n))
			}
		}
		break // the scripts share their pairs in the fonts that are used here
	}
	return offsets
}

// pair returns the adjustment of the first subtable of a lookup that covers the pair.
func (g gpos) pair(lookup, left, right int) int {
	kind := g.u(lookup)
	for i := range g.u(lookup + 4) {
		at := lookup + g.u(lookup+6+2*i)
		k := kind
		if k == 9 { // the table is elsewhere
			k = g.u(at + 2)
			at += int(binary.BigEndian.Uint32(g.t[at+4:]))
		}
		if k != 2 {
			continue
		}
		index := g.coverage(at+g.u(at+2), left)
		if index < 0 {
			continue
		}
		if by, ok := g.subtable(at, index, left, right); ok {
			return by
		}
	}
	return 0
}

func (g gpos) subtable(at, index, left, right int) (int, bool) {
	const advance = 4 // bit of the horizontal advance in a value format
	first, second := g.u(at+4), g.u(at+6)
	size1, size2 := 2*ones(first), 2*ones(second)
	skip := 2 * ones(first&(advance-1))
	if g.u(at) == 1 {
		set := at + g.u(at+10+2*index)
		for i := range g.u(set) {
			rec := set + 2 + i*(2+size1+size2)
			if g.u(rec) == right && first&advance != 0 {
				return g.i(rec + 2 + skip), true
			}
		}
		return 0, false
	}
	a, b := g.class(at+g.u(at+8), left), g.class(at+g.u(at+10), right)
	rec := at + 16 + (a*g.u(at+14)+b)*(size1+size2)
	if first&advance == 0 {
		return 0, true
	}
	return g.i(rec + skip), true
}

func ones(n int) int {
	count := 0
	for ; n > 0; n >>= 1 {
		count += n & 1
	}
	return count
}

func (g gpos) coverage(at, glyph int) int {
	n := g.u(at + 2)
	if g.u(at) == 1 {
		for i := range n {
			if g.u(at+4+2*i) == glyph {
				return i
			}
		}
		return -1
	}
	for i := range n {
		r := at + 4 + 6*i
		if glyph >= g.u(r) && glyph <= g.u(r+2) {
			return g.u(r+4) + glyph - g.u(r)
		}
	}
	return -1
}

func (g gpos) class(at, glyph int) int {
	if g.u(at) == 1 {
		if i := glyph - g.u(at+2); i >= 0 && i < g.u(at+4) {
			return g.u(at + 6 + 2*i)
		}
		return 0
	}
	for i := range g.u(at + 2) {
		r := at + 4 + 6*i
		if glyph >= g.u(r) && glyph <= g.u(r+2) {
			return g.u(r + 4)
		}
	}
	return 0
}

// glyphOf looks a character up in the first map of format 12.
func glyphOf(cmap []byte, r rune) int {
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		t := cmap[binary.BigEndian.Uint32(cmap[8+8*i:]):]
		if binary.BigEndian.Uint16(t) != 12 {
			continue
		}
		for k := range int(binary.BigEndian.Uint32(t[12:])) {
			e := t[16+12*k:]
			if first := binary.BigEndian.Uint32(e); uint32(r) >= first && uint32(r) <= binary.BigEndian.Uint32(e[4:]) {
				return int(binary.BigEndian.Uint32(e[8:]) + uint32(r) - first)
			}
		}
	}
	return 0
}
