package taggedpdf

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bytes lays the document out and returns the PDF file. The same document gives the same bytes. It fails
// on a document without title or fonts, on headings that skip a level, on a link address that is not plain
// ASCII, and with a *MissingGlyph on a character that none of the fonts has.
func (d *Document) Bytes() ([]byte, error) {
	doc := *d
	doc.Title = printable(doc.Title)
	if strings.TrimSpace(doc.Title) == "" {
		return nil, errors.New("write PDF: the document has no title; give it one, readers show it and read it out")
	}
	if n := utf8.RuneCountInString(doc.Title); n > maxText {
		return nil, fmt.Errorf("write PDF: the title has %d characters; use at most %d", n, maxText)
	}
	if doc.Fonts.Regular == nil {
		return nil, errors.New("write PDF: the document has no regular font")
	}
	if doc.Language == "" {
		doc.Language = "en-US"
	}
	if !isLanguage(doc.Language) {
		return nil, fmt.Errorf("write PDF: the language %q is no tag like \"en-US\" (BCP 47)", doc.Language)
	}
	if doc.Size == (Size{}) {
		doc.Size = Letter
	}
	if doc.Margins == (Margins{}) {
		doc.Margins = Margins{72, 72, 72, 72}
	}
	for _, side := range []float64{doc.Size.Width, doc.Size.Height} {
		if !(side >= 72 && side <= maxSide) {
			return nil, fmt.Errorf("write PDF: a page of %g by %g points; a side has 72 to %d", doc.Size.Width, doc.Size.Height, maxSide)
		}
	}
	doc.Producer = printable(doc.Producer)
	l := &layout{doc: &doc, shaper: newShaper(doc.Fonts), root: &node{kind: "Document", page: -1}}
	l.left, l.top = units(doc.Margins.Left), units(doc.Margins.Top)
	l.width = units(doc.Size.Width-doc.Margins.Right) - l.left
	l.bottom = units(doc.Size.Height - doc.Margins.Bottom)
	if l.width < 72000 || l.bottom-l.top < 72000 {
		return nil, errors.New("write PDF: the margins leave less than an inch for the text")
	}
	if err := l.compose(); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	if err := l.furnish(); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	if s := doc.Signature; s != nil {
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("write PDF: %w", err)
		}
	}
	data, err := l.write()
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return data, nil
}

// Limits that PDF/A-2 sets (6.1.13), or that keep well below one that it sets.
const (
	maxText = 10_000 // characters of a title; a string has at most 32,767 bytes
	maxName = 127    // bytes of a name
	maxSide = 14_400 // points
)

// furnish draws the lines at the head and the foot of every page, in the middle of the margins.
func (l *layout) furnish() error {
	height := units(l.doc.Size.Height)
	for i, p := range l.pages {
		if l.doc.Header != nil {
			if err := p.furniture("Header", l.doc.Header(i+1, len(l.pages)), l.top/2, l.top); err != nil {
				return err
			}
		}
		if l.doc.Footer != nil {
			const rise = 9000 // so far above the middle of the lower margin the foot begins
			if err := p.furniture("Footer", l.doc.Footer(i+1, len(l.pages)), (l.bottom+height)/2-rise, height); err != nil {
				return err
			}
		}
	}
	return nil
}

