package letter

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxHTML      = 16 << 20 // bytes; a letter of 100 pages has less than one million
	maxHTMLDepth = 400      // elements inside each other
)

// ReadHTML reads the blocks of an HTML document, ours or another's. White space is folded as a browser
// does; scripts, styles and the head of the document are no text. It fails on input over 16 MiB and on
// elements nested more than 400 deep.
func ReadHTML(data []byte) ([]Block, error) {
	if len(data) > maxHTML {
		return nil, fmt.Errorf("read HTML letter: %d bytes are more than the %d allowed; send the letter alone", len(data), maxHTML)
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read HTML letter: %w", err)
	}
	r := htmlReader{}
	if err := r.walk(root, Run{}, 0); err != nil {
		return nil, fmt.Errorf("read HTML letter: %w", err)
	}
	r.flush()
	return r.blocks, nil
}

type htmlReader struct {
	blocks []Block
	loose  runs // text that stands in no paragraph
}

func (r *htmlReader) flush() {
	if got := r.loose.take(); len(got) > 0 {
		r.blocks = append(r.blocks, Block{Kind: Paragraph, Runs: got})
	}
}

func (r *htmlReader) walk(n *html.Node, style Run, depth int) error {
	if depth > maxHTMLDepth {
		return fmt.Errorf("elements are nested more than %d deep; save the letter anew without the nesting", maxHTMLDepth)
	}
	if n.Type == html.TextNode {
		r.loose.add(n.Data, style)
		return nil
	}
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript:
			return nil
		case atom.P:
			return r.leaf(n, Block{Kind: Paragraph}, style, depth)
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return r.leaf(n, Block{Kind: Heading, Level: int(n.Data[1] - '0')}, style, depth)
		case atom.Ul, atom.Ol:
			r.flush()
			l := Block{Kind: List, Role: attr(n, "class"), Label: attr(n, "aria-label")}
			if err := htmlEach(n, depth, func(c *html.Node) (bool, error) {
				if c.DataAtom != atom.Li {
					return false, nil
				}
				got, err := htmlInline(c, depth)
				l.Items = append(l.Items, got)
				return true, err
			}); err != nil {
				return err
			}
			r.blocks = append(r.blocks, l)
			return nil
		case atom.Table:
			return r.table(n, depth)
		case atom.Hr:
			r.flush()
			if attr(n, "class") == "page-break" {
				r.blocks = append(r.blocks, Block{Kind: PageBreak})
			}
			return nil
		case atom.Br:
			r.loose.newline()
			return nil
		case atom.B, atom.Strong:
			style.Bold = true
		case atom.I, atom.Em:
			style.Italic = true
		default:
			if isBlock(n.DataAtom) {
				r.flush()
				defer r.flush()
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := r.walk(c, style, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (r *htmlReader) leaf(n *html.Node, b Block, style Run, depth int) error {
	r.flush()
	var in runs
	if err := in.read(n, style, depth); err != nil {
		return err
	}
	if b.Runs = in.take(); len(b.Runs) == 0 {
		return nil
	}
	b.Role = attr(n, "class")
	r.blocks = append(r.blocks, b)
	return nil
}

func (r *htmlReader) table(n *html.Node, depth int) error {
	r.flush()
	t := Block{Kind: Table, Role: attr(n, "class")}
	err := htmlEach(n, depth, func(c *html.Node) (bool, error) {
		switch c.DataAtom {
		case atom.Caption:
			got, err := htmlInline(c, depth)
			t.Label = plain(got)
			return true, err
		case atom.Tr:
			var row []Cell
			for d := c.FirstChild; d != nil; d = d.NextSibling {
				if d.DataAtom != atom.Td && d.DataAtom != atom.Th {
					continue
				}
				got, err := htmlInline(d, depth)
				if err != nil {
					return true, err
				}
				row = append(row, Cell{Runs: got, Header: d.DataAtom == atom.Th})
			}
			if len(row) > 0 {
				t.Rows = append(t.Rows, row)
			}
			return true, nil
		}
		return false, nil
	})
	r.blocks = append(r.blocks, t)
	return err
}

// htmlEach calls f for the elements below n, and does not go into those that f has taken.
func htmlEach(n *html.Node, depth int, f func(*html.Node) (bool, error)) error {
	if depth > maxHTMLDepth {
		return fmt.Errorf("elements are nested more than %d deep; save the letter anew without the nesting", maxHTMLDepth)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		taken, err := f(c)
		if err == nil && !taken {
			err = htmlEach(c, depth+1, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func htmlInline(n *html.Node, depth int) ([]Run, error) {
	var in runs
	err := in.read(n, Run{}, depth)
	return in.take(), err
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body, atom.Header, atom.Footer, atom.Li, atom.Ul, atom.Ol,
		atom.P, atom.Tr, atom.Td, atom.Th, atom.Table, atom.Address, atom.Blockquote, atom.Pre, atom.Dl, atom.Dt, atom.Dd,
		atom.Aside, atom.Nav, atom.Form, atom.Fieldset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

func (rs *runs) read(n *html.Node, style Run, depth int) error {
	if depth > maxHTMLDepth {
		return fmt.Errorf("elements are nested more than %d deep; save the letter anew without the nesting", maxHTMLDepth)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			rs.add(c.Data, style)
			continue
		}
		if c.Type != html.ElementNode {
			continue
		}
		s := style
		switch c.DataAtom {
		case atom.Script, atom.Style, atom.Template:
			continue
		case atom.Br:
			rs.newline()
			continue
		case atom.B, atom.Strong:
			s.Bold = true
		case atom.I, atom.Em:
			s.Italic = true
		}
		block := isBlock(c.DataAtom)
		if block {
			rs.newline()
		}
		if err := rs.read(c, s, depth+1); err != nil {
			return err
		}
		if block {
			rs.newline()
		}
	}
	return nil
}
