package check

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/pdf"
)

// An edit is a file taken apart, to be changed and put together again.
type edit struct {
	t       testing.TB
	objects map[int]pdf.Object
	trailer pdf.Dict
	next    int
	raw     func([]byte) []byte // done to the bytes at last
}

func takeApart(t testing.TB, data []byte) *edit {
	t.Helper()
	doc, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	e := &edit{t: t, objects: map[int]pdf.Object{}, trailer: pdf.Dict{}}
	for _, k := range []pdf.Name{"Root", "Info", "ID"} {
		e.trailer[k] = clone(doc.Trailer[k])
	}
	for _, r := range doc.Refs() {
		o := doc.Object(r)
		if s, ok := o.(*pdf.Stream); ok {
			if k := s.Dict["Type"]; k == pdf.Name("ObjStm") || k == pdf.Name("XRef") {
				continue
			}
			b, err := doc.Data(s)
			if err != nil {
				t.Fatal(err)
			}
			d := clone(s.Dict).(pdf.Dict)
			delete(d, "Filter")
			delete(d, "DecodeParms")
			o = &pdf.Stream{Dict: d, Raw: bytes.Clone(b)}
		} else {
			o = clone(o)
		}
		e.objects[r.Num] = o
		e.next = max(e.next, r.Num+1)
	}
	return e
}

func clone(o pdf.Object) pdf.Object {
	switch v := o.(type) {
	case pdf.Array:
		c := pdf.Array{}
		for _, x := range v {
			c = append(c, clone(x))
		}
		return c
	case pdf.Dict:
		c := pdf.Dict{}
		for k, x := range v {
			c[k] = clone(x)
		}
		return c
	}
	return o
}

// add adds an object and returns its reference.
func (e *edit) add(o pdf.Object) pdf.Ref {
	r := pdf.Ref{Num: e.next}
	e.objects[e.next] = o
	e.next++
	return r
}

func (e *edit) get(o pdf.Object) pdf.Object {
	if r, ok := o.(pdf.Ref); ok {
		return e.objects[r.Num]
	}
	return o
}

func (e *edit) dict(o pdf.Object) pdf.Dict {
	switch v := e.get(o).(type) {
	case pdf.Dict:
		return v
	case *pdf.Stream:
		return v.Dict
	}
	e.t.Fatalf("%v is no dictionary", o)
	return nil
}

func (e *edit) catalog() pdf.Dict { return e.dict(e.trailer["Root"]) }

// page is the first page.
func (e *edit) page() (pdf.Ref, pdf.Dict) {
	r := e.dict(e.catalog()["Pages"])["Kids"].(pdf.Array)[0].(pdf.Ref)
	return r, e.dict(r)
}

// content is the content of the first page.
func (e *edit) content() *pdf.Stream {
	_, p := e.page()
	return e.get(p["Contents"]).(*pdf.Stream)
}

// append appends to the content of the first page.
func (e *edit) append(s string) { c := e.content(); c.Raw = append(c.Raw, ("\n" + s)...) }

// replace replaces the first occurrence in a stream.
func (e *edit) replace(s *pdf.Stream, old, with string) {
	if !bytes.Contains(s.Raw, []byte(old)) {
		e.t.Fatalf("the stream does not hold %q", old)
	}
	s.Raw = bytes.Replace(s.Raw, []byte(old), []byte(with), 1)
}

// element finds the first element of a type.
func (e *edit) element(kind pdf.Name) (pdf.Ref, pdf.Dict) {
	var nums []int
	for n := range e.objects {
		nums = append(nums, n)
	}
	sort.Ints(nums)
	for _, n := range nums {
		if d, ok := e.objects[n].(pdf.Dict); ok && d["S"] == kind && d["P"] != nil {
			return pdf.Ref{Num: n}, d
		}
	}
	e.t.Fatalf("there is no %s element", kind)
	return pdf.Ref{}, nil
}

// insert adds an element without content below Document.
func (e *edit) insert(kind pdf.Name, more pdf.Dict) (pdf.Ref, pdf.Dict) {
	doc, _ := e.element("Document")
	return e.insertIn(doc, kind, more)
}

func (e *edit) insertIn(parent pdf.Ref, kind pdf.Name, more pdf.Dict) (pdf.Ref, pdf.Dict) {
	d := pdf.Dict{"S": kind, "P": parent}
	for k, v := range more {
		d[k] = v
	}
	r := e.add(d)
	p := e.dict(parent)
	kids, _ := p["K"].(pdf.Array)
	p["K"] = append(kids, r)
	return r, d
}

