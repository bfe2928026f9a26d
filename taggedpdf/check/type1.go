package check

import (
	"bytes"
	"maps"
	"regexp"
	"slices"

	"github.com/openimr/openimr/internal/pdf"
)

// charString finds the glyphs in the decrypted part of a Type 1 font: "/A 123 RD …" or "/A 123 -| …".
var charString = regexp.MustCompile(`/([^\s/\[\](){}<>%]+) [0-9]+ (?:RD|-\|) `)

// type1Glyphs lists the names of the glyphs in a Type 1 font program; nil where it cannot be read.
func type1Glyphs(program []byte) map[string]bool {
	i := bytes.Index(program, []byte("eexec"))
	if i < 0 {
		return nil
	}
	i += len("eexec")
	for i < len(program) && (program[i] == '\r' || program[i] == '\n' || program[i] == ' ' || program[i] == '\t') {
		i++
	}
	key := uint16(55665)
	clear := make([]byte, 0, len(program)-i)
	for _, c := range program[i:] {
		clear = append(clear, c^byte(key>>8))
		key = (uint16(c)+key)*52845 + 22719
	}
	at := bytes.Index(clear, []byte("/CharStrings"))
	if at < 0 {
		return nil
	}
	names := map[string]bool{}
	for _, m := range charString.FindAllSubmatch(clear[at:], -1) {
		names[string(m[1])] = true
	}
	return names
}

// type1 checks a Type 1 font: that it is in the file, has the glyphs that are shown by name, and lists those that it has.
func (c *checker) type1(f *usedFont) {
	desc := c.doc.Dict(f.dict["FontDescriptor"])
	c.program(f, desc)
	s := c.doc.Stream(desc["FontFile"])
	if s == nil {
		return
	}
	data, err := c.doc.Data(s)
	if err != nil {
		c.fail("A 6.2.11", f.name, "its font program: %v", err)
		return
	}
	have := type1Glyphs(data)
	if have == nil {
		c.fail("A 6.2.11", f.name, "its font program cannot be read")
		return
	}
	c.meet("31-011")
	names := c.doc.Differences(f.dict)
	for _, code := range slices.Sorted(maps.Keys(names)) {
		if n := string(names[code]); f.rendered[code] && !have[n] {
			c.fail("31-011", f.name, "the glyph %s of the code %d is not there", n, code)
		}
	}
	c.charSet(f, desc, have)
}

// charSet compares the names that a font lists with those that it has.
func (c *checker) charSet(f *usedFont, desc pdf.Dict, have map[string]bool) {
	set, ok := c.doc.Resolve(desc["CharSet"]).(pdf.String)
	if !ok {
		return
	}
	c.meet("31-012", "31-013")
	listed := map[string]bool{".notdef": true}
	for _, n := range bytes.Split([]byte(set), []byte("/")) {
		if n = bytes.TrimSpace(n); len(n) > 0 {
			listed[string(n)] = true
		}
	}
	for _, n := range slices.Sorted(maps.Keys(have)) {
		if !listed[n] {
			c.fail("31-012", f.name, "the glyph %s is there and not listed", n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(listed)) {
		if n != ".notdef" && !have[n] {
			c.fail("31-013", f.name, "the glyph %s is listed and not there", n)
		}
	}
}
