package pdf

import (
	"errors"
	"fmt"
)

// A Page is one page with what it inherits.
type Page struct {
	Number    int // from 1
	Ref       Ref
	Dict      Dict
	Resources Dict
	Box       [4]float64 // crop box: left, bottom, right, top, in points
	Rotate    int        // quarter turns clockwise, 0 to 3

	doc *Document
}

// Size returns the width and height of the page as it is looked at, in points.
func (p *Page) Size() (width, height float64) {
	width, height = p.Box[2]-p.Box[0], p.Box[3]-p.Box[1]
	if p.Rotate%2 == 1 {
		width, height = height, width
	}
	return width, height
}

// Pages lists the pages in order. The counts that the file gives are not believed.
func (d *Document) Pages() ([]*Page, error) {
	if d.walked {
		return d.pages, d.pageErr
	}
	d.walked = true
	w := pageWalk{doc: d, seen: map[Ref]bool{}}
	root := d.Catalog()["Pages"]
	d.pageErr = w.node(root, inherited{}, 0)
	d.pages = w.pages
	if d.pageErr == nil && len(d.pages) == 0 {
		d.pageErr = fmt.Errorf("%w: it has no pages", ErrDamaged)
	}
	if n, ok := d.Int(d.Dict(root)["Count"]); !ok || n != len(d.pages) {
		d.problem("the file says that it has %d pages, and has %d", n, len(d.pages))
	}
	return d.pages, d.pageErr
}

type inherited struct {
	resources, media, crop, rotate Object
}

type pageWalk struct {
	doc   *Document
	seen  map[Ref]bool
	pages []*Page
	nodes int
}

func (w *pageWalk) node(o Object, in inherited, depth int) error {
	d := w.doc
	ref, _ := o.(Ref)
	if ref != (Ref{}) {
		if w.seen[ref] {
			return fmt.Errorf("%w: the page tree runs in a circle", ErrDamaged)
		}
		w.seen[ref] = true
	}
	if w.nodes++; depth > 200 || w.nodes > 4*d.limits.Pages {
		return fmt.Errorf("%w: the page tree is too deep or too large", ErrLimit)
	}
	dict := d.Dict(o)
	if dict == nil {
		return fmt.Errorf("%w: page %d is missing", ErrDamaged, len(w.pages)+1)
	}
	set := func(to *Object, key Name) {
		if v := d.Resolve(dict[key]); v != nil {
			*to = v
		}
	}
	set(&in.resources, "Resources")
	set(&in.media, "MediaBox")
	set(&in.crop, "CropBox")
	set(&in.rotate, "Rotate")
	kids := d.Array(dict["Kids"])
	if kids != nil && d.Name(dict["Type"]) != "Page" {
		for _, k := range kids {
			if err := w.node(k, in, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if d.Name(dict["Type"]) == "Pages" {
		return nil // no kids: an empty branch
	}
	if len(w.pages) >= d.limits.Pages {
		return fmt.Errorf("%w: more than %d pages", ErrLimit, d.limits.Pages)
	}
	w.pages = append(w.pages, newPage(d, len(w.pages)+1, ref, dict, in))
	return nil
}

func newPage(d *Document, n int, ref Ref, dict Dict, in inherited) *Page {
	p := &Page{Number: n, Ref: ref, Dict: dict, doc: d, Box: [4]float64{0, 0, 612, 792}}
	p.Resources = d.Dict(in.resources)
	if box, ok := d.box(in.media); ok {
		p.Box = box
	} else {
		d.problem("page %d has no size", n)
	}
	if crop, ok := d.box(in.crop); ok {
		c := [4]float64{max(crop[0], p.Box[0]), max(crop[1], p.Box[1]), min(crop[2], p.Box[2]), min(crop[3], p.Box[3])}
		if c[0] < c[2] && c[1] < c[3] {
			p.Box = c
		}
	}
	if r, ok := d.Int(in.rotate); ok {
		p.Rotate = ((r/90)%4 + 4) % 4
	}
	return p
}

// box reads a rectangle and puts its corners in order.
func (d *Document) box(o Object) (box [4]float64, ok bool) {
	v, ok := d.numbers(o, 4)
	if !ok || v[0] == v[2] || v[1] == v[3] {
		return box, false
	}
	return [4]float64{min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3])}, true
}

// Content returns the content of the page, its parts joined as they are to be read.
func (p *Page) Content() ([]byte, error) {
	d := p.doc
	o := d.Resolve(p.Dict["Contents"])
	var parts Array
	switch v := o.(type) {
	case nil:
		if p.Dict["Contents"] != nil {
			return nil, fmt.Errorf("page %d: %w: its content is missing", p.Number, ErrDamaged)
		}
		return nil, nil
	case *Stream:
		parts = Array{v}
	case Array:
		parts = v
	default:
		return nil, fmt.Errorf("page %d: %w: its content is %s", p.Number, ErrDamaged, Describe(o))
	}
	var all []byte
	for _, part := range parts {
		s := d.Stream(part)
		if s == nil {
			return nil, fmt.Errorf("page %d: %w: a part of its content is missing", p.Number, ErrDamaged)
		}
		data, err := d.Data(s)
		if errors.Is(err, ErrLimit) {
			return nil, fmt.Errorf("page %d: %w", p.Number, err)
		}
		if err != nil {
			return nil, fmt.Errorf("page %d: %w: %v", p.Number, ErrDamaged, err)
		}
		if len(parts) == 1 {
			return data, nil
		}
		if len(all)+len(data) > d.limits.Stream {
			return nil, fmt.Errorf("page %d: %w: its content is too long", p.Number, ErrLimit)
		}
		all = append(append(all, data...), '\n')
	}
	return all, nil
}
