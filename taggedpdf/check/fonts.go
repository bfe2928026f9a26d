package check

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openimr/openimr/internal/pdf"
)

// checkFonts checks every font that the pages show text in.
func (c *checker) checkFonts() {
	for _, f := range c.order {
		c.meet("31-009", "31-027", "A 6.2.11", "A 6.2.11.7")
		c.fontName(f)
		c.says(f)
		switch kind := c.doc.Name(f.dict["Subtype"]); kind {
		case "Type0":
			c.composite(f)
		case "TrueType":
			c.simpleTrueType(f)
		case "Type1", "MMType1":
			c.type1(f)
		case "Type3":
			c.unchecked = append(c.unchecked, f.name+": the drawings of a Type 3 font are not followed")
		default:
			c.fail("A 6.2.11", f.name, "a font of kind %q is not known", string(kind))
		}
	}
}

// says checks whether the file tells what each character says.
func (c *checker) says(f *usedFont) {
	for _, code := range slices.Sorted(maps.Keys(f.codes)) {
		ch := f.codes[code]
		if !ch.Known || ch.Text == "" {
			c.fail("10-001", f.name, "the code %d says nothing", code)
			c.fail("A 6.2.11.7", f.name, "the code %d says nothing", code)
			continue
		}
		for _, r := range ch.Text {
			if unicode.Is(unicode.Co, r) {
				c.fail("A 6.2.11.7", f.name, "the code %d says U+%04X, which means nothing to others", code, r)
			}
		}
	}
	told := f.font.ToUnicode()
	if told == nil {
		c.otherwiseTold(f)
		return
	}
	c.meet("31-028", "31-029")
	for _, s := range told {
		for _, r := range s {
			switch r {
			case 0:
				c.fail("31-028", f.name, "its ToUnicode table says U+0000")
				c.fail("A 6.2.11.7", f.name, "its ToUnicode table says U+0000")
			case 0xFEFF, 0xFFFE:
				c.fail("31-029", f.name, "its ToUnicode table says U+%04X", r)
				c.fail("A 6.2.11.7", f.name, "its ToUnicode table says U+%04X", r)
			}
		}
	}
}

// otherwiseTold checks the ways without a ToUnicode table.
func (c *checker) otherwiseTold(f *usedFont) {
	kind := c.doc.Name(f.dict["Subtype"])
	enc := c.doc.Name(f.dict["Encoding"])
	if enc == "" {
		enc = c.doc.Name(c.doc.Dict(f.dict["Encoding"])["BaseEncoding"])
	}
	if enc == "MacRomanEncoding" || enc == "MacExpertEncoding" || enc == "WinAnsiEncoding" {
		return
	}
	if kind == "TrueType" && !c.symbolic(f.dict) {
		return
	}
	if kind == "Type1" || kind == "MMType1" || kind == "Type3" {
		names := c.doc.Differences(f.dict)
		fits := true
		for code := range f.codes {
			if n, ok := names[code]; ok && !pdf.GlyphListed(string(n)) || !ok && kind == "Type3" {
				fits = false
			}
		}
		if fits {
			return
		}
	}
	if d := c.descendant(f); d != nil {
		info := c.doc.Dict(d["CIDSystemInfo"])
		switch c.doc.Text(info["Ordering"]) {
		case "GB1", "CNS1", "Japan1", "Korea1":
			if c.doc.Text(info["Registry"]) == "Adobe" {
				return
			}
		}
	}
	c.fail("31-027", f.name, "it has no ToUnicode table")
	c.fail("A 6.2.11.7", f.name, "it has no ToUnicode table")
}

func (c *checker) symbolic(dict pdf.Dict) bool {
	const symbolic = 1 << 2
	flags, _ := c.doc.Int(c.doc.Dict(dict["FontDescriptor"])["Flags"])
	return flags&symbolic != 0
}

func (c *checker) descendant(f *usedFont) pdf.Dict {
	if a := c.doc.Array(f.dict["DescendantFonts"]); len(a) == 1 {
		return c.doc.Dict(a[0])
	}
	return nil
}