// annotate adds an annotation to the first page, held by a new element of the kind, "" for none.
func (e *edit) annotate(holder pdf.Name, annotation pdf.Dict) pdf.Dict {
	page, p := e.page()
	key := 1000
	annotation["Type"] = pdf.Name("Annot")
	if annotation["Rect"] == nil {
		annotation["Rect"] = pdf.Array{100, 100, 200, 120}
	}
	if annotation["F"] == nil {
		annotation["F"] = 4
	}
	if annotation["AP"] == nil {
		annotation["AP"] = pdf.Dict{"N": e.add(&pdf.Stream{Dict: pdf.Dict{"Subtype": pdf.Name("Form"), "BBox": pdf.Array{0, 0, 9, 9}}})}
	}
	r := e.add(annotation)
	notes, _ := e.get(p["Annots"]).(pdf.Array)
	p["Annots"] = append(clone(notes).(pdf.Array), r)
	p["Tabs"] = pdf.Name("S")
	if holder != "" {
		annotation["StructParent"] = key
		el, _ := e.insert(holder, pdf.Dict{"K": pdf.Array{pdf.Dict{"Type": pdf.Name("OBJR"), "Obj": r, "Pg": page}}})
		root := e.dict(e.catalog()["StructTreeRoot"])
		tree := e.dict(root["ParentTree"])
		tree["Nums"] = append(tree["Nums"].(pdf.Array), key, el)
		root["ParentTreeNextKey"] = key + 1
	}
	return annotation
}

// font returns the first font of the first page.
func (e *edit) font() pdf.Dict {
	_, p := e.page()
	fonts := e.dict(e.dict(p["Resources"])["Font"])
	return e.dict(fonts[fonts.Keys()[0]])
}

func (e *edit) cidFont() pdf.Dict { return e.dict(e.get(e.font()["DescendantFonts"]).(pdf.Array)[0]) }

func (e *edit) descriptor() pdf.Dict { return e.dict(e.cidFont()["FontDescriptor"]) }

// simple makes the first font a TrueType font of one byte a character.
func (e *edit) simple(flags int, program []byte, more pdf.Dict) {
	f := e.font()
	desc := e.descriptor()
	desc["Flags"] = flags
	if program != nil {
		desc["FontFile2"] = e.add(&pdf.Stream{Dict: pdf.Dict{"Length1": len(program)}, Raw: program})
	}
	f["Subtype"], f["FontDescriptor"] = pdf.Name("TrueType"), e.cidFont()["FontDescriptor"]
	delete(f, "DescendantFonts")
	delete(f, "Encoding")
	for k, v := range more {
		f[k] = v
	}
}

func (e *edit) metadata() *pdf.Stream { return e.get(e.catalog()["Metadata"]).(*pdf.Stream) }

// state has the first page set a graphics state.
func (e *edit) state(d pdf.Dict) {
	_, p := e.page()
	e.dict(p["Resources"])["ExtGState"] = pdf.Dict{"GSx": d}
	e.append("/GSx gs")
}

// paint has the first page paint an XObject, as an artifact, n times.
func (e *edit) paint(x *pdf.Stream, n int) {
	_, p := e.page()
	e.dict(p["Resources"])["XObject"] = pdf.Dict{"Xx": e.add(x)}
	e.append("/Artifact BMC " + strings.Repeat("/Xx Do ", n) + "EMC")
}

// together writes the file with a cross-reference table.
func (e *edit) together() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	at := make([]int, e.next)
	for n := 1; n < e.next; n++ {
		o, ok := e.objects[n]
		if !ok {
			continue
		}
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		if s, ok := o.(*pdf.Stream); ok {
			if s.Dict["Length"] != pdf.Name("lies") {
				s.Dict["Length"] = len(s.Raw)
			} else {
				s.Dict["Length"] = len(s.Raw) - 1
			}
			write(&b, s.Dict)
			b.WriteString("\nstream\n")
			b.Write(s.Raw)
			b.WriteString("\nendstream")
		} else {
			write(&b, o)
		}
		b.WriteString("\nendobj\n")
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n", e.next)
	for n := range e.next {
		if at[n] == 0 {
			b.WriteString("0000000000 65535 f \n")
			continue
		}
		fmt.Fprintf(&b, "%010d 00000 n \n", at[n])
	}
	e.trailer["Size"] = e.next
	b.WriteString("trailer\n")
	write(&b, e.trailer)
	fmt.Fprintf(&b, "\nstartxref\n%d\n%%%%EOF\n", start)
	if e.raw != nil {
		return e.raw(b.Bytes())
	}
	return b.Bytes()
}

func write(b *bytes.Buffer, o pdf.Object) {
	switch v := o.(type) {
	case nil:
		b.WriteString("null")
	case pdf.String:
		fmt.Fprintf(b, "<%X>", string(v))
	case pdf.Name:
		b.WriteByte('/')
		for _, c := range []byte(v) {
			if c <= ' ' || c >= 0x7F || strings.IndexByte("#()<>[]{}/%", c) >= 0 {
				fmt.Fprintf(b, "#%02X", c)
			} else {
				b.WriteByte(c)
			}
		}
	case pdf.Array:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(' ')
			}
			write(b, x)
		}
		b.WriteByte(']')
	case pdf.Dict:
		b.WriteString("<<")
		for _, k := range v.Keys() {
			write(b, k)
			b.WriteByte(' ')
			write(b, v[k])
		}
		b.WriteString(">>")
	case float64:
		b.WriteString(strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", v), "0"), "."))
	default:
		fmt.Fprint(b, v)
	}
}
