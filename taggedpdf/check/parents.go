package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/openimr/openimr/internal/pdf"
)

// parents checks that the way from elements to content and back is the same way.
func (c *checker) parents() {
	if c.tree == nil {
		return
	}
	const point = "A 6.7.3"
	tree := map[int]pdf.Object{}
	c.numbers(c.tree.Dict["ParentTree"], tree, 0)
	next, ok := c.doc.Int(c.tree.Dict["ParentTreeNextKey"])
	for _, k := range slices.Sorted(maps.Keys(tree)) {
		if ok && k >= next {
			c.fail(point, "parent tree", "it has the key %d and says that the next is %d", k, next)
		}
	}
	owners := map[pdf.Ref]pdf.Dict{}
	for _, p := range c.pages {
		owners[p.Ref] = p.Dict
	}
	for r := range c.forms {
		owners[r] = c.doc.Dict(r)
	}
	used := map[int]string{}
	for at := range c.painted {
		c.wayBack(at, owners[at.Owner], tree)
	}
	for r, d := range owners {
		key, ok := c.doc.Int(d["StructParents"])
		if !ok {
			continue
		}
		if other, twice := used[key]; twice {
			c.fail(point, object(r), "its StructParents %d is that of %s", key, other)
		}
		used[key] = object(r)
		for id, o := range c.doc.Array(tree[key]) {
			if c.doc.Resolve(o) != nil && !c.painted[pdf.Content{Owner: r, MCID: id}] {
				c.fail(point, object(r), "the parent tree knows the marked content %d, which is not there", id)
			}
		}
	}
	c.tree.Each(func(e *pdf.Element) {
		c.above(e)
		for _, k := range e.Kids {
			if k.Content.MCID >= 0 && k.Element == nil && k.Object == (pdf.Ref{}) && !c.painted[k.Content] {
				c.fail(point, element(e), "its marked content %d on %s is not there", k.Content.MCID, object(k.Content.Owner))
			}
		}
	})
	for r, holders := range c.holders {
		c.objectBack(r, holders, tree)
	}
}

// wayBack checks that the parent tree leads from a piece of content to the element that holds it.
func (c *checker) wayBack(at pdf.Content, owner pdf.Dict, tree map[int]pdf.Object) {
	const point = "A 6.7.3"
	e := c.tree.Element(at)
	if e == nil {
		return // told by 01-005 unless it is an artifact
	}
	where := fmt.Sprintf("%s, marked content %d", object(at.Owner), at.MCID)
	key, ok := c.doc.Int(owner["StructParents"])
	if !ok {
		c.fail(point, where, "its page or form has no StructParents")
		return
	}
	list := c.doc.Array(tree[key])
	if at.MCID >= len(list) {
		c.fail(point, where, "the parent tree does not know it")
		return
	}
	if r, _ := list[at.MCID].(pdf.Ref); r != e.Ref {
		c.fail(point, where, "it is in object %d, and the parent tree says %v", e.Ref.Num, list[at.MCID])
	}
}

// above checks that an element names as its parent what holds it.
func (c *checker) above(e *pdf.Element) {
	p, _ := e.Dict["P"].(pdf.Ref)
	want, _ := c.doc.Catalog()["StructTreeRoot"].(pdf.Ref)
	if e.Parent != nil {
		want = e.Parent.Ref
	}
	if p != want {
		c.fail("A 6.7.3", element(e), "it names %v as its parent, and %v holds it", e.Dict["P"], want)
	}
}

// objectBack checks the way back from an annotation.
func (c *checker) objectBack(r pdf.Ref, holders []*pdf.Element, tree map[int]pdf.Object) {
	const point = "A 6.7.3"
	if len(holders) > 1 {
		c.fail(point, object(r), "%d elements hold it", len(holders))
	}
	d := c.doc.Dict(r)
	if d == nil {
		c.fail(point, element(holders[0]), "it holds %v, which is not there", r)
		return
	}
	key, ok := c.doc.Int(d["StructParent"])
	if !ok {
		c.fail(point, object(r), "it is in the structure and has no StructParent")
		return
	}
	if back, _ := tree[key].(pdf.Ref); back != holders[0].Ref {
		c.fail(point, object(r), "%v holds it, and the parent tree says %v", holders[0].Ref, tree[key])
	}
}

// numbers reads a number tree.
func (c *checker) numbers(o pdf.Object, out map[int]pdf.Object, depth int) {
	d := c.doc.Dict(o)
	if d == nil || depth > 20 {
		if depth == 0 {
			c.fail("A 6.7.3", "structure tree", "it has no parent tree")
		}
		return
	}
	nums := c.doc.Array(d["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		if k, ok := c.doc.Int(nums[i]); ok {
			out[k] = nums[i+1]
		}
	}
	for _, k := range c.doc.Array(d["Kids"]) {
		c.numbers(k, out, depth+1)
	}
}