// program returns the embedded TrueType font; nil where there is none, which has been told then.
func (c *checker) program(f *usedFont, desc pdf.Dict) *trueType {
	if len(f.rendered) == 0 {
		return nil // text that is only there to be found needs no font
	}
	if c.doc.Stream(desc["FontFile"]) == nil && c.doc.Stream(desc["FontFile2"]) == nil && c.doc.Stream(desc["FontFile3"]) == nil {
		c.fail("31-009", f.name, "its font program is not in the file")
		c.fail("A 6.2.11", f.name, "its font program is not in the file")
		return nil
	}
	s := c.doc.Stream(desc["FontFile2"])
	if s == nil {
		c.unchecked = append(c.unchecked, f.name+": widths are not compared with a font program that is not TrueType")
		return nil
	}
	data, err := c.doc.Data(s)
	if err == nil {
		if n, ok := c.doc.Int(s.Dict["Length1"]); !ok || n != len(data) {
			c.fail("A 6.2.11", f.name, "Length1 of its font program is %v, and it has %d bytes", s.Dict["Length1"], len(data))
		}
		var t *trueType
		if t, err = readTrueType(data); err == nil {
			return t
		}
	}
	c.fail("A 6.2.11", f.name, "its font program: %v", err)
	c.fail("31-011", f.name, "its font program: %v", err)
	return nil
}

// composite checks a font of several bytes a character.
func (c *checker) composite(f *usedFont) {
	d := c.descendant(f)
	if d == nil {
		c.fail("A 6.2.11", f.name, "it does not have one descendant font")
		return
	}
	c.encodingOf(f, d)
	desc := c.doc.Dict(d["FontDescriptor"])
	if c.doc.Name(d["Subtype"]) != "CIDFontType2" {
		c.program(f, desc)
		return
	}
	c.meet("31-004", "31-005")
	var toGlyph []byte
	switch v := c.doc.Resolve(d["CIDToGIDMap"]).(type) {
	case nil:
		c.fail("31-005", f.name, "it has no CIDToGIDMap")
		c.fail("A 6.2.11", f.name, "it has no CIDToGIDMap")
	case pdf.Name:
		if v != "Identity" {
			c.fail("31-004", f.name, "its CIDToGIDMap is %s", v)
		}
	case *pdf.Stream:
		data, err := c.doc.Data(v)
		if err != nil {
			c.fail("31-004", f.name, "its CIDToGIDMap: %v", err)
		}
		toGlyph = data
	default:
		c.fail("31-004", f.name, "its CIDToGIDMap is %s", pdf.Describe(v))
	}
	t := c.program(f, desc)
	if t == nil {
		return
	}
	glyph := func(cid int) int {
		if toGlyph == nil {
			return cid
		}
		if 2*cid+2 > len(toGlyph) {
			return 0
		}
		return int(toGlyph[2*cid])<<8 | int(toGlyph[2*cid+1])
	}
	for _, code := range slices.Sorted(maps.Keys(f.codes)) {
		ch := f.codes[code]
		if ch.CID > 65535 {
			c.fail("A 6.1.13", f.name, "the CID %d is above 65535", ch.CID)
		}
		c.glyph(f, t, ch, glyph(ch.CID))
	}
	c.cidSet(f, t, desc, toGlyph)
}

// glyph checks one shown glyph: that it is there, is not the one for missing characters, and is as wide as the file says.
func (c *checker) glyph(f *usedFont, t *trueType, ch pdf.Char, glyph int) {
	c.meet("31-011", "31-016", "31-030")
	if !f.rendered[ch.Code] {
		return
	}
	if glyph == 0 {
		c.fail("31-030", f.name, "the code %d (%q) shows the glyph for a missing character", ch.Code, ch.Text)
		c.fail("A 6.2.11", f.name, "the code %d (%q) shows the glyph for a missing character", ch.Code, ch.Text)
		return
	}
	if glyph >= t.glyphs {
		c.fail("31-011", f.name, "the code %d (%q) is glyph %d, and the font has %d", ch.Code, ch.Text, glyph, t.glyphs)
		c.fail("A 6.2.11", f.name, "the code %d (%q) is glyph %d, and the font has %d", ch.Code, ch.Text, glyph, t.glyphs)
		return
	}
	if r, _ := utf8.DecodeRuneInString(ch.Text); !t.drawn(glyph) && ch.Known && !unicode.IsSpace(r) && unicode.IsGraphic(r) {
		c.fail("31-011", f.name, "the code %d (%q) is glyph %d, which draws nothing", ch.Code, ch.Text, glyph)
	}
	if w := t.width(glyph); math.Abs(w-ch.Width*1000) > 1 {
		c.fail("31-016", f.name, "the code %d (%q) is %.5g wide in the file and %.5g in the font", ch.Code, ch.Text, ch.Width*1000, w)
		c.fail("A 6.2.11", f.name, "the code %d (%q) is %.5g wide in the file and %.5g in the font", ch.Code, ch.Text, ch.Width*1000, w)
	}
}

