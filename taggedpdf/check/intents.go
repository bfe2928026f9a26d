package check

import (
	"encoding/binary"
	"fmt"

	"github.com/openimr/openimr/internal/pdf"
)

// intents checks the output intent and whether the colours in use have a meaning by it.
func (c *checker) intents() {
	c.meet("A 6.2.3")
	space := ""
	var profile *pdf.Stream
	for i, o := range c.doc.Array(c.doc.Catalog()["OutputIntents"]) {
		d := c.doc.Dict(o)
		where := fmt.Sprintf("output intent %d", i+1)
		s := c.doc.Stream(d["DestOutputProfile"])
		if s != nil && profile != nil && s != profile {
			c.fail("A 6.2.3", where, "it has another colour profile than the one before")
		}
		if c.doc.Name(d["S"]) != "GTS_PDFA1" {
			continue
		}
		if c.doc.Text(d["OutputConditionIdentifier"]) == "" {
			c.fail("A 6.2.3", where, "it has no OutputConditionIdentifier")
		}
		if s == nil {
			c.fail("A 6.2.3", where, "it has no colour profile")
			continue
		}
		profile = s
		space = c.profile(s, where)
	}
	if profile == nil && (len(c.colors) > 0 || c.blends || len(c.order) > 0) {
		c.fail("A 6.2.3", "catalog", "there is no output intent for PDF/A")
	}
	for name, where := range c.colors {
		fits := name == "DeviceGray" && profile != nil || name == "DeviceRGB" && space == "RGB " || name == "DeviceCMYK" && space == "CMYK"
		if !fits {
			c.fail("A 6.2.4", where, "%s is used, and no output intent gives it a meaning", name)
		}
	}
	if c.blends && profile == nil {
		for _, p := range c.pages {
			if c.doc.Dict(p.Dict["Group"])["CS"] == nil {
				c.fail("A 6.2.10", page(p), "transparency is used, and there is no colour space to blend in")
			}
		}
	}
}

// profile checks an ICC profile and returns its colour space.
func (c *checker) profile(s *pdf.Stream, where string) string {
	const point = "A 6.2.3"
	if s == nil {
		c.fail(point, where, "the colour profile is not there")
		return ""
	}
	b, err := c.doc.Data(s)
	if err != nil {
		c.fail(point, where, "the colour profile: %v", err)
		return ""
	}
	if len(b) < 132 || string(b[36:40]) != "acsp" {
		c.fail(point, where, "the colour profile is none")
		return ""
	}
	if n := binary.BigEndian.Uint32(b); int64(n) != int64(len(b)) {
		c.fail(point, where, "the colour profile says that it has %d bytes, and has %d", n, len(b))
	}
	if b[8] > 4 {
		c.fail(point, where, "the colour profile is of version %d", b[8])
	}
	switch class := string(b[12:16]); class {
	case "mntr", "prtr", "scnr", "spac":
	default:
		c.fail(point, where, "the colour profile is of class %q", class)
	}
	space := string(b[16:20])
	channels := map[string]int{"RGB ": 3, "CMYK": 4, "GRAY": 1, "Lab ": 3}[space]
	if n, _ := c.doc.Int(s.Dict["N"]); channels == 0 || n != channels {
		c.fail(point, where, "the colour profile is for %q, and N is %v", space, s.Dict["N"])
	}
	c.profileTags(b, where)
	return space
}

// profileTags checks the table of tags.
func (c *checker) profileTags(b []byte, where string) {
	const point = "A 6.2.3"
	n := binary.BigEndian.Uint32(b[128:])
	if n == 0 || n > 200 || len(b) < 132+12*int(n) {
		c.fail(point, where, "the colour profile's table of tags is broken")
		return
	}
	have := map[string]bool{}
	for i := range int(n) {
		e := b[132+12*i:]
		at, size := uint64(binary.BigEndian.Uint32(e[4:])), uint64(binary.BigEndian.Uint32(e[8:]))
		if at+size > uint64(len(b)) {
			c.fail(point, where, "the tag %q of the colour profile is outside of it", e[:4])
		}
		have[string(e[:4])] = true
	}
	need := []string{"desc", "wtpt", "cprt"}
	if string(b[16:20]) == "RGB " && !have["A2B0"] {
		need = append(need, "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC")
	}
	for _, t := range need {
		if !have[t] {
			c.fail(point, where, "the colour profile lacks %q", t)
		}
	}
}
