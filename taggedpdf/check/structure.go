package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

// structure checks the tree by itself: types, nesting, headings, tables, lists, texts in place of others.
func (c *checker) structure() {
	c.meet("02-001", "02-003", "02-004", "A 6.7.3")
	if c.tree == nil {
		return
	}
	c.roleMap()
	h := headings{checker: c}
	ids := map[string]bool{}
	c.tree.Each(func(e *pdf.Element) {
		for _, k := range e.Kids {
			if k.Object != (pdf.Ref{}) {
				c.holders[k.Object] = append(c.holders[k.Object], e)
			}
		}
		c.kind(e)
		c.table(e)
		c.list(e)
		c.contents(e)
		c.asian(e)
		c.replacements(e, ids)
		h.visit(e)
	})
	h.end()
}

func (c *checker) roleMap() {
	for from := range c.tree.RoleMap {
		if pdf.StandardType(from) {
			c.fail("02-004", "role map", "the standard type %s is mapped to %s", from, c.tree.RoleMap[from])
		}
		seen := map[pdf.Name]bool{}
		for at := from; at != ""; at = c.tree.RoleMap[at] {
			if seen[at] {
				c.fail("02-003", "role map", "the mapping of %s runs in a circle", from)
				break
			}
			seen[at] = true
		}
	}
}

func (c *checker) kind(e *pdf.Element) {
	if e.Type == "" {
		c.fail("A 6.7.3", element(e), "it has no type")
		return
	}
	if !pdf.StandardType(e.Role) {
		c.fail("02-001", element(e), "its type leads to no standard type")
	}
}

// parent returns the role of the element around, "" for none. Elements that only group are looked through.
func parent(e *pdf.Element) pdf.Name {
	if e.Parent == nil {
		return ""
	}
	return e.Parent.Role
}

// kidsOnly asks that all elements in e have one of the roles.
func (c *checker) kidsOnly(point string, e *pdf.Element, roles ...pdf.Name) {
	for _, k := range e.Kids {
		if k.Element != nil && !slices.Contains(roles, k.Element.Role) {
			c.fail(point, element(e), "it holds a %s element", k.Element.Type)
		}
	}
}

// parentOnly asks that e stands in an element of one of the roles.
func (c *checker) parentOnly(point string, e *pdf.Element, roles ...pdf.Name) {
	if !slices.Contains(roles, parent(e)) {
		c.fail(point, element(e), "it stands in %q and not in %v", string(parent(e)), roles)
	}
}

// noContent asks that content stands in the elements of e and not in e itself.
func (c *checker) noContent(point string, e *pdf.Element) {
	for _, k := range e.Kids {
		if k.Element == nil && k.Object == (pdf.Ref{}) {
			c.fail(point, element(e), "it holds content of its own")
			return
		}
	}
}

func (c *checker) list(e *pdf.Element) {
	const point = "09-005"
	switch e.Role {
	case "L":
		c.meet(point)
		c.kidsOnly(point, e, "L", "LI", "Caption")
		c.noContent(point, e)
		c.numbering(e)
	case "LI":
		c.parentOnly(point, e, "L")
		c.kidsOnly(point, e, "Lbl", "LBody")
		c.noContent(point, e)
	case "LBody":
		c.parentOnly(point, e, "LI")
	case "Lbl":
		c.parentOnly(point, e, "LI", "TOCI", "Note", "BibEntry")
	}
}

var ordered = regexp.MustCompile(`^\s*\(?([0-9]{1,3}|[A-Za-z]|[ivxlIVXL]{2,6})[.)]\)?\s*$`)

// numbering finds lists whose labels count and that do not tell how.
func (c *checker) numbering(e *pdf.Element) {
	counted := 0
	for _, item := range e.Kids {
		if item.Element == nil {
			continue
		}
		for _, k := range item.Element.Kids {
			if k.Element != nil && k.Element.Role == "Lbl" && ordered.MatchString(c.text(k.Element)) {
				counted++
			}
		}
	}
	if counted < 2 {
		return
	}
	switch n := c.doc.Name(c.attribute(e, "List", "ListNumbering")); n {
	case "":
		c.fail("16-001", element(e), "its labels count, and it has no ListNumbering")
	case "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha":
	default:
		c.fail("16-002", element(e), "its labels count, and its ListNumbering is %s", n)
	}
}