// cidSet checks a CIDSet, where there is one. A glyph counts as present when it draws something.
func (c *checker) cidSet(f *usedFont, t *trueType, desc pdf.Dict, toGlyph []byte) {
	s := c.doc.Stream(desc["CIDSet"])
	if s == nil {
		return
	}
	c.meet("31-014", "31-015")
	set, err := c.doc.Data(s)
	if err != nil {
		c.fail("31-015", f.name, "its CIDSet: %v", err)
		return
	}
	if toGlyph != nil {
		c.unchecked = append(c.unchecked, f.name+": a CIDSet is only compared where CIDs are glyph numbers")
		return
	}
	listed := func(cid int) bool { return cid/8 < len(set) && set[cid/8]&(0x80>>(cid%8)) != 0 }
	for g := range t.glyphs {
		if t.drawn(g) && !listed(g) {
			c.fail("31-014", f.name, "the glyph %d is there and not in the CIDSet", g)
		}
	}
	for cid := range 8 * len(set) {
		if listed(cid) && cid >= t.glyphs {
			c.fail("31-015", f.name, "the CIDSet lists %d, which is not there", cid)
		}
	}
}

// knownCMaps are those of ISO 32000-1, table 118.
var knownCMaps = setOf(`GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V UniGB-UCS2-H UniGB-UCS2-V
	UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H
	UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H
	EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V UniJIS-UTF16-H UniJIS-UTF16-V KSC-EUC-H KSC-EUC-V
	KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V Identity-H Identity-V`)

// encodingOf checks the CMap of a composite font and whether it fits the font.
func (c *checker) encodingOf(f *usedFont, d pdf.Dict) {
	c.meet("31-006")
	switch v := c.doc.Resolve(f.dict["Encoding"]).(type) {
	case pdf.Name:
		if !knownCMaps[v] {
			c.fail("31-006", f.name, "its encoding %s is neither a known one nor in the file", v)
		}
	case *pdf.Stream:
		c.meet("31-001", "31-002", "31-003", "31-007", "31-008")
		has, wants := c.doc.Dict(d["CIDSystemInfo"]), c.doc.Dict(v.Dict["CIDSystemInfo"])
		if a, b := c.doc.Text(has["Registry"]), c.doc.Text(wants["Registry"]); a != b {
			c.fail("31-001", f.name, "it is of registry %q, its encoding of %q", a, b)
		}
		if a, b := c.doc.Text(has["Ordering"]), c.doc.Text(wants["Ordering"]); a != b {
			c.fail("31-002", f.name, "it is of ordering %q, its encoding of %q", a, b)
		}
		a, _ := c.doc.Int(has["Supplement"])
		if b, _ := c.doc.Int(wants["Supplement"]); a < b {
			c.fail("31-003", f.name, "it is of supplement %d, its encoding of %d", a, b)
		}
		c.cmapStream(f, v)
	default:
		c.fail("31-006", f.name, "its encoding is %s", pdf.Describe(v))
	}
}

func (c *checker) cmapStream(f *usedFont, s *pdf.Stream) {
	data, err := c.doc.Data(s)
	if err != nil {
		c.fail("31-006", f.name, "its encoding: %v", err)
		return
	}
	inside := 0
	if fields := strings.Fields(string(data)); len(fields) > 0 {
		for i, w := range fields {
			if w == "/WMode" && i+1 < len(fields) && fields[i+1] == "1" {
				inside = 1
			}
		}
	}
	if outside, _ := c.doc.Int(s.Dict["WMode"]); outside != inside {
		c.fail("31-007", f.name, "the WMode of its encoding is %d, and %d in its dictionary", inside, outside)
	}
	if use, ok := c.doc.Resolve(s.Dict["UseCMap"]).(pdf.Name); ok && !knownCMaps[use] {
		c.fail("31-008", f.name, "its encoding builds on %s", use)
	}
}

