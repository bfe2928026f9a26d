package pdf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text tells what a text string says: UTF-16 with its mark, UTF-8 with its mark, else PDFDocEncoding.
// Escape sequences that name a language are left out.
func (s String) Text() string {
	switch {
	case strings.HasPrefix(string(s), "\xFE\xFF"):
		return dropLanguage(utf16Text([]byte(s[2:])))
	case strings.HasPrefix(string(s), "\xFF\xFE"):
		b := []byte(s[2:])
		for i := 0; i+1 < len(b); i += 2 {
			b[i], b[i+1] = b[i+1], b[i]
		}
		return dropLanguage(utf16Text(b))
	case strings.HasPrefix(string(s), "\xEF\xBB\xBF") && utf8.ValidString(string(s)):
		return dropLanguage(string(s[3:]))
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(pdfDoc[s[i]])
	}
	return b.String()
}

// utf16Text reads big-endian UTF-16.
func utf16Text(b []byte) string {
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(u))
}

// dropLanguage removes ESC language [country] ESC (ISO 32000-1, 7.9.2.2).
func dropLanguage(s string) string {
	for {
		i := strings.IndexByte(s, 0x1B)
		if i < 0 {
			return s
		}
		j := strings.IndexByte(s[i+1:], 0x1B)
		if j < 0 {
			return s[:i]
		}
		s = s[:i] + s[i+j+2:]
	}
}

// pdfDoc is PDFDocEncoding (ISO 32000-1, annex D.3).
var pdfDoc = func() (t [256]rune) {
	for i := range t {
		t[i] = rune(i)
	}
	copy(t[0x18:], []rune("\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC"))
	copy(t[0x80:], []rune("\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018"+
		"\u2019\u201A\u2122\uFB01\uFB02\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E\uFFFD\u20AC"))
	t[0xAD] = 0xFFFD
	t[0x7F] = 0xFFFD
	return t
}()