// attribute finds an attribute of an element, among its own and those of its classes.
func (c *checker) attribute(e *pdf.Element, owner, key pdf.Name) pdf.Object {
	classes := c.doc.Dict(c.tree.Dict["ClassMap"])
	for _, o := range append(c.many(e.Dict["A"]), c.classes(e, classes)...) {
		d := c.doc.Dict(o)
		if c.doc.Name(d["O"]) == owner && d[key] != nil {
			return d[key]
		}
	}
	return nil
}

func (c *checker) classes(e *pdf.Element, classes pdf.Dict) (list []pdf.Object) {
	for _, o := range c.many(e.Dict["C"]) {
		list = append(list, c.many(classes[c.doc.Name(o)])...)
	}
	return list
}

// many returns the elements of an array, or the object alone.
func (c *checker) many(o pdf.Object) []pdf.Object {
	switch v := c.doc.Resolve(o).(type) {
	case nil:
		return nil
	case pdf.Array:
		return v
	default:
		return []pdf.Object{v}
	}
}

func (c *checker) contents(e *pdf.Element) {
	const point = "09-006"
	switch e.Role {
	case "TOC":
		c.meet(point)
		c.kidsOnly(point, e, "TOC", "TOCI", "Caption")
		c.noContent(point, e)
	case "TOCI":
		c.meet(point)
		c.parentOnly(point, e, "TOC")
		c.kidsOnly(point, e, "Lbl", "Reference", "P", "NonStruct", "TOC")
	}
}

func (c *checker) asian(e *pdf.Element) {
	switch e.Role {
	case "Ruby":
		c.meet("09-007")
		c.kidsOnly("09-007", e, "RB", "RT", "RP")
	case "RB", "RT", "RP":
		c.meet("09-007")
		c.parentOnly("09-007", e, "Ruby")
	case "Warichu":
		c.meet("09-008")
		c.kidsOnly("09-008", e, "WT", "WP")
	case "WT", "WP":
		c.meet("09-008")
		c.parentOnly("09-008", e, "Warichu")
	}
}

// replacements checks the elements that need a text or a name.
func (c *checker) replacements(e *pdf.Element, ids map[string]bool) {
	said := func(key pdf.Name) bool { return strings.TrimSpace(c.doc.Text(e.Dict[key])) != "" }
	switch e.Role {
	case "Figure":
		c.meet("13-004")
		if !said("Alt") && !said("ActualText") {
			c.fail("13-004", element(e), "it has neither an alternative nor a replacement text")
		}
	case "Formula":
		c.meet("17-002", "17-003")
		if !said("Alt") {
			c.fail("17-002", element(e), "it has no alternative text")
		}
		if strings.ContainsRune(c.text(e), 0xFFFD) {
			c.fail("17-003", element(e), "the file does not tell what all of it says")
		}
	case "Note":
		c.meet("19-003", "19-004")
		id := c.doc.Text(e.Dict["ID"])
		if id == "" {
			c.fail("19-003", element(e), "it has no ID")
		} else if ids[id] {
			c.fail("19-004", element(e), "its ID %q is that of another note", id)
		}
		ids[id] = true
	}
}

// headings follows the headings of a document.
type headings struct {
	*checker
	last     int // level, 0 before the first
	numbered *pdf.Element
	plain    *pdf.Element
}

var numberedHeading = regexp.MustCompile(`^H[1-9][0-9]?$`)

func (h *headings) visit(e *pdf.Element) {
	plain := 0
	for _, k := range e.Kids {
		if k.Element != nil && k.Element.Role == "H" {
			plain++
		}
	}
	if plain > 1 {
		h.fail("14-006", element(e), "it holds %d H elements", plain)
	}
	switch {
	case e.Role == "H":
		h.meet("14-006", "14-007")
		h.plain = e
	case numberedHeading.MatchString(string(e.Role)), numberedHeading.MatchString(string(e.Type)):
		h.meet("14-002", "14-003", "14-007")
		name := string(e.Role)
		if !numberedHeading.MatchString(name) {
			name = string(e.Type)
		}
		level := 0
		for _, d := range name[1:] {
			level = level*10 + int(d-'0')
		}
		if h.last == 0 && level != 1 {
			h.fail("14-002", element(e), "it is the first heading")
		}
		if h.last > 0 && level > h.last+1 {
			h.fail("14-003", element(e), "it follows a heading of level %d", h.last)
		}
		h.last = level
		h.numbered = e
	}
}

func (h *headings) end() {
	if h.plain != nil && h.numbered != nil {
		h.fail("14-007", element(h.plain), "the document has numbered headings too")
	}
}