// simpleTrueType checks a TrueType font of one byte a character.
func (c *checker) simpleTrueType(f *usedFont) {
	t := c.program(f, c.doc.Dict(f.dict["FontDescriptor"]))
	if c.symbolic(f.dict) {
		c.meet("31-024", "31-025", "31-026")
		if f.dict["Encoding"] != nil {
			c.fail("31-024", f.name, "it is a font of symbols and has an encoding")
		}
		if t == nil {
			return
		}
		switch {
		case len(t.cmaps) == 0:
			c.fail("31-025", f.name, "its font program has no character map")
		case len(t.cmaps) > 1 && t.cmap(3, 0) == nil:
			c.fail("31-026", f.name, "its font program has %d character maps, and none for symbols", len(t.cmaps))
		}
		c.glyphs(f, t, func(ch pdf.Char) int {
			if m := t.cmap(3, 0); m != nil {
				for _, base := range []int{0xF000, 0, 0xF100, 0xF200} {
					if g := m.lookup(base + ch.Code); g != 0 {
						return g
					}
				}
			}
			if m := t.cmap(1, 0); m != nil {
				return m.lookup(ch.Code)
			}
			if len(t.cmaps) > 0 {
				return t.cmaps[0].lookup(ch.Code)
			}
			return 0
		})
		return
	}
	c.textEncoding(f, t)
	if t == nil {
		return
	}
	c.meet("31-017", "31-018")
	unicodeMap, mac := t.cmap(3, 1), t.cmap(1, 0)
	if unicodeMap == nil && mac == nil {
		c.fail("31-017", f.name, "its font program has no Unicode or Macintosh character map")
		return
	}
	c.glyphs(f, t, func(ch pdf.Char) int {
		g := 0
		said := c.encoded(f, ch.Code)
		if unicodeMap != nil && said != 0 {
			g = unicodeMap.lookup(int(said))
		}
		if g == 0 && mac != nil {
			g = mac.lookup(ch.Code)
		}
		if g == 0 {
			c.fail("31-018", f.name, "the code %d (%q) is in no character map of its font program", ch.Code, ch.Text)
		}
		return g
	})
}

// glyphs checks all shown glyphs of a simple font; a character map that is broken inside is told.
func (c *checker) glyphs(f *usedFont, t *trueType, glyph func(pdf.Char) int) {
	defer func() {
		if recover() != nil {
			c.fail("31-011", f.name, "a character map of its font program is broken")
		}
	}()
	for _, code := range slices.Sorted(maps.Keys(f.codes)) {
		ch := f.codes[code]
		c.glyph(f, t, ch, glyph(ch))
	}
}

// encoded tells which character a code of a font of text is by its encoding.
func (c *checker) encoded(f *usedFont, code int) rune {
	if n, ok := c.doc.Differences(f.dict)[code]; ok {
		r, _ := utf8.DecodeRuneInString(pdf.GlyphText(string(n)))
		return r
	}
	enc := c.doc.Name(f.dict["Encoding"])
	if enc == "" {
		enc = c.doc.Name(c.doc.Dict(f.dict["Encoding"])["BaseEncoding"])
	}
	return pdf.Encoded(enc, code)
}

// textEncoding checks the encoding of a TrueType font of text.
func (c *checker) textEncoding(f *usedFont, t *trueType) {
	c.meet("31-019", "31-020", "31-021")
	var base pdf.Name
	switch v := c.doc.Resolve(f.dict["Encoding"]).(type) {
	case nil:
		c.fail("31-019", f.name, "it has no encoding")
		return
	case pdf.Name:
		base = v
	case pdf.Dict:
		base = c.doc.Name(v["BaseEncoding"])
		if base == "" {
			c.fail("31-020", f.name, "its encoding has no BaseEncoding")
		}
		names := c.doc.Differences(f.dict)
		if len(names) == 0 {
			break
		}
		c.meet("31-022", "31-023")
		for _, code := range slices.Sorted(maps.Keys(names)) {
			if !pdf.GlyphListed(string(names[code])) {
				c.fail("31-022", f.name, "the glyph name %s is not in the Adobe Glyph List", names[code])
			}
		}
		if t != nil && t.cmap(3, 1) == nil {
			c.fail("31-023", f.name, "it changes its encoding, and its font program has no Unicode character map")
		}
	}
	if base != "" && base != "MacRomanEncoding" && base != "WinAnsiEncoding" {
		c.fail("31-021", f.name, "its encoding is %s", base)
	}
}
