package pdf

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/glyphlist.txt
var glyphListText string

//go:embed data/standard14.txt
var standard14Text string

// glyphList is the Adobe Glyph List: what a glyph's name says.
var glyphList = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 4400)
	for line := range strings.Lines(glyphListText) {
		name, hex, ok := strings.Cut(strings.TrimSpace(line), ";")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		m[name] = hexText(strings.Fields(hex))
	}
	return m
})

func hexText(codes []string) string {
	var b strings.Builder
	for _, c := range codes {
		if v, err := strconv.ParseUint(c, 16, 32); err == nil {
			b.WriteRune(rune(v))
		}
	}
	return b.String()
}

// GlyphListed reports whether the Adobe Glyph List has the name.
func GlyphListed(name string) bool {
	_, ok := glyphList()[name]
	return ok
}

// GlyphText tells what a glyph's name says, by the rules of the Adobe Glyph List; "" where it says nothing.
func GlyphText(name string) string {
	name, _, _ = strings.Cut(name, ".") // "a.sc" is a variant of "a"
	if name == "" || name == "notdef" {
		return ""
	}
	if s, ok := glyphList()[name]; ok {
		return s
	}
	if strings.Contains(name, "_") { // a ligature
		var b strings.Builder
		for part := range strings.SplitSeq(name, "_") {
			if !strings.Contains(part, "_") {
				b.WriteString(GlyphText(part))
			}
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var codes []string
		for i := 0; i < len(hex); i += 4 {
			codes = append(codes, hex[i:i+4])
		}
		return hexText(codes)
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		return hexText([]string{hex})
	}
	return ""
}

// An encoding tells what the codes of a font with one byte a character say.
type encoding [256]rune

// standards holds what the table says: encodings by name, widths by font name and Unicode.
type standards struct {
	encodings map[Name]*encoding
	widths    map[string]map[rune]float64
}

var standard14 = sync.OnceValue(func() standards {
	s := standards{map[Name]*encoding{}, map[string]map[rune]float64{}}
	var e *encoding
	var w map[rune]float64
	for line := range strings.Lines(standard14Text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "font "); ok {
			e, w = nil, map[rune]float64{}
			s.widths[name] = w
			continue
		}
		if name, ok := strings.CutPrefix(line, "encoding "); ok {
			e = &encoding{}
			s.encodings[Name(name)] = e
			continue
		}
		for f := range strings.FieldsSeq(line) {
			k, v, _ := strings.Cut(f, "=")
			key, err := strconv.ParseUint(k, 16, 32)
			base := 10
			if e != nil {
				base = 16
			}
			val, err2 := strconv.ParseUint(v, base, 32)
			if err != nil || err2 != nil {
				panic(fmt.Sprintf("data/standard14.txt: %q", f))
			}
			if e != nil {
				e[key] = rune(val)
			} else {
				w[rune(key)] = float64(val)
			}
		}
	}
	s.encodings["ZapfDingbats"] = dingbats()
	return s
})

// dingbats is the encoding of ZapfDingbats, which runs almost along the Unicode block of that name.
func dingbats() *encoding {
	e := &encoding{}
	for c := 0x21; c <= 0x7E; c++ {
		e[c] = rune(0x2700 + c - 0x20)
	}
	for c := 0xA1; c <= 0xFE; c++ {
		e[c] = rune(0x2700 + c - 0x40)
	}
	for c, r := range map[int]rune{
		0x25: 0x260E, 0x2A: 0x261B, 0x2B: 0x261E, 0x48: 0x2605, 0x6C: 0x25CF, 0x6E: 0x25A0, 0x73: 0x25B2, 0x74: 0x25BC,
		0x75: 0x25C6, 0x77: 0x25D7, 0xA8: 0x2663, 0xA9: 0x2666, 0xAA: 0x2665, 0xAB: 0x2660, 0xD5: 0x2192, 0xD6: 0x2194, 0xD7: 0x2195,
	} {
		e[c] = r
	}
	for i := range 10 {
		e[0xAC+i] = rune(0x2460 + i)
	}
	e[0x20] = ' '
	return e
}

// standardFont names the one of the fourteen fonts whose widths stand for a font that gives none.
func standardFont(name string, bold, italic bool) string {
	n := strings.ToLower(name)
	switch {
	case strings.Contains(n, "symbol"):
		return "Symbol"
	case strings.Contains(n, "courier"), strings.Contains(n, "mono"), strings.Contains(n, "consol"):
		return "Courier"
	case strings.Contains(n, "times"), strings.Contains(n, "serif") && !strings.Contains(n, "sans"),
		strings.Contains(n, "georgia"), strings.Contains(n, "garamond"), strings.Contains(n, "roman"):
		switch {
		case bold && italic:
			return "Times-BoldItalic"
		case bold:
			return "Times-Bold"
		case italic:
			return "Times-Italic"
		}
		return "Times-Roman"
	case bold:
		return "Helvetica-Bold"
	}
	return "Helvetica"
}

// Encoded tells which character a code is in one of the encodings of ISO 32000-1, annex D; 0 for none.
func Encoded(name Name, code int) rune {
	e := standard14().encodings[name]
	if e == nil || code < 0 || code > 255 {
		return 0
	}
	return e[code]
}
