package export

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/openimr/openimr/taggedpdf/serif"
)

// A typeface is the font of what is printed: numbers and pages that say what is missing. It knows which of its glyphs
// were used, for its table of widths and letters.
type typeface struct {
	object int
	data   []byte
	font   *sfnt.Font
	buf    sfnt.Buffer
	used   map[sfnt.GlyphIndex]rune
	units  fixed.Int26_6
}

func newTypeface() (*typeface, error) {
	data := serif.Files().Regular
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read the font of the numbers: %w", err)
	}
	return &typeface{data: data, font: f, used: map[sfnt.GlyphIndex]rune{}, units: fixed.I(1000)}, nil
}

// glyph is the glyph of a character; what the font does not have is shown as a question mark.
func (t *typeface) glyph(r rune) sfnt.GlyphIndex {
	g, err := t.font.GlyphIndex(&t.buf, r)
	if (err != nil || g == 0) && r != '?' {
		return t.glyph('?')
	}
	return g
}

// advance is how far a glyph moves, in thousandths of the size.
func (t *typeface) advance(g sfnt.GlyphIndex) float32 {
	a, err := t.font.GlyphAdvance(&t.buf, g, t.units, font.HintingNone)
	if err != nil {
		return 0
	}
	return float32(a) / 64
}

func (t *typeface) width(s string, size float32) float32 {
	var w float32
	for _, r := range s {
		w += t.advance(t.glyph(r))
	}
	return w * size / 1000
}

// lines breaks a text into lines of at most width points.
func (t *typeface) lines(s string, size, width float32) []string {
	var out []string
	line := ""
	for _, w := range strings.Fields(clean(s)) {
		next := strings.TrimSpace(line + " " + w)
		if line != "" && t.width(next, size) > width {
			out, next = append(out, line), w
		}
		line = next
	}
	return append(out, line)
}

// show prints a line from x on.
func (t *typeface) show(c *bytes.Buffer, s string, x, y, size float32) {
	fmt.Fprintf(c, "BT 0 Tr 100 Tz /N %.1f Tf 1 0 0 1 %.2f %.2f Tm <", size, x, y)
	for _, r := range clean(s) {
		g := t.glyph(r)
		if _, ok := t.used[g]; !ok {
			t.used[g] = r
		}
		fmt.Fprintf(c, "%04X", uint16(g))
	}
	c.WriteString("> Tj ET\n")
}

// write writes the font.
func (t *typeface) write(f *file) {
	program := f.stream(0, fmt.Sprintf("/Filter/FlateDecode/Length1 %d", len(t.data)), deflate(t.data))
	b, err := t.font.Bounds(&t.buf, t.units, font.HintingNone)
	if err != nil {
		b = fixed.R(-200, -900, 1200, 300)
	}
	desc := f.object(0, "<</Type/FontDescriptor/FontName/SourceSerif4-Regular/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent 918/Descent -335/CapHeight 670/StemV 80/FontFile2 %d 0 R>>",
		b.Min.X.Floor(), -b.Max.Y.Ceil(), b.Max.X.Ceil(), -b.Min.Y.Floor(), program)
	glyphs := slices.Sorted(maps.Keys(t.used))
	var widths strings.Builder
	for _, g := range glyphs {
		fmt.Fprintf(&widths, "%d[%.2f]", g, t.advance(g))
	}
	letters := f.stream(0, "/Filter/FlateDecode", deflate(unicodeMap(func(b *strings.Builder) {
		for some := range slices.Chunk(glyphs, 100) {
			fmt.Fprintf(b, "%d beginbfchar\n", len(some))
			for _, g := range some {
				fmt.Fprintf(b, "<%04X><%04X>\n", uint16(g), t.used[g])
			}
			b.WriteString("endbfchar\n")
		}
	})))
	child := f.object(0, "<</Type/Font/Subtype/CIDFontType2/BaseFont/SourceSerif4-Regular/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[%s]/CIDToGIDMap/Identity>>", desc, widths.String())
	f.object(t.object, "<</Type/Font/Subtype/Type0/BaseFont/SourceSerif4-Regular/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", child, letters)
}
