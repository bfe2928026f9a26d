package check

import (
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

// catalog checks the root of the document and what hangs on it.
func (c *checker) catalog() {
	c.meet("01-007", "07-001", "07-002", "A 6.7.2", "A 6.1.11", "A 6.1.12", "A 6.9", "A 6.10", "A 6.11")
	cat := c.doc.Catalog()
	mark := c.doc.Dict(cat["MarkInfo"])
	if c.doc.Resolve(mark["Marked"]) != true {
		c.fail("A 6.7.2", "catalog", "MarkInfo does not say that the file is tagged")
	}
	if c.tree == nil && cat["StructTreeRoot"] == nil {
		c.fail("A 6.7.2", "catalog", "there is no structure tree")
	}
	if c.doc.Resolve(mark["Suspects"]) == true {
		c.fail("01-007", "catalog", "MarkInfo says that the tags are suspect")
	}
	switch v := c.doc.Resolve(c.doc.Dict(cat["ViewerPreferences"])["DisplayDocTitle"]); v {
	case true:
	case false:
		c.fail("07-002", "catalog", "DisplayDocTitle is false")
	default:
		c.fail("07-001", "catalog", "DisplayDocTitle is %s", pdf.Describe(v))
	}
	for _, k := range c.doc.Dict(cat["Perms"]).Keys() {
		if k != "UR3" && k != "DocMDP" {
			c.fail("A 6.1.12", "catalog", "the permissions have the entry %s", k)
		}
	}
	if cat["AA"] != nil {
		c.fail("A 6.5.2", "catalog", "it has actions that start by themselves")
	}
	if cat["Requirements"] != nil {
		c.fail("A 6.11", "catalog", "it has Requirements")
	}
	names := c.doc.Dict(cat["Names"])
	if names["AlternatePresentations"] != nil {
		c.fail("A 6.10", "catalog", "it has alternate presentations")
	}
	if names["JavaScript"] != nil {
		c.scripts = true
		c.fail("A 6.5.1", "catalog", "it has scripts")
	}
	if names["EmbeddedFiles"] != nil {
		c.fail("A 6.1.11", "catalog", "it has embedded files")
	}
	for _, p := range c.pages {
		if p.Dict["PresSteps"] != nil {
			c.fail("A 6.10", page(p), "it has steps of presentation")
		}
		if p.Dict["AA"] != nil {
			c.fail("A 6.5.2", page(p), "it has actions that start by themselves")
		}
		if w, h := p.Size(); w < 3 || h < 3 || w > 14400 || h > 14400 {
			c.fail("A 6.1.13", page(p), "its size is %g by %g points", w, h)
		}
	}
	c.layers(c.doc.Dict(cat["OCProperties"]))
	c.form(c.doc.Dict(cat["AcroForm"]))
}

func (c *checker) layers(oc pdf.Dict) {
	if oc == nil {
		return
	}
	c.meet("20-001", "20-002", "20-003")
	check := func(o pdf.Object, point, where string) {
		d := c.doc.Dict(o)
		if strings.TrimSpace(c.doc.Text(d["Name"])) == "" {
			c.fail(point, where, "it has no name")
			c.fail("A 6.9", where, "it has no name")
		}
		if d["AS"] != nil {
			c.fail("20-003", where, "it has AS")
			c.fail("A 6.9", where, "it has AS")
		}
	}
	check(oc["D"], "20-002", "default configuration of layers")
	for _, o := range c.doc.Array(oc["Configs"]) {
		check(o, "20-001", "a configuration of layers")
	}
}

func (c *checker) form(f pdf.Dict) {
	if f == nil {
		return
	}
	if c.doc.Resolve(f["NeedAppearances"]) == true {
		c.fail("A 6.4", "form", "it asks the reader to draw its fields")
	}
	xfa := f["XFA"]
	if xfa == nil {
		return
	}
	c.meet("25-001")
	c.fail("A 6.4", "form", "it is of XFA")
	for _, o := range c.many(xfa) {
		s := c.doc.Stream(o)
		if s == nil {
			continue
		}
		if data, err := c.doc.Data(s); err == nil && dynamic.Match(data) {
			c.fail("25-001", "form", "dynamicRender is required")
		}
	}
}

// objects looks at every object of the file, however it is reached.
func (c *checker) objects() {
	c.meet("A 6.1.7", "A 6.1.8", "A 6.1.13", "A 6.2.5", "A 6.2.8", "A 6.2.9", "A 6.2.10", "26-001", "26-002", "30-001")
	for _, r := range c.doc.Refs() {
		c.each(c.doc.Object(r), r, 0)
	}
	if n := len(c.doc.Refs()); n > 8388607 {
		c.fail("A 6.1.13", "file", "it has %d objects", n)
	}
	enc := c.doc.Encryption()
	if enc == nil {
		delete(c.met, "26-001")
		delete(c.met, "26-002")
		return
	}
	if p, ok := c.doc.Int(enc["P"]); !ok {
		c.fail("26-001", "encryption", "it has no P")
	} else if p&(1<<9) == 0 {
		c.fail("26-002", "encryption", "bit 10 of P is not set")
	}
}

func (c *checker) each(o pdf.Object, r pdf.Ref, depth int) {
	switch v := o.(type) {
	case int:
		if v > 1<<31-1 || v < -1<<31 {
			c.fail("A 6.1.13", object(r), "the integer %d is too large", v)
		}
	case float64:
		if v > 3.403e38 || v < -3.403e38 {
			c.fail("A 6.1.13", object(r), "a real is too large")
		}
	case pdf.String:
		if len(v) > 32767 {
			c.fail("A 6.1.13", object(r), "a string has %d bytes", len(v))
		}
	case pdf.Name:
		c.name(v, r)
	case pdf.Array:
		for _, e := range v {
			c.each(e, r, depth+1)
		}
	case pdf.Dict:
		c.dict(v, r)
		for _, k := range v.Keys() {
			c.name(k, r)
			c.each(v[k], r, depth+1)
		}
	case *pdf.Stream:
		c.stream(v)
		c.each(v.Dict, r, depth+1)
	}
}

func (c *checker) name(n pdf.Name, r pdf.Ref) {
	if len(n) > 127 {
		c.fail("A 6.1.13", object(r), "the name %.20s… has %d bytes", string(n), len(n))
	}
}

// dict checks a dictionary by what it looks like, as a file may reach it in many ways.
func (c *checker) dict(d pdf.Dict, r pdf.Ref) {
	kind, sub := c.doc.Name(d["Type"]), c.doc.Name(d["Subtype"])
	where := object(r)
	if d["S"] != nil && (kind == "Action" || kind == "" && (d["JS"] != nil || d["URI"] != nil || forbiddenActions[c.doc.Name(d["S"])] || d["S"] == pdf.Name("Named"))) {
		c.action(d, where)
	}
	if d["AA"] != nil && kind != "Catalog" && kind != "Page" {
		c.fail("A 6.5.2", where, "it has actions that start by themselves")
	}
	if d["EF"] != nil {
		c.meet("21-001")
		c.fileName("21-001", r, where)
		c.fail("A 6.1.11", where, "it is an embedded file")
	}
	switch {
	case c.doc.Name(d["S"]) == "MCD" && (kind == "MediaClip" || kind == ""):
		c.meet("28-014", "28-015")
		c.media = true
		if d["CT"] == nil {
			c.fail("28-014", where, "the clip has no CT")
		}
		if d["Alt"] == nil {
			c.fail("28-015", where, "the clip has no Alt")
		}
	case sub == "Form" && d["Ref"] != nil:
		c.fail("30-001", where, "it shows a part of another file")
		c.fail("A 6.2.9", where, "it shows a part of another file")
	case sub == "PS", sub == "Form" && (d["PS"] != nil || c.doc.Name(d["Subtype2"]) == "PS"):
		c.fail("A 6.2.9", where, "it is PostScript")
	}
	if (sub == "Form" || sub == "Image") && d["OPI"] != nil {
		c.fail("A 6.2.9", where, "its picture is in another file")
	}
	if sub == "Image" {
		if d["Alternates"] != nil {
			c.fail("A 6.2.8", where, "it has alternates")
		}
		if c.doc.Resolve(d["Interpolate"]) == true {
			c.fail("A 6.2.8", where, "it is to be smoothed")
		}
	}
	if kind == "ExtGState" || kind == "" && (d["BM"] != nil || d["ca"] != nil || d["TR"] != nil || d["HTP"] != nil) {
		c.graphicsState(d, where)
	}
	if kind == "Page" && d["Group"] != nil || sub == "Form" && d["Group"] != nil {
		c.blends = true
	}
}

func (c *checker) graphicsState(d pdf.Dict, where string) {
	if d["TR"] != nil || d["HTP"] != nil || d["TR2"] != nil && c.doc.Name(d["TR2"]) != "Default" {
		c.fail("A 6.2.5", where, "it sets a transfer function or halftone phase")
	}
	c.intent(d["RI"], where)
	for _, o := range c.many(d["BM"]) {
		if n := c.doc.Name(o); !blendModes[n] {
			c.fail("A 6.2.10", where, "the blend mode %q is not known", string(n))
		} else if n != "Normal" && n != "Compatible" {
			c.blends = true
		}
	}
	for _, k := range []pdf.Name{"ca", "CA"} {
		if a, ok := c.doc.Number(d[k]); ok && a != 1 {
			c.blends = true
		}
	}
	if m := c.doc.Resolve(d["SMask"]); m != nil && m != pdf.Name("None") {
		c.blends = true
	}
}

var blendModes = setOf("Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color Luminosity")

var filters = setOf("ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode Crypt")

func (c *checker) stream(s *pdf.Stream) {
	where := object(s.Ref)
	for _, f := range c.doc.Filters(s) {
		if !filters[f] {
			c.fail("A 6.1.7", where, "the filter %s is not allowed", f)
		}
		if f == "Crypt" {
			c.fail("A 6.1.7", where, "the stream is encrypted by itself")
		}
	}
	for _, k := range []pdf.Name{"F", "FFilter", "FDecodeParms"} {
		if s.Dict[k] != nil {
			c.fail("A 6.1.7", where, "the stream lies in another file: it has %s", k)
		}
	}
}
