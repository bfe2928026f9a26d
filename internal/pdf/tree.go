package pdf

import (
	"fmt"
	"strings"
)

// A Tree is the logical structure of a tagged file.
type Tree struct {
	Dict    Dict // StructTreeRoot
	Kids    []*Element
	RoleMap map[Name]Name // as the file has it

	byContent map[Content]*Element
}

// A Content names a piece of marked content: MCID in the content of a page or form XObject.
type Content struct {
	Owner Ref
	MCID  int
}

// An Element is one element of the tree.
type Element struct {
	Ref    Ref
	Dict   Dict
	Type   Name // as written
	Role   Name // the standard type that it stands for; Type where the role map leads nowhere
	Parent *Element
	Kids   []Kid
	Page   Ref // of its content, where it names one
}

// A Kid is an element, a piece of content, or an object such as an annotation.
type Kid struct {
	Element *Element
	Content Content // MCID is -1 where it is none
	Object  Ref
}

const maxTreeDepth = 256

// Structure reads the structure tree; nil where the file has none.
func (d *Document) Structure() (*Tree, error) {
	root := d.Dict(d.Catalog()["StructTreeRoot"])
	if root == nil {
		return nil, nil
	}
	w := treeWalk{doc: d, seen: map[Ref]bool{}, tree: &Tree{Dict: root, RoleMap: map[Name]Name{}, byContent: map[Content]*Element{}}}
	for k, v := range d.Dict(root["RoleMap"]) {
		if n := d.Name(v); n != "" {
			w.tree.RoleMap[k] = n
		}
	}
	err := w.kids(root["K"], nil, 0, func(k Kid) {
		if k.Element != nil {
			w.tree.Kids = append(w.tree.Kids, k.Element)
		}
	})
	return w.tree, err
}

type treeWalk struct {
	doc  *Document
	tree *Tree
	seen map[Ref]bool
	n    int
}

// kids reads the value of a K entry.
func (w *treeWalk) kids(o Object, parent *Element, depth int, add func(Kid)) error {
	d := w.doc
	if depth > maxTreeDepth {
		return fmt.Errorf("%w: the structure tree is too deep", ErrLimit)
	}
	if w.n++; w.n > 4*d.limits.Objects {
		return fmt.Errorf("%w: the structure tree is too large", ErrLimit)
	}
	switch v := d.Resolve(o).(type) {
	case nil:
	case Array:
		for _, k := range v {
			if _, nested := d.Resolve(k).(Array); nested {
				d.problem("the structure tree holds a list inside a list")
				continue
			}
			if err := w.kids(k, parent, depth+1, add); err != nil {
				return err
			}
		}
	case int:
		if parent != nil {
			w.content(Content{parent.Page, v}, parent, add)
		}
	case Dict:
		ref, _ := o.(Ref)
		return w.dict(ref, v, parent, depth, add)
	default:
		d.problem("the structure tree holds %s", Describe(v))
	}
	return nil
}

func (w *treeWalk) content(c Content, parent *Element, add func(Kid)) {
	if _, twice := w.tree.byContent[c]; twice {
		w.doc.problemAt(parent.Ref, "content %d of %v is in the structure tree twice", c.MCID, c.Owner)
	} else {
		w.tree.byContent[c] = parent
	}
	add(Kid{Content: c})
}

func (w *treeWalk) dict(ref Ref, v Dict, parent *Element, depth int, add func(Kid)) error {
	d := w.doc
	page, _ := v["Pg"].(Ref)
	switch d.Name(v["Type"]) {
	case "MCR":
		owner, ok := v["Stm"].(Ref)
		if !ok {
			owner = page
		}
		if owner == (Ref{}) && parent != nil {
			owner = parent.Page
		}
		if id, ok := d.Int(v["MCID"]); ok && parent != nil {
			w.content(Content{owner, id}, parent, add)
		}
		return nil
	case "OBJR":
		if r, ok := v["Obj"].(Ref); ok {
			add(Kid{Content: Content{MCID: -1}, Object: r})
		}
		return nil
	}
	if ref != (Ref{}) {
		if w.seen[ref] {
			return fmt.Errorf("%w: the structure tree runs in a circle", ErrDamaged)
		}
		w.seen[ref] = true
	}
	e := &Element{Ref: ref, Dict: v, Type: d.Name(v["S"]), Parent: parent, Page: page}
	e.Role = w.tree.Standard(e.Type)
	if page == (Ref{}) && parent != nil {
		e.Page = parent.Page
	}
	add(Kid{Element: e, Content: Content{MCID: -1}})
	return w.kids(v["K"], e, depth+1, func(k Kid) { e.Kids = append(e.Kids, k) })
}

// Standard follows the role map from a type to a standard type of ISO 32000-1.
func (t *Tree) Standard(n Name) Name {
	at := n
	for range 32 {
		if StandardType(at) {
			return at
		}
		next, ok := t.RoleMap[at]
		if !ok {
			return n
		}
		at = next
	}
	return n
}

// Element returns the element that a piece of content belongs to; nil where it belongs to none.
func (t *Tree) Element(c Content) *Element { return t.byContent[c] }

// Each calls f for every element in order, an element before its kids.
func (t *Tree) Each(f func(*Element)) {
	for _, e := range t.Kids {
		e.Each(f)
	}
}

// Each calls f for the element and all below it, an element before its kids.
func (e *Element) Each(f func(*Element)) {
	f(e)
	for _, k := range e.Kids {
		if k.Element != nil {
			k.Element.Each(f)
		}
	}
}

// StandardType reports whether a type is one of ISO 32000-1, 14.8.4.
func StandardType(n Name) bool { return standardTypes[n] }

var standardTypes = func() map[Name]bool {
	m := map[Name]bool{}
	for _, n := range strings.Fields(`Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private
		P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot
		Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form`) {
		m[Name(n)] = true
	}
	return m
}()

// A Piece is text of one piece of marked content, in one style.
type Piece struct {
	Text   string
	Bold   bool
	Italic bool
	Font   *Font
}

// Contents collects what each piece of marked content of a page says, spaces included, artifacts left out.
func (s *Shown) Contents() map[Content][]Piece {
	out := map[Content][]Piece{}
	var b []byte
	var at *Glyph
	mark := -1
	flush := func() {
		if mark >= 0 && len(b) > 0 {
			m := s.Marks[mark]
			c := Content{m.Owner, m.MCID}
			out[c] = append(out[c], Piece{string(b), at.Font.Bold, at.Font.Italic, at.Font})
		}
		b = b[:0]
	}
	for i := range s.Glyphs {
		g := &s.Glyphs[i]
		content := -1
		if g.Mark >= 0 && !s.Marks[g.Mark].Artifact {
			content = s.Marks[g.Mark].Content
		}
		if content != mark || at == nil || g.Font != at.Font {
			flush()
			mark, at = content, g
		}
		b = append(b, g.Text...)
	}
	flush()
	return out
}
