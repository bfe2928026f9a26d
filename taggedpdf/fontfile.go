package taggedpdf

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"unicode/utf16"
)

// write puts the subset of the font and all that describes it into the file, and returns the number of the
// font's object.
func (f *face) write(out *file) int {
	font := f.font
	program := f.subset()
	// The tag before the name tells the subsets of one font apart; it follows from what they hold.
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	name := pdfName(string(tag) + "+" + font.name)
	data := out.stream(fmt.Sprintf("/Length1 %d", len(program)), program, true)
	flags := 4 // symbolic: the characters are chosen by number, not by name
	if font.italicAngle != 0 {
		flags |= 64
	}
	stem := 80
	if font.bold {
		stem = 140
	}
	descriptor := out.add(fmt.Appendf(nil, "<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/XHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, flags, font.bbox[0], font.bbox[1], font.bbox[2], font.bbox[3], font.italicAngle>>16, font.ascent, font.descent, font.capHeight, font.xHeight, stem, data))
	widths := []byte("[0[")
	for i, c := range f.chars {
		if i > 0 {
			widths = append(widths, ' ')
		}
		widths = strconv.AppendInt(widths, int64(c.width), 10)
	}
	widths = append(widths, "]]"...)
	cid := out.add(fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/W%s/DW 0/CIDToGIDMap/Identity>>",
		name, descriptor, widths))
	unicode := out.stream("", f.toUnicode(), true)
	return out.add(fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cid, unicode))
}

// toUnicode writes the map from glyph numbers back to characters.
func (f *face) toUnicode() []byte {
	b := []byte("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	const most = 100 // entries in one block, by the specification
	for from := 1; from < len(f.chars); from += most {
		to := min(from+most, len(f.chars))
		b = strconv.AppendInt(b, int64(to-from), 10)
		b = append(b, " beginbfchar\n"...)
		for i := from; i < to; i++ {
			b = append(b, '<')
			b = appendHex(b, uint16(i))
			b = append(b, "><"...)
			if r := f.chars[i].r; r < 0x10000 {
				b = appendHex(b, uint16(r))
			} else {
				hi, lo := utf16.EncodeRune(r)
				b = appendHex(appendHex(b, uint16(hi)), uint16(lo))
			}
			b = append(b, ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"...)
}