// write makes the file of what has been laid out.
func (l *layout) write() ([]byte, error) {
	f := newFile()
	catalog, info, tree, pages := f.reserve(), f.reserve(), f.reserve(), f.reserve()
	refs := make([]int, len(l.pages))
	for i := range l.pages {
		refs[i] = f.reserve()
	}
	var signed *node
	if l.doc.Signature != nil {
		signed = l.tagSignature()
	}
	l.root.each(func(n *node) { n.ref = f.reserve() })

	fonts := []byte("<<")
	for i, face := range l.shaper.faces {
		fonts = fmt.Appendf(fonts, "/F%d %d 0 R", i+1, face.write(f))
	}
	resources := f.add(append(append([]byte("<</Font"), fonts...), ">>>>"...))

	parents := &parentTree{}
	var place signaturePlace
	fields := ""
	for i, p := range l.pages {
		content := f.stream("", p.content(), true)
		annots := ""
		for k, a := range p.links {
			ref, err := l.annotation(f, a, len(l.pages)+parents.notes)
			if err != nil {
				return nil, err
			}
			a.node.kids = append(a.node.kids, kid{page: i, note: ref})
			parents.note(a.node.ref)
			if k > 0 {
				annots += " "
			}
			annots += strconv.Itoa(ref) + " 0 R"
		}
		if signed != nil && i == len(l.pages)-1 {
			var ref int
			ref, place = l.signatureField(f, refs[i], len(l.pages)+parents.notes)
			signed.kids = append(signed.kids, kid{page: i, note: ref})
			parents.note(signed.ref)
			annots += fmt.Sprintf(" %d 0 R", ref)
			fields = fmt.Sprintf("/AcroForm<</Fields[%d 0 R]/SigFlags 3>>", ref)
		}
		if annots != "" {
			annots = "/Annots[" + annots + "]"
		}
		parents.page(p.nodes)
		f.putf(refs[i], "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S%s>>",
			pages, points(l.doc.Size.Width), points(l.doc.Size.Height), resources, content, i, annots)
	}
	kids := []byte{}
	for _, r := range refs {
		kids = fmt.Appendf(kids, "%d 0 R ", r)
	}
	f.putf(pages, "<</Type/Pages/Count %d/Kids[%s]>>", len(refs), kids)
	l.writeTree(f, tree, refs, parents)

	outlines := ""
	if len(l.marks) > 0 {
		outlines = fmt.Sprintf("/Outlines %d 0 R", l.outline(f, refs))
	}
	profile := f.packedStream("/N 3", packedSRGB())
	meta := f.stream("/Type/Metadata/Subtype/XML", l.doc.xmp(), false)
	f.putf(catalog, "<</Type/Catalog/Pages %d 0 R/Lang%s/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R"+
		"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)/DestOutputProfile %d 0 R>>]"+
		"/StructTreeRoot %d 0 R/PageLabels<</Nums[0<</S/D>>]>>%s%s>>",
		pages, textString(l.doc.Language), meta, profile, tree, outlines, fields)
	f.put(info, l.doc.info())
	data := f.finish(catalog, info)
	if signed != nil {
		if err := l.doc.Signature.sign(data, place); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func (l *layout) annotation(f *file, a linkArea, parent int) (int, error) {
	if len(a.address) > maxText {
		return 0, fmt.Errorf("a link has an address of %d characters; use at most %d", len(a.address), maxText)
	}
	for i := range len(a.address) {
		if a.address[i] <= ' ' || a.address[i] >= utf8.RuneSelf-1 {
			return 0, fmt.Errorf("the link to %q holds other characters than an address may; escape them as %%XX", a.address)
		}
	}
	var rect []byte
	for _, u := range [...]unit{a.left, l.up(a.bottom), a.right, l.up(a.top)} {
		rect = append(appendUnit(rect, u), ' ')
	}
	return f.add(fmt.Appendf(nil, "<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4/Contents%s/A<</S/URI/URI%s>>/StructParent %d>>",
		rect, textString(a.address), textString(a.address), parent)), nil
}

// A parentTree leads from content back to its structure elements.
type parentTree struct {
	pages [][]*node
	refs  []int // element of each annotation
	notes int
}

func (t *parentTree) page(nodes []*node) { t.pages = append(t.pages, nodes) }
func (t *parentTree) note(ref int) {
	t.refs = append(t.refs, ref)
	t.notes++
}

// writeTree writes the structure tree and the way back from content to its elements.
func (l *layout) writeTree(f *file, tree int, pages []int, parents *parentTree) {
	b := []byte("<</Nums[")
	for i, nodes := range parents.pages {
		b = strconv.AppendInt(b, int64(i), 10)
		b = append(b, '[')
		for _, n := range nodes {
			b = strconv.AppendInt(b, int64(n.ref), 10)
			b = append(b, " 0 R "...)
		}
		b = append(b, ']')
	}
	for i, ref := range parents.refs {
		b = fmt.Appendf(b, "%d %d 0 R ", len(parents.pages)+i, ref)
	}
	nums := f.add(append(b, "]>>"...))
	classes := ""
	if list := l.root.classes(); len(list) > 0 {
		for _, c := range list {
			classes += pdfName(c) + "<</O/Layout/Placement/Block>>"
		}
		classes = "/ClassMap<<" + classes + ">>"
	}
	f.putf(tree, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap<</Strong/Span/Em/Span/Break/Span/PageBreak/NonStruct>>%s>>",
		l.root.ref, nums, len(parents.pages)+len(parents.refs), classes)
	l.root.each(func(n *node) {
		up := tree
		if n.parent != nil {
			up = n.parent.ref
		}
		f.put(n.ref, n.write(up, pages))
	})
}

func (n *node) write(parent int, pages []int) []byte {
	b := make([]byte, 0, 96)
	b = append(b, "<</S/"...)
	b = append(b, n.kind...)
	b = append(b, "/P "...)
	b = strconv.AppendInt(b, int64(parent), 10)
	b = append(b, " 0 R"...)
	if n.page >= 0 {
		b = append(b, "/Pg "...)
		b = strconv.AppendInt(b, int64(pages[n.page]), 10)
		b = append(b, " 0 R"...)
	}
	if n.class != "" {
		b = append(b, "/C"...)
		b = append(b, pdfName(n.class)...)
	}
	if n.title != "" {
		b = append(b, "/T"...)
		b = append(b, textString(n.title)...)
	}
	if n.actual != "" {
		b = append(b, "/ActualText"...)
		b = append(b, textString(n.actual)...)
	}
	if n.attrs != "" {
		b = append(b, "/A<<"...)
		b = append(b, n.attrs...)
		b = append(b, ">>"...)
	}
	if len(n.kids) > 0 {
		b = append(b, "/K["...)
		for i, k := range n.kids {
			if i > 0 {
				b = append(b, ' ')
			}
			switch {
			case k.node != nil:
				b = strconv.AppendInt(b, int64(k.node.ref), 10)
				b = append(b, " 0 R"...)
			case k.content == nil:
				b = fmt.Appendf(b, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", pages[k.page], k.note)
			default:
				for m, at := range k.content.marks {
					if m > 0 {
						b = append(b, ' ')
					}
					if at.page == n.page {
						b = strconv.AppendInt(b, int64(at.id), 10)
					} else {
						b = fmt.Appendf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pages[at.page], at.id)
					}
				}
			}
		}
		b = append(b, ']')
	}
	return append(b, ">>"...)
}

// outline writes the bookmarks and returns the number of their root.
func (l *layout) outline(f *file, pages []int) int {
	type item struct {
		ref, parent, first, prev, next, count int

		last int // index of the last item below
	}
	items := make([]item, len(l.marks)+1) // the first is the root
	items[0].ref = f.reserve()
	for i := range l.marks {
		items[i+1].ref = f.reserve()
	}
	open := []int{0} // indices of the items that are open, by depth
	for i, m := range l.marks {
		for len(open) > 1 && l.marks[open[len(open)-1]-1].level >= m.level {
			open = open[:len(open)-1]
		}
		at, up := i+1, open[len(open)-1]
		items[at].parent = items[up].ref
		if last := items[up].last; last == 0 {
			items[up].first = items[at].ref
		} else {
			items[last].next = items[at].ref
			items[at].prev = items[last].ref
		}
		items[up].last = at
		for _, k := range open {
			items[k].count++
		}
		open = append(open, at)
	}
	for i, it := range items {
		last := 0
		if it.last > 0 {
			last = items[it.last].ref
		}
		b := []byte("<<")
		if i > 0 {
			m := l.marks[i-1]
			b = fmt.Appendf(b, "/Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ null ", textString(strings.ReplaceAll(m.title, "\n", " ")), it.parent, pages[m.page])
			b = append(appendUnit(b, l.up(m.y)), " null]"...)
		} else {
			b = append(b, "/Type/Outlines"...)
		}
		for _, e := range []struct {
			key string
			ref int
		}{{"First", it.first}, {"Last", last}, {"Prev", it.prev}, {"Next", it.next}} {
			if e.ref > 0 {
				b = fmt.Appendf(b, "/%s %d 0 R", e.key, e.ref)
			}
		}
		if it.count > 0 {
			b = fmt.Appendf(b, "/Count %d", it.count)
		}
		f.put(it.ref, append(b, ">>"...))
	}
	return items[0].ref
}

func points(v float64) string { return string(appendUnit(nil, units(v))) }

// isLanguage checks the form of a language tag, not whether it is registered.
func isLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) == 0 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		for _, c := range []byte(part) {
			if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
