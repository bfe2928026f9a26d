package check

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/openimr/openimr/internal/pdf"
)

var (
	header       = regexp.MustCompile(`^%PDF-1\.[0-7](\r\n|\r|\n)%`)
	tableHead    = regexp.MustCompile(`^xref(\r\n|\r|\n)[0-9]+ [0-9]+ ?(\r\n|\r|\n)[0-9]{10} [0-9]{5} [fn]( \r| \n|\r\n)`)
	objectHead   = regexp.MustCompile(`^[0-9]+ [0-9]+ obj([\r\n ]|<<|\[|\(|/)`)
	objectHeadLF = regexp.MustCompile(`^[0-9]+ [0-9]+ obj`)
)

// file checks the beginning, the end and the trailer of the file.
func (c *checker) file() {
	c.meet("A 6.1.2", "A 6.1.3", "A 6.1.4")
	head := header.Find(c.data)
	comment := c.data[len(head):min(len(c.data), len(head)+4)]
	if head == nil || len(comment) < 4 || comment[0]&comment[1]&comment[2]&comment[3] < 128 {
		c.fail("A 6.1.2", "file", "it does not begin with %%PDF-1.n and a comment of four bytes above 127")
	}
	trimmed := bytes.TrimSuffix(bytes.TrimSuffix(c.data, []byte("\n")), []byte("\r"))
	if !bytes.HasSuffix(trimmed, []byte("%%EOF")) {
		c.fail("A 6.1.3", "file", "something stands behind the end of file marker, or it is missing")
	}
	if ids := c.doc.Array(c.doc.Trailer["ID"]); len(ids) != 2 {
		c.fail("A 6.1.3", "trailer", "there is no ID of two strings")
	} else {
		for _, o := range ids {
			if s, _ := c.doc.Resolve(o).(pdf.String); s == "" {
				c.fail("A 6.1.3", "trailer", "the ID is no string, or an empty one")
			}
		}
	}
	if c.doc.Encrypted() {
		c.fail("A 6.1.3", "trailer", "the file is encrypted")
	}
	if c.doc.Rebuilt() {
		c.fail("A 6.1.4", "file", "the cross-reference table cannot be used")
	}
	for at := 0; ; {
		i := bytes.Index(c.data[at:], []byte("\nxref"))
		if i < 0 {
			break
		}
		at += i + 1
		if !tableHead.Match(c.data[at:]) {
			c.fail("A 6.1.4", "file", "the cross-reference table at byte %d is not formed as it must be", at)
		}
		at++
	}
}

// syntax checks how objects and streams stand in the file, once all of them have been read.
func (c *checker) syntax() {
	c.meet("A 6.1.6", "A 6.1.9")
	b := c.doc.Bytes()
	for _, r := range c.doc.Refs() {
		at, ok := c.doc.Offset(r)
		if !ok {
			if s, isStream := c.doc.Object(r).(*pdf.Stream); isStream {
				c.fail("A 6.1.7", object(s.Ref), "a stream stands in an object stream")
			}
			continue
		}
		if at > len(b) {
			continue
		}
		if !objectHead.Match(b[at:]) || at > 0 && b[at-1] != '\n' && b[at-1] != '\r' {
			c.fail("A 6.1.9", object(r), "it does not begin a line as \"n g obj\"")
		}
		end := len(b)
		if s, isStream := c.doc.Object(r).(*pdf.Stream); isStream {
			c.streamBounds(s, b)
			end = s.At
		} else if i := bytes.Index(b[at:], []byte("endobj")); i >= 0 {
			end = at + i
			if before := b[end-1]; before != '\n' && before != '\r' {
				c.fail("A 6.1.9", object(r), "endobj does not begin a line")
			}
		}
		if head := objectHeadLF.Find(b[at:]); head != nil {
			c.hexStrings(b[min(at+len(head), end):end], r)
		}
	}
	for _, p := range c.doc.Problems() {
		point := "A 6.1.4"
		switch {
		case strings.Contains(p.Text, "Length"):
			point = "A 6.1.7"
		case strings.Contains(p.Text, "structure tree"):
			point = "A 6.7.3"
		}
		c.fail(point, object(p.Ref), "%s", p.Text)
	}
}

// streamBounds checks that a stream begins behind a line end and ends before one, exactly where its Length says.
func (c *checker) streamBounds(s *pdf.Stream, b []byte) {
	before := b[:s.At]
	if !bytes.HasSuffix(before, []byte("stream\r\n")) && !bytes.HasSuffix(before, []byte("stream\n")) {
		c.fail("A 6.1.7", object(s.Ref), "the keyword stream is not followed by CR LF or LF")
	}
	n, _ := c.doc.Int(s.Dict["Length"])
	if n < 0 || s.At+n > len(b) {
		c.fail("A 6.1.7", object(s.Ref), "its Length is %d", n)
		return
	}
	rest := b[s.At+n:]
	for _, eol := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(rest, []byte(eol+"endstream")) {
			return
		}
	}
	c.fail("A 6.1.7", object(s.Ref), "its Length is %d, and no line end and endstream follow there", n)
}

// hexStrings finds hexadecimal strings with an odd number of digits or something else in them.
func (c *checker) hexStrings(b []byte, r pdf.Ref) {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '%':
			for i < len(b) && b[i] != '\n' && b[i] != '\r' {
				i++
			}
		case '(':
			for depth := 1; depth > 0 && i+1 < len(b); {
				i++
				switch b[i] {
				case '\\':
					i++
				case '(':
					depth++
				case ')':
					depth--
				}
			}
		case '<':
			if i+1 < len(b) && b[i+1] == '<' {
				i++
				continue
			}
			digits := 0
			for i++; i < len(b) && b[i] != '>'; i++ {
				switch ch := b[i]; {
				case ch >= '0' && ch <= '9', ch >= 'a' && ch <= 'f', ch >= 'A' && ch <= 'F':
					digits++
				case ch == ' ' || ch == '\n' || ch == '\r' || ch == '\t' || ch == '\f' || ch == 0:
				default:
					c.fail("A 6.1.6", object(r), "a hexadecimal string holds %q", ch)
				}
			}
			if digits%2 != 0 {
				c.fail("A 6.1.6", object(r), "a hexadecimal string has %d digits", digits)
			}
		}
	}
}

// fontName checks that the name of a font is in UTF-8, as people are shown it.
func (c *checker) fontName(f *usedFont) {
	if n := c.doc.Name(f.dict["BaseFont"]); !utf8.ValidString(string(n)) {
		c.fail("A 6.1.8", f.name, "its name is not in UTF-8")
	}
}
