package taggedpdf

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func fontFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("serif/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The package golang.org/x/image/font/sfnt reads the same fonts by code of its own.
func otherReader(t *testing.T, data []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGlyphsWidthsAndKerningAreReadAsAnotherReaderDoes(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"SourceSerif4-Regular.ttf", "SourceSerif4-SemiBoldItalic.ttf", "DejaVuSans-Fallback.ttf"} {
		data := fontFile(t, file)
		own, err := ParseFont(data)
		if err != nil {
			t.Fatal(err)
		}
		other := otherReader(t, data)
		if name, err := other.Name(nil, sfnt.NameIDPostScript); err != nil || own.Name() != name {
			t.Errorf("%s: the name is %q, want %q (%v)", file, own.Name(), name, err)
		}
		ppem := fixed.Int26_6(other.UnitsPerEm()) << 6
		var b sfnt.Buffer
		count := 0
		for r := rune(0); r < 0x30000; r++ {
			want, err := other.GlyphIndex(&b, r)
			if err != nil {
				t.Fatal(err)
			}
			got := own.glyph(r)
			if got != int(want) || own.Has(r) != (want != 0) {
				t.Fatalf("%s: %U is glyph %d, want %d", file, r, got, want)
			}
			if want == 0 {
				continue
			}
			count++
			width, err := other.GlyphAdvance(&b, want, ppem, font.HintingNone)
			if err != nil {
				t.Fatal(err)
			}
			if own.advance(got) != width.Round() {
				t.Fatalf("%s: %U is %d wide, want %d", file, r, own.advance(got), width.Round())
			}
		}
		if count < 600 {
			t.Errorf("%s has %d characters", file, count)
		}
		for _, pair := range []string{"AV", "To", "Te", "nn", "“A", "P."} {
			l, r := own.glyph([]rune(pair)[0]), own.glyph([]rune(pair)[1])
			want, err := other.Kern(&b, sfnt.GlyphIndex(l), sfnt.GlyphIndex(r), ppem, font.HintingNone)
			if err != nil {
				want = 0 // no kern table
			}
			if got := int(own.kern[uint32(l)<<16|uint32(r)]); got != want.Round() {
				t.Errorf("%s: %q is kerned by %d, want %d", file, pair, got, want.Round())
			}
		}
	}
}

// withMap returns a font file with another cmap table, in format 4.
func withMap(t *testing.T, data, cmap4 []byte) []byte {
	t.Helper()
	var list []table
	for i := range int(u16(data, 4)) {
		e := data[12+16*i:]
		list = append(list, table{string(e[:4]), data[u32(e, 8) : u32(e, 8)+u32(e, 12)]})
		if list[i].tag == "cmap" {
			list[i].data = append([]byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}, cmap4...)
		}
	}
	return writeFont(list)
}

func words(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = append(b, byte(v>>8), byte(v))
	}
	return b
}

func TestAMapOfFormat4IsReadAsAnotherReaderDoes(t *testing.T) {
	t.Parallel()
	// Four ranges: by distance, by a list with a hole, by a distance that wraps around, and the last one that each map has.
	format4 := func(delta int) []byte {
		return words(4, 16+8*4+2*3, 0, 8, 8, 2, 0,
			'C', 'g', 0x2003, 0xFFFF, 0,
			'A', 'e', 0x2000, 0xFFFF,
			-'A'+10, delta, -0x2000+2, 1,
			0, 6, 0, 0,
			20, 0, 22)
	}
	good := format4(0)
	data := withMap(t, fontFile(t, "SourceSerif4-Regular.ttf"), good)
	own, err := ParseFont(data)
	if err != nil {
		t.Fatal(err)
	}
	other := otherReader(t, data)
	var b sfnt.Buffer
	found := 0
	for r := rune(0); r < 0x10000; r++ {
		want, err := other.GlyphIndex(&b, r)
		if err != nil {
			t.Fatal(err)
		}
		if got := own.glyph(r); got != int(want) {
			t.Errorf("%U is glyph %d, want %d", r, got, want)
		}
		if want != 0 {
			found++
		}
	}
	if found != 9 {
		t.Errorf("%d characters have a glyph, want 9", found)
	}
	// The other reader leaves out that a distance is added to the entries of a list as well.
	moved, err := ParseFont(withMap(t, data, format4(3)))
	if err != nil {
		t.Fatal(err)
	}
	if e, f, g := moved.glyph('e'), moved.glyph('f'), moved.glyph('g'); e != 23 || f != 0 || g != 25 {
		t.Errorf("the glyphs of a list at a distance are %d, %d and %d, want 23, 0 and 25", e, f, g)
	}
	for _, cut := range []int{2, 10, 20, 40, len(good) - 2} {
		if _, err := ParseFont(withMap(t, fontFile(t, "SourceSerif4-Regular.ttf"), good[:cut])); err == nil {
			t.Errorf("a map cut after %d bytes is taken", cut)
		}
	}
}

