package taggedpdf

import (
	"slices"
	"strings"
)

// A node is one structure element.
type node struct {
	kind   string // structure type: "P", "H1", "Strong"
	class  string
	title  string
	attrs  string // attribute dictionary, "" for none
	actual string // replacement text, "" for none
	parent *node
	kids   []kid
	page   int // of its first content, from 0; -1 before there is any
	ref    int // number of its object in the file
}

// A kid is what stands in a node: an element, content of pages, or an annotation.
type kid struct {
	node    *node
	content *content
	note    int // number of the annotation's object
	page    int // of the annotation
}

// content is a piece of text that stands directly in a node. It has one mark on each page that it is
// drawn on.
type content struct {
	node  *node
	marks []mark
}

type mark struct{ page, id int }

func (n *node) add(kind string) *node {
	k := &node{kind: kind, parent: n, page: -1}
	n.kids = append(n.kids, kid{node: k})
	return k
}

// addContent adds a piece of text that has yet to be drawn.
func (n *node) addContent() *content {
	c := &content{node: n}
	n.kids = append(n.kids, kid{content: c})
	return c
}

// at notes the page on which the content of the node, and of what it stands in, begins.
func (n *node) at(page int) {
	for ; n != nil && n.page < 0; n = n.parent {
		n.page = page
	}
}

// runs shapes the text of a paragraph and adds the elements for its pieces to n, which is nil in an artifact.
func (l *layout) runs(n *node, texts []Text, where string, bold bool) (glyphs []glyph, leaves []leaf, err error) {
	size := 0
	for _, t := range texts {
		size += len(t.Text)
	}
	glyphs = make([]glyph, 0, size)
	var last, link *node // what the text before stands in
	address := ""
	for _, t := range texts {
		if t.Text == "" {
			continue
		}
		style := 0
		if t.Bold || bold {
			style |= boldStyle
		}
		if t.Italic {
			style |= italicStyle
		}
		at := n
		if n != nil {
			if t.Link != "" && (link == nil || t.Link != address) {
				link = n.add("Link")
			} else if t.Link == "" {
				link = nil
			}
			address = t.Link
			at = n.styled(link, t)
		}
		for i, piece := range strings.Split(clean(t.Text), "\n") {
			if i > 0 {
				glyphs, err = l.shaper.shape(glyphs, "\n", where, style)
				if err != nil {
					return nil, nil, err
				}
				leaves = append(leaves, leaf{to: len(glyphs)})
				if n != nil {
					br := at.add("Break")
					br.actual = "\n"
					leaves[len(leaves)-1].content = br.addContent()
				}
				last = nil
			}
			if piece == "" {
				continue
			}
			glyphs, err = l.shaper.shape(glyphs, piece, where, style)
			if err != nil {
				return nil, nil, err
			}
			if last != at || len(leaves) == 0 {
				lf := leaf{link: t.Link}
				if n != nil {
					lf.content = at.addContent()
				}
				leaves = append(leaves, lf)
				last = at
			}
			leaves[len(leaves)-1].to = len(glyphs)
		}
	}
	return glyphs, leaves, nil
}

// styled returns the element that a run of text in n stands in.
func (n *node) styled(link *node, t Text) *node {
	if link != nil {
		n = link
	}
	if t.Bold {
		n = n.add("Strong")
	}
	if t.Italic {
		n = n.add("Em")
	}
	return n
}

// classes lists the classes in use, in the order of their names.
func (n *node) classes() []string {
	seen := map[string]bool{}
	n.each(func(k *node) {
		if k.class != "" {
			seen[k.class] = true
		}
	})
	list := make([]string, 0, len(seen))
	for c := range seen {
		list = append(list, c)
	}
	slices.Sort(list)
	return list
}

// each calls f for the node and all below it, in reading order.
func (n *node) each(f func(*node)) {
	f(n)
	for _, k := range n.kids {
		if k.node != nil {
			k.node.each(f)
		}
	}
}
