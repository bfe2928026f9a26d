package check

import "github.com/openimr/openimr/internal/pdf"

// table checks how a table is built and whether its rows have the same number of columns.
func (c *checker) table(e *pdf.Element) {
	const point = "09-004"
	switch e.Role {
	case "Table":
		c.meet(point)
		c.kidsOnly(point, e, "TR", "THead", "TBody", "TFoot", "Caption")
		c.noContent(point, e)
		c.tableParts(e)
		c.grid(e)
	case "THead", "TBody", "TFoot":
		c.parentOnly(point, e, "Table")
		c.kidsOnly(point, e, "TR")
		c.noContent(point, e)
	case "TR":
		c.parentOnly(point, e, "Table", "THead", "TBody", "TFoot")
		c.kidsOnly(point, e, "TH", "TD")
		c.noContent(point, e)
	case "TH", "TD":
		c.parentOnly(point, e, "TR")
	}
}

func (c *checker) tableParts(e *pdf.Element) {
	count := map[pdf.Name]int{}
	last := -1
	for i, k := range e.Kids {
		if k.Element != nil {
			count[k.Element.Role]++
			last = i
		}
	}
	for i, k := range e.Kids {
		if k.Element != nil && k.Element.Role == "Caption" && i != 0 && i != last {
			c.fail("09-004", element(e), "its caption is neither first nor last")
		}
	}
	if count["THead"] > 1 || count["TFoot"] > 1 || count["Caption"] > 1 {
		c.fail("09-004", element(e), "it has more than one head, foot or caption")
	}
	if count["TR"] > 0 && count["TBody"] > 0 {
		c.fail("09-004", element(e), "it has rows both inside and outside of bodies")
	}
	if (count["THead"] > 0 || count["TFoot"] > 0) && count["TBody"] == 0 {
		c.fail("09-004", element(e), "it has a head or foot and no body")
	}
}

const maxSpan = 100

// grid lays the cells of a table out.
func (c *checker) grid(e *pdf.Element) {
	var rows []*pdf.Element
	e.Each(func(k *pdf.Element) {
		if k.Role == "TR" && nearestTable(k) == e {
			rows = append(rows, k)
		}
	})
	taken := map[[2]int]bool{}
	columns := -1
	usesHeaders, heads := false, []*pdf.Element{}
	for y, row := range rows {
		x := 0
		for _, k := range row.Kids {
			if k.Element == nil || k.Element.Role != "TH" && k.Element.Role != "TD" {
				continue
			}
			for taken[[2]int{x, y}] {
				x++
			}
			wide, high := c.span(k.Element, "ColSpan"), c.span(k.Element, "RowSpan")
			if y+high > len(rows) {
				c.fail("09-004", element(k.Element), "it spans more rows than there are")
				high = len(rows) - y
			}
			for dy := range high {
				for dx := range wide {
					if taken[[2]int{x + dx, y + dy}] {
						c.fail("09-004", element(k.Element), "it overlaps another cell")
					}
					taken[[2]int{x + dx, y + dy}] = true
				}
			}
			x += wide
			if c.attribute(k.Element, "Table", "Headers") != nil {
				usesHeaders = true
			}
			if k.Element.Role == "TH" {
				heads = append(heads, k.Element)
			}
		}
		for taken[[2]int{x, y}] {
			x++
		}
		if columns >= 0 && x != columns {
			c.fail("09-004", element(row), "it has %d columns and the first row has %d", x, columns)
		}
		if columns < 0 {
			columns = x
		}
	}
	for _, h := range heads {
		c.scope(h, usesHeaders)
	}
}

func (c *checker) span(e *pdf.Element, key pdf.Name) int {
	o := c.attribute(e, "Table", key)
	if o == nil {
		return 1
	}
	n, ok := c.doc.Int(o)
	if !ok || n < 1 || n > maxSpan {
		c.fail("09-004", element(e), "its %s is wrong", key)
		return 1
	}
	return n
}

func (c *checker) scope(h *pdf.Element, usesHeaders bool) {
	c.meet("15-003")
	switch s := c.doc.Name(c.attribute(h, "Table", "Scope")); s {
	case "Row", "Column", "Both":
	case "":
		if !usesHeaders || c.doc.Text(h.Dict["ID"]) == "" {
			c.fail("15-003", element(h), "it has no Scope")
		}
	default:
		c.fail("15-003", element(h), "its Scope is %s", s)
	}
}

func nearestTable(e *pdf.Element) *pdf.Element {
	for e = e.Parent; e != nil; e = e.Parent {
		if e.Role == "Table" {
			return e
		}
	}
	return nil
}
