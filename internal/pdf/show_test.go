package pdf

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestTextIsReadAsItIsShown(t *testing.T) {
	tests := []struct {
		name, content, want string
	}{
		{"one string", "BT /F1 12 Tf 72 720 Td (Hello there) Tj ET", "Hello there"},
		{"kerning does not part words", "BT /F1 12 Tf 72 720 Td [(A)80(V)-20(A)70(TAR)] TJ ET", "AVATAR"},
		{"a gap parts words", "BT /F1 12 Tf 72 720 Td [(one)-300(two)] TJ ET", "one two"},
		{"wide letters are one word", "BT /F1 12 Tf 4 Tc 72 720 Td (TITLE) Tj ET", "TITLE"},
		{"a space written as character spacing", "BT /F1 12 Tf 72 720 Td 4 Tc (}e) Tj 0 Tc 14.68 0 Td (lse) Tj ET", "} else"},
		{"a space that spacing takes back", "BT /F1 12 Tf 72 720 Td -3.3 Tw (abov e) Tj ET", "above"},
		{"lines by leading", "BT /F1 12 Tf 14 TL 72 720 Td (one) Tj T* (two) Tj (three) ' 3 0 (four five) \" ET", "one\ntwo\nthree\nfour five"},
		{"lines by TD", "BT /F1 12 Tf 72 720 Td (one) Tj 0 -14 TD (two) Tj T* (three) Tj ET", "one\ntwo\nthree"},
		{"a line in pieces, last first", "BT /F1 12 Tf 1 0 0 1 150 720 Tm (last) Tj 1 0 0 1 72 720 Tm (first) Tj ET", "first last"},
		{"a line in pieces of two fonts", "BT /F2 12 Tf 72 720 Td (not) Tj /F1 12 Tf ( medically necessary) Tj ET", "not medically necessary"},
		{"a word in pieces of two fonts", "BT /F2 12 Tf 72 720 Td (un) Tj /F1 12 Tf (likely) Tj ET", "unlikely"},
		{"a raised ending stays in its word", "BT /F1 12 Tf 72 720 Td (the 21) Tj /F1 7 Tf 4 Ts (st) Tj 0 Ts /F1 12 Tf ( edition) Tj ET", "the 21st edition"},
		{"lower lines come later, wherever they stand in the file", "BT /F1 12 Tf 72 600 Td (second) Tj 0 100 Td (first) Tj ET", "first\nsecond"},
		{"scaled by the page", "q .1 0 0 .1 0 0 cm BT /F1 120 Tf 720 7200 Td [(one)-400(two)] TJ ET Q", "one two"},
		{"octal, escapes and line ends in strings", "BT /F1 12 Tf 72 720 Td (a\\050b\\)c\\\nd\\145) Tj ET", "a(b)cde"},
		{"hexadecimal", "BT /F1 12 Tf 72 720 Td <48 65 6C6C6F2> Tj ET", "Hello"},
		{"marks of WinAnsi", "BT /F1 12 Tf 72 720 Td (90\\260 \\223x\\224 \\226 \\256 \\222s) Tj ET", "90° “x” – ® ’s"},
		{"a replacement text stands for what is drawn", "/Span <</ActualText (medically)>> BDC BT /F1 12 Tf 72 720 Td (medi-) Tj 0 -14 Td (cally) Tj ET EMC", "medically"},
		{"a replacement text where nothing is drawn", "BT /F1 12 Tf 72 720 Td (a) Tj /Span <</ActualText <FEFF0020>>> BDC EMC (b) Tj ET", "a b"},
		{"drawn twice to look bold", "BT /F1 12 Tf 72 720 Td (Bold) Tj ET BT /F1 12 Tf 72.3 720 Td (Bold) Tj ET", "Bold"},
		{"a picture between", "BT /F1 12 Tf 72 720 Td (before) Tj ET BI /W 2 /H 1 /BPC 8 /CS /G ID \x00EI\x01 EI BT /F1 12 Tf 72 700 Td (after) Tj ET", "before\nafter"},
		{"saved and restored", "BT q /F1 12 Tf 72 720 Td (x) Tj Q ET q 1 0 0 1 0 -100 cm BT /F1 12 Tf 72 720 Td (z) Tj ET Q BT /F1 12 Tf 72 710 Td (y) Tj ET", "x\ny\nz"},
		{"turned text comes after the upright", "BT /F1 12 Tf 0 1 -1 0 50 300 Tm (margin note) Tj ET BT /F1 12 Tf 72 720 Td (text) Tj ET", "text\nmargin note"},
		{"a stamp across the page is a line of its own", "BT /F1 12 Tf 72 500 Td (under the stamp) Tj ET BT /F1 40 Tf .7071 .7071 -.7071 .7071 80 480 Tm (COPY of it) Tj ET", "under the stamp\nCOPY of it"},
		{"text on text", "BT /F1 12 Tf 72 721 Td (Case and dates) Tj ET BT /F1 12 Tf 74 720 Td (Case Number:) Tj 150 0 Td (CM16-0000001) Tj ET", "Case and dates\nCase Number: CM16-0000001"},
		{"words set tightly", "BT /F1 12 Tf 72 720 Td [(of)-125(the)-15(m)] TJ ET", "of them"},
		{"numbers as some programs write them", "BT /F1 +12. Tf 72 --720 Td 1 0 0 1 72 7.2e2 Tm (x) Tj ET", "x"},
		{"operators nobody knows", "BX 1 2 frobnicate EX BT /F1 12 Tf 72 720 Td (x) Tj ET", "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mustText(t, onePage(tt.content).bytes()); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func shown(t *testing.T, o objects) *Shown {
	t.Helper()
	d, err := Open(o.bytes())
	if err != nil {
		t.Fatal(err)
	}
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	s, err := pages[0].Show()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPlacesCountFromTheUpperLeftCornerOfThePageAsItIsLookedAt(t *testing.T) {
	tests := []struct {
		page  string
		x, y  float64
		angle int
	}{
		{"/MediaBox[0 0 612 792]", 72, 72, 0},
		{"/MediaBox[0 0 612 792]/Rotate 90", 720, 72, 90},
		{"/MediaBox[0 0 612 792]/Rotate 180", 540, 720, 180},
		{"/MediaBox[0 0 612 792]/Rotate -90", 72, 540, 270},
		{"/MediaBox[10 20 622 812]", 62, 92, 0},
		{"/MediaBox[0 0 612 792]/CropBox[50 50 562 742]", 22, 22, 0},
		{"/MediaBox[612 792 0 0]", 72, 72, 0},
	}
	for _, tt := range tests {
		o := onePage("BT /F1 12 Tf 72 720 Td (x) Tj ET")
		o[3] = strings.Replace(o[3], "/MediaBox[0 0 612 792]", tt.page, 1)
		g := shown(t, o).Glyphs[0]
		if math.Abs(g.X-tt.x) > 1e-6 || math.Abs(g.Y-tt.y) > 1e-6 || g.Angle != tt.angle {
			t.Errorf("%s: %v, %v turned by %d; want %v, %v turned by %d", tt.page, g.X, g.Y, g.Angle, tt.x, tt.y, tt.angle)
		}
	}
}

func TestWordsHavePlacesSizesAndStyles(t *testing.T) {
	s := shown(t, onePage("BT /F2 12 Tf 72 720 Td (Upheld) Tj /F1 10 Tf ( today) Tj ET /Artifact BMC BT /F1 8 Tf 72 40 Td (Page 1) Tj ET EMC"))
	lines := s.Lines()
	if len(lines) != 2 || len(lines[0].Words) != 2 {
		t.Fatalf("lines: %+v", lines)
	}
	up, today := lines[0].Words[0], lines[0].Words[1]
	width := (722 + 556 + 556 + 444 + 278 + 556) * 0.012 // of Times-Bold
	if !up.Bold || up.Size != 12 || up.X0 != 72 || math.Abs(up.X1-72-width) > 0.01 || up.Y != 72 {
		t.Errorf("%+v", up)
	}
	if today.Bold || today.Size != 10 || today.Artifact || lines[0].Bold() {
		t.Errorf("%+v", today)
	}
	if !lines[1].Words[0].Artifact {
		t.Error("the page number is no artifact")
	}
}

func TestColumnsOfProseAreReadOneByOneAndTablesRowByRow(t *testing.T) {
	var prose, table strings.Builder
	left := strings.Fields("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega aleph beth gimel daleth")
	for i := range 7 {
		fmt.Fprintf(&prose, "BT /F1 10 Tf 72 %d Td (%s) Tj ET ", 700-12*i, strings.Join(left[4*i:4*i+4], " "))
		fmt.Fprintf(&prose, "BT /F1 10 Tf 320 %d Td (right hand side %d) Tj ET ", 700-12*i, i)
		fmt.Fprintf(&table, "BT /F1 10 Tf 72 %d Td (label %d) Tj ET BT /F1 10 Tf 320 %d Td (value %d) Tj ET ", 700-12*i, i, 700-12*i, i)
	}
	got := mustText(t, onePage("BT /F1 10 Tf 72 730 Td (A title over both columns, long enough to cross the gutter of the page below it) Tj ET "+prose.String()).bytes())
	if !strings.HasPrefix(got, "A title") || strings.Index(got, "right hand side 0") < strings.Index(got, "daleth") {
		t.Errorf("columns: %s", got)
	}
	if got := mustText(t, onePage(table.String()).bytes()); !strings.HasPrefix(got, "label 0 value 0\nlabel 1 value 1") {
		t.Errorf("table: %s", got)
	}
}

func TestFontsTellWhatTheirCodesSay(t *testing.T) {
	cmap := "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <00480065> <0002> <D835DC00> endbfchar " +
		"2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <00790079>] endbfrange"
	tests := []struct {
		name, font, show, want string
	}{
		{"differences", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[65/eacute/uni0142 70/f_i/Euro.sc]>>>>", "(ABFG)", "éłfi€"},
		{"MacRoman", "<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/MacRomanEncoding>>", "(\\216\\325)", "é’"},
		{"Symbol", "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>", "(ab\\263)", "αβ≥"},
		{"ZapfDingbats", "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>", "(4n)", "✔■"},
		{"ligatures are letters", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[65/fi/ffl]>>>>", "(AB)", "fiffl"},
		{"ToUnicode before encoding", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding/WinAnsiEncoding/ToUnicode 9 0 R>>", "(ab)", "XY"},
		{"a composite font", "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</W[1[500]]>>]/ToUnicode 8 0 R>>", "<0001 0002 0011 0020 0021>", "He\U0001D400bxyy"},
		{"a code that nothing tells of is not dropped", "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]/ToUnicode 8 0 R>>", "<0001 0999>", "He\uFFFD"},
		{"no font at all", "null", "(plain)", "plain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := onePage("BT /F1 12 Tf 72 720 Td "+tt.show+" Tj ET").with(5, tt.font).with(8, stream("", cmap)).
				with(9, stream("", "2 beginbfchar <61> <0058> <62> <0059> endbfchar"))
			if got := mustText(t, o.bytes()); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFiltersAreUndone(t *testing.T) {
	const want = "Hello, reviewer"
	tests := []struct{ name, stream string }{
		{"none", stream("", hello)},
		{"flate", stream("/Filter/FlateDecode", deflate(hello))},
		{"hexadecimal", stream("/Filter/ASCIIHexDecode", fmt.Sprintf("%X>", hello))},
		{"hexadecimal of flate", stream("/Filter[/ASCIIHexDecode/FlateDecode]", fmt.Sprintf("%x>", deflate(hello)))},
		{"base 85", stream("/Filter/ASCII85Decode", base85(hello))},
		{"run lengths", stream("/Filter/RunLengthDecode", runs(hello))},
		{"a row of the predictor Sub", stream(fmt.Sprintf("/Filter/FlateDecode/DecodeParms<</Predictor 11/Columns %d>>", len(hello)), deflate(sub(hello)))},
		{"TIFF's predictor", stream(fmt.Sprintf("/Filter/FlateDecode/DecodeParms[<</Predictor 2/Columns %d>>]", len(hello)), deflate(sub(hello)[1:]))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mustText(t, onePage("").with(4, tt.stream).bytes()); got != want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func base85(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := min(4, len(s))
		var v uint32
		for i := range 4 {
			v <<= 8
			if i < n {
				v |= uint32(s[i])
			}
		}
		var g [5]byte
		for i := 4; i >= 0; i-- {
			g[i] = byte('!' + v%85)
			v /= 85
		}
		b.Write(g[:n+1])
		s = s[n:]
	}
	return b.String() + "~>"
}

func runs(s string) string {
	var b strings.Builder
	for ; len(s) > 20; s = s[20:] {
		b.WriteString("\x13" + s[:20])
	}
	b.WriteByte(byte(len(s) - 1))
	return b.String() + s + "\x80"
}

func sub(s string) string {
	b := []byte{1}
	prior := byte(0)
	for i := range len(s) {
		b = append(b, s[i]-prior)
		prior = s[i]
	}
	return string(b)
}

func TestFieldsAndNotesSayWhatTheyShow(t *testing.T) {
	o := onePage("BT /F1 12 Tf 72 720 Td (Name:) Tj ET")
	o[3] = strings.Replace(o[3], "/Resources", "/Annots[7 0 R 9 0 R 10 0 R 11 0 R 13 0 R]/Resources", 1)
	o[7] = "<</Subtype/Widget/Rect[120 715 320 735]/AP<</N<</On 8 0 R/Off 12 0 R>>>>/AS/On>>"
	o[8] = stream("/Subtype/Form/BBox[0 0 100 10]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 6 Tf 2 2.5 Td (Jordan) Tj ET")
	o[9] = "<</Subtype/Text/F 2/Rect[120 600 320 620]/AP<</N 12 0 R>>>>"
	o[10] = "<</Subtype/Widget/Rect[120 680 320 700]/Parent<</FT/Tx/V(no drawing)>>>>"
	o[11] = "<</Subtype/FreeText/Rect[120 640 320 660]/Contents(two\nlines)>>"
	o[12] = stream("/Subtype/Form/BBox[0 0 100 10]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 6 Tf (hidden) Tj ET")
	o[13] = "<</Subtype/Popup/Rect[120 640 320 660]/AP<</N 12 0 R>>>>"
	if got, want := mustText(t, o.bytes()), "Name: Jordan\nno drawing\ntwo\nlines"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	o[14] = "<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 15 0 R>>>>"
	o[15] = stream("/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", "broken")
	o[3] = strings.Replace(o[3], "/Annots[", "/Annots[14 0 R ", 1)
	s, d, err := text(o.bytes())
	if err != nil || s == "" || len(d.Problems()) != 1 {
		t.Errorf("a broken stamp: %q, %v, %v", s, d.Problems(), err)
	}
	g := shown(t, o).Glyphs[5] // the form is drawn at twice its size
	if g.Text != "J" || g.X != 124 || g.Size != 12 {
		t.Errorf("%+v", g)
	}
}
