package check

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

var annotationTypes = setOf(`Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret
	Ink Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact`)

func setOf(words string) map[pdf.Name]bool {
	m := map[pdf.Name]bool{}
	for _, w := range strings.Fields(words) {
		m[pdf.Name(w)] = true
	}
	return m
}

// annotations checks the annotations of all pages.
func (c *checker) annotations() {
	c.meet("28-007", "A 6.3.1", "A 6.4", "A 6.5.1", "A 6.5.2")
	for _, p := range c.pages {
		some := false
		for i, o := range c.doc.Array(p.Dict["Annots"]) {
			ref, _ := o.(pdf.Ref)
			where := fmt.Sprintf("page %d, annotation %d", p.Number, i+1)
			if d := c.doc.Dict(o); d != nil {
				some = true
				c.annotation(p, ref, d, where)
			} else {
				c.fail("A 6.3.1", where, "it is not there")
			}
		}
		if some {
			c.meet("28-008", "28-009")
			switch tabs := c.doc.Name(p.Dict["Tabs"]); tabs {
			case "S":
			case "":
				c.fail("28-008", page(p), "it has annotations and no Tabs")
			default:
				c.fail("28-009", page(p), "its Tabs is %s", tabs)
			}
		}
	}
}

func (c *checker) annotation(p *pdf.Page, ref pdf.Ref, d pdf.Dict, where string) {
	kind := c.doc.Name(d["Subtype"])
	flags, _ := c.doc.Int(d["F"])
	const hidden = 1 << 1
	visible := flags&hidden == 0 && c.onPage(p, d)
	c.annotationArchival(kind, flags, d, where)
	switch kind {
	case "Popup":
		return
	case "TrapNet":
		c.fail("28-007", where, "it is a trap network annotation")
		return
	case "PrinterMark":
		c.meet("28-017", "28-018")
		if len(c.holders[ref]) > 0 {
			c.fail("28-017", where, "it is in the structure")
		}
		c.printerMark(d, where)
		return
	}
	if !visible {
		return
	}
	contents := strings.TrimSpace(c.doc.Text(d["Contents"]))
	alt, roles := "", ""
	for _, e := range c.holders[ref] {
		alt = strings.TrimSpace(c.doc.Text(e.Dict["Alt"]))
		for ; e != nil; e = e.Parent {
			roles += " " + string(e.Role)
		}
	}
	roles += " "
	if !annotationTypes[kind] {
		c.meet("28-006")
		if !strings.HasPrefix(roles, " Annot ") || contents == "" && alt == "" {
			c.fail("28-006", where, "its kind %q is not known, and it is not tagged or tells nothing", string(kind))
		}
	}
	switch kind {
	case "Widget":
		c.meet("28-005", "28-010")
		if !strings.Contains(roles, " Form ") {
			c.fail("28-010", where, "the field is in no Form element")
		}
		if c.inherited(d, "TU") == "" && alt == "" {
			c.fail("28-005", where, "the field has neither TU nor an alternative text")
		}
	case "Link":
		c.meet("28-004", "28-011", "28-012")
		if !strings.Contains(roles, " Link ") {
			c.fail("28-011", where, "the link is in no Link element")
		}
		if contents == "" {
			c.fail("28-012", where, "the link has no Contents")
		}
		if contents == "" && alt == "" {
			c.fail("28-004", where, "it has neither Contents nor an alternative text")
		}
	default:
		c.meet("28-002", "28-004")
		if !strings.HasPrefix(roles, " Annot ") {
			c.fail("28-002", where, "it is in no Annot element")
		}
		if contents == "" && alt == "" {
			c.fail("28-004", where, "it has neither Contents nor an alternative text")
		}
		if kind == "FileAttachment" {
			c.meet("28-016")
			c.fileName("28-016", d["FS"], where)
		}
		if kind == "Screen" || kind == "Movie" || kind == "Sound" || kind == "3D" {
			c.media = true
		}
	}
}