func TestASubsetDrawsTheSameOutlines(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"SourceSerif4-Regular.ttf", "DejaVuSans-Fallback.ttf"} {
		data := fontFile(t, file)
		own, err := ParseFont(data)
		if err != nil {
			t.Fatal(err)
		}
		chars := []rune("Aéǻńfi½≥ẵŁ☒ΩЖ§“ ")
		small, err := own.Trim("Small", chars, []KernPair{{'A', 'f', -50}})
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseFont(small)
		if err != nil {
			t.Fatal(err)
		}
		before, after := otherReader(t, data), otherReader(t, small)
		if again.Name() != "Small" || after.NumGlyphs() > 2*len(chars) {
			t.Errorf("%s: the subset is named %q and has %d glyphs", file, again.Name(), after.NumGlyphs())
		}
		for _, r := range chars {
			if !own.Has(r) {
				continue
			}
			want, got := segments(t, before, r), segments(t, after, r)
			if !slices.Equal(want, got) {
				t.Errorf("%s: %q is drawn with %d segments, want %d, or other ones", file, r, len(got), len(want))
			}
			if own.advance(own.glyph(r)) != again.advance(again.glyph(r)) {
				t.Errorf("%s: %q has another width", file, r)
			}
		}
		if again.Has('B') {
			t.Errorf("%s: the subset has a B", file)
		}
		if got := again.kern[uint32(again.glyph('A'))<<16|uint32(again.glyph('f'))]; own.milli(int(got)) != -50 && own.milli(int(got)) != -49 {
			t.Errorf("%s: the pair is kerned by %d", file, got)
		}
	}
}

func segments(t *testing.T, f *sfnt.Font, r rune) []sfnt.Segment {
	t.Helper()
	var b sfnt.Buffer
	g, err := f.GlyphIndex(&b, r)
	if err != nil || g == 0 {
		t.Fatalf("%q: glyph %d, %v", r, g, err)
	}
	s, err := f.LoadGlyph(&b, g, fixed.Int26_6(f.UnitsPerEm())<<6, nil)
	if err != nil {
		t.Fatalf("%q: %v", r, err)
	}
	return slices.Clone(s)
}

func TestEveryCharacterHasANumberOfItsOwn(t *testing.T) {
	t.Parallel()
	f := newFace(testFonts().Regular)
	space, fixed := f.cid(' ', f.font.glyph(' ')), f.cid('\u00a0', f.font.glyph(' '))
	if space == fixed || f.cid(' ', f.font.glyph(' ')) != space || space == 0 {
		t.Errorf("space is %d, the space that does not break %d", space, fixed)
	}
	if mark := f.cid('\u0304', f.font.glyph('\u0304')); f.chars[mark].width != 0 {
		t.Error("a mark advances")
	}
}

func TestFontsThatCannotBeUsedAreRefused(t *testing.T) {
	t.Parallel()
	good := fontFile(t, "SourceSerif4-Regular.ttf")
	cut := func(tag string) []byte { // renames a table, so that it is missing
		b := bytes.Clone(good)
		copy(b[bytes.Index(b[:300], []byte(tag)):], "XXXX")
		return b
	}
	forbidden := bytes.Clone(good)
	at := bytes.Index(forbidden[:300], []byte("OS/2"))
	forbidden[u32(forbidden, at+8)+9] = 2
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":         {nil, "ends too early"},
		"text":          {[]byte("hello, this is text"), "no TrueType font"},
		"CFF":           {append([]byte("OTTO"), good[4:]...), "TrueType outlines"},
		"cut":           {good[:len(good)/2], "outside the file"},
		"no outlines":   {cut("glyf"), "no glyf table"},
		"no map":        {cut("cmap"), "no cmap table"},
		"not to embed":  {forbidden, "forbid embedding"},
		"no characters": {append(bytes.Clone(good[:4]), 0, 0, 0, 0, 0, 0, 0, 0), "has no"},
	} {
		_, err := ParseFont(c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

// use draws with a font whose file may be damaged.
func use(t testing.TB, data []byte) {
	t.Helper()
	f, err := ParseFont(data)
	if err != nil {
		return
	}
	d := document(Paragraph{Text: run("The quick brown fox ½ é ẵ")})
	d.Fonts = Fonts{Regular: f}
	if out, err := d.Bytes(); err == nil {
		if _, err := readFile(out); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADamagedFontNeverPanics(t *testing.T) {
	t.Parallel()
	good := fontFile(t, "SourceSerif4-Regular.ttf")
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		b := bytes.Clone(good)
		for range 1 + random.IntN(20) {
			at := random.IntN(len(b))
			if random.IntN(2) == 0 {
				at = random.IntN(400) // the table of tables and what follows it
			}
			b[at] = byte(random.IntN(256))
		}
		use(t, b)
	}
}

func FuzzParseFont(f *testing.F) {
	font, err := ParseFont(fontFile(f, "SourceSerif4-Regular.ttf"))
	if err != nil {
		f.Fatal(err)
	}
	small, err := font.Trim("Small", []rune("The quick brown fox é"), []KernPair{{'T', 'h', -20}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Fuzz(func(t *testing.T, data []byte) { use(t, data) })
}
