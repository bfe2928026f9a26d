package taggedpdf

import (
	"fmt"
	"strings"
)

// An element is a structure element as it is read back.
type element struct {
	kind, class, title, actual string
	attrs                      dict
	kids                       []any // *element, string, or annotation
}

type annotation struct{ dict dict }

// tree reads the structure tree and checks it against the content: every piece that is drawn is an artifact
// or belongs to exactly one element, in the page and by the parent tree alike.
func (f *pdfFile) tree() (*element, error) {
	root := f.dict(f.catalog()["StructTreeRoot"])
	parents := map[int]any{}
	nums := f.array(f.dict(root["ParentTree"])["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		parents[int(nums[i].(float64))] = nums[i+1]
	}
	content := make([]map[int]string, len(f.pages)) // text by page and mark
	for i, p := range f.pages {
		content[i] = map[int]string{}
		last := -1
		for _, d := range p.pieces {
			if d.artifact {
				continue
			}
			if d.mcid < last {
				return nil, fmt.Errorf("page %d: mark %d after %d", i+1, d.mcid, last)
			}
			last = d.mcid
			content[i][d.mcid] += d.text
		}
		if int(p.dict["StructParents"].(float64)) != i {
			return nil, fmt.Errorf("page %d has StructParents %v", i+1, p.dict["StructParents"])
		}
		if marks := f.array(parents[i]); len(marks) != len(content[i]) {
			return nil, fmt.Errorf("page %d has %d marks, and the parent tree knows %d", i+1, len(content[i]), len(marks))
		}
	}
	pageOf := map[ref]int{}
	for i, k := range f.array(f.dict(f.catalog()["Pages"])["Kids"]) {
		pageOf[k.(ref)] = i
	}
	roles := f.dict(root["RoleMap"])
	var walk func(self, parent ref) (*element, error)
	walk = func(self, parent ref) (*element, error) {
		d := f.dict(self)
		if d["P"] != parent {
			return nil, fmt.Errorf("element %d names %v as its parent, not %d", self, d["P"], parent)
		}
		e := &element{kind: string(d["S"].(name)), title: text(d["T"]), actual: text(d["ActualText"]), attrs: f.dict(d["A"])}
		if c, ok := d["C"].(name); ok {
			e.class = string(c)
			if _, ok := f.dict(root["ClassMap"])[e.class]; !ok {
				return nil, fmt.Errorf("the class %q is not in the map", e.class)
			}
		}
		if _, own := roles[e.kind]; !own && !strings.Contains(" Document H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table THead TBody TR TH TD Link ", " "+e.kind+" ") {
			return nil, fmt.Errorf("element %d has the type %s", self, e.kind)
		}
		add := func(page, mcid int) error {
			t, ok := content[page][mcid]
			if !ok {
				return fmt.Errorf("element %d names mark %d of page %d, which is not drawn or not only its", self, mcid, page+1)
			}
			delete(content[page], mcid)
			if f.array(parents[page])[mcid] != self {
				return fmt.Errorf("mark %d of page %d leads to %v, not %d", mcid, page+1, f.array(parents[page])[mcid], self)
			}
			e.kids = append(e.kids, t)
			return nil
		}
		for _, k := range f.array(d["K"]) {
			switch k := k.(type) {
			case float64:
				if err := add(pageOf[d["Pg"].(ref)], int(k)); err != nil {
					return nil, err
				}
			case dict:
				page := pageOf[k["Pg"].(ref)]
				if k["Type"] == name("OBJR") {
					note := f.dict(k["Obj"])
					if parents[int(note["StructParent"].(float64))] != self {
						return nil, fmt.Errorf("an annotation of element %d leads elsewhere", self)
					}
					found := false
					for _, a := range f.array(f.pages[page].dict["Annots"]) {
						found = found || a == k["Obj"]
					}
					if !found {
						return nil, fmt.Errorf("an annotation of element %d is not on its page", self)
					}
					e.kids = append(e.kids, annotation{note})
				} else if err := add(page, int(k["MCID"].(float64))); err != nil {
					return nil, err
				}
			case ref:
				c, err := walk(k, self)
				if err != nil {
					return nil, err
				}
				e.kids = append(e.kids, c)
			}
		}
		return e, nil
	}
	e, err := walk(root["K"].(ref), f.catalog()["StructTreeRoot"].(ref))
	if err != nil {
		return nil, err
	}
	for i, rest := range content {
		if len(rest) > 0 {
			return nil, fmt.Errorf("page %d holds text that no element names: %v", i+1, rest)
		}
	}
	return e, nil
}

// blocks turns the tree back into what was written.
func (e *element) blocks() []Block {
	var list []Block
	for _, k := range e.kids {
		c := k.(*element)
		switch c.kind {
		case "P":
			list = append(list, Paragraph{Class: c.class, Text: c.texts()})
		case "L":
			l := List{Class: c.class, Title: c.title, Ordered: c.attrs["ListNumbering"] == name("Decimal")}
			for _, li := range c.kids {
				l.Items = append(l.Items, li.(*element).kids[1].(*element).texts())
			}
			list = append(list, l)
		case "Table":
			t := Table{Class: c.class, Title: c.title}
			c.rows(&t)
			list = append(list, t)
		case "PageBreak":
			list = append(list, PageBreak{})
		default:
			list = append(list, Heading{Level: int(c.kind[1] - '0'), Class: c.class, Text: c.texts()})
		}
	}
	return list
}

func (e *element) rows(t *Table) {
	for _, k := range e.kids {
		c := k.(*element)
		if c.kind != "TR" {
			t.Head = t.Head || c.kind == "THead"
			c.rows(t)
			continue
		}
		var row []Cell
		for _, k := range c.kids {
			td := k.(*element)
			row = append(row, Cell{Text: td.texts(), Header: td.kind == "TH"})
			t.Head = t.Head || td.attrs["Scope"] == name("Column")
		}
		t.Rows = append(t.Rows, row)
	}
}

// texts returns the runs of an element, those of one style joined.
func (e *element) texts() []Text {
	var list []Text
	var walk func(e *element, style Text)
	walk = func(e *element, style Text) {
		switch e.kind {
		case "Strong":
			style.Bold = true
		case "Em":
			style.Italic = true
		case "Link":
			for _, k := range e.kids {
				if a, ok := k.(annotation); ok {
					style.Link = text(a.dict["Contents"])
				}
			}
		}
		for _, k := range e.kids {
			s := ""
			switch k := k.(type) {
			case *element:
				walk(k, style)
				continue
			case string:
				if s = k; e.actual != "" {
					s = e.actual
				}
			default:
				continue
			}
			if n := len(list) - 1; n >= 0 && list[n].Bold == style.Bold && list[n].Italic == style.Italic && list[n].Link == style.Link {
				list[n].Text += s
			} else {
				list = append(list, Text{Text: s, Bold: style.Bold, Italic: style.Italic, Link: style.Link})
			}
		}
	}
	walk(e, Text{})
	return list
}