// onPage reports whether some of an annotation is inside the page.
func (c *checker) onPage(p *pdf.Page, d pdf.Dict) bool {
	r := c.doc.Array(d["Rect"])
	if len(r) != 4 {
		return true
	}
	var v [4]float64
	for i := range v {
		v[i], _ = c.doc.Number(r[i])
	}
	return max(v[0], v[2]) > p.Box[0] && min(v[0], v[2]) < p.Box[2] && max(v[1], v[3]) > p.Box[1] && min(v[1], v[3]) < p.Box[3]
}

func (c *checker) inherited(d pdf.Dict, key pdf.Name) string {
	for range 20 {
		if s := strings.TrimSpace(c.doc.Text(d[key])); s != "" {
			return s
		}
		if d = c.doc.Dict(d["Parent"]); d == nil {
			break
		}
	}
	return ""
}

func (c *checker) printerMark(d pdf.Dict, where string) {
	s := c.doc.Stream(c.doc.Dict(d["AP"])["N"])
	if s == nil {
		return
	}
	data, err := c.doc.Data(s)
	if err != nil {
		return
	}
	first := ""
	pdf.Operators(data, func(op pdf.Operator) bool {
		if (op.Name == "BMC" || op.Name == "BDC") && len(op.Args) > 0 {
			if n, _ := op.Args[0].(pdf.Name); n == "Artifact" {
				first = "Artifact"
			}
		}
		return op.Name == "q" || op.Name == "cm" // what may stand before it
	})
	if first != "Artifact" {
		c.fail("28-018", where, "what it draws is not marked as an artifact")
	}
}

// annotationArchival checks what PDF/A asks of an annotation.
func (c *checker) annotationArchival(kind pdf.Name, flags int, d pdf.Dict, where string) {
	switch {
	case !annotationTypes[kind], kind == "3D", kind == "Sound", kind == "Screen", kind == "Movie":
		c.fail("A 6.3.1", where, "annotations of kind %q are forbidden", string(kind))
	}
	if kind == "Popup" {
		return
	}
	c.meet("A 6.3.2", "A 6.3.3")
	const (
		invisible = 1 << 0
		hidden    = 1 << 1
		printed   = 1 << 2
		noView    = 1 << 5
		toggle    = 1 << 8
	)
	if d["F"] == nil || flags&printed == 0 || flags&(invisible|hidden|noView|toggle) != 0 {
		c.fail("A 6.3.2", where, "its flags are %d: it must be printed and not be hidden", flags)
	}
	looks := c.doc.Dict(d["AP"])
	empty := false
	if r := c.doc.Array(d["Rect"]); len(r) == 4 {
		x0, _ := c.doc.Number(r[0])
		y0, _ := c.doc.Number(r[1])
		x1, _ := c.doc.Number(r[2])
		y1, _ := c.doc.Number(r[3])
		empty = x0 == x1 && y0 == y1
	}
	if looks == nil && kind != "Link" && !empty {
		c.fail("A 6.3.3", where, "it holds no drawing of itself")
	}
	for k := range looks {
		if k != "N" {
			c.fail("A 6.3.3", where, "it has looks for %s, and only N is allowed", k)
		}
	}
	if kind == "Widget" && (d["A"] != nil || d["AA"] != nil) {
		c.fail("A 6.4", where, "the field has an action")
	}
}

// fileName asks that an embedded file has a name for old and new readers.
func (c *checker) fileName(point string, o pdf.Object, where string) {
	d := c.doc.Dict(o)
	if c.doc.Text(d["F"]) == "" || c.doc.Text(d["UF"]) == "" {
		c.fail(point, where, "the file does not have both F and UF")
	}
}

var forbiddenActions = setOf("Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView JavaScript set-state no-op")

// action checks an action dictionary.
func (c *checker) action(d pdf.Dict, where string) {
	kind := c.doc.Name(d["S"])
	if kind == "JavaScript" || kind == "Rendition" {
		c.scripts = true
	}
	if kind == "Rendition" || kind == "Movie" || kind == "Sound" {
		c.media = true
	}
	if forbiddenActions[kind] {
		c.fail("A 6.5.1", where, "the action %s is forbidden", kind)
	}
	if kind == "Named" {
		switch n := c.doc.Name(d["N"]); n {
		case "NextPage", "PrevPage", "FirstPage", "LastPage":
		default:
			c.fail("A 6.5.1", where, "the named action %q is forbidden", string(n))
		}
	}
}
