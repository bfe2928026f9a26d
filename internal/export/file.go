package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/openimr/openimr/taggedpdf"
)

const (
	letterWidth  = 612
	letterHeight = 792
	strip        = 20 // points below the picture, for the number
)

// A file is a PDF file on its way: objects are written one after the other, and of each only its place is kept.
type file struct {
	w       io.Writer
	o       Options
	at      int64
	sum     hash.Hash
	offsets []int64 // of the objects, from 1
	pages   []int   // objects of the pages
	tree    int     // object of the page tree
	unseen  int     // object of the font of the words under the pictures
	print   *typeface
	err     error
}

func (f *file) Write(b []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.w.Write(b)
	f.at += int64(n)
	f.sum.Write(b[:n])
	f.err = err
	return n, err
}

func (f *file) printf(format string, args ...any) { _, _ = fmt.Fprintf(f, format, args...) } // the error is kept

// reserve takes a number for an object that is written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

// object writes an object; 0 takes the next number.
func (f *file) object(n int, format string, args ...any) int {
	if n == 0 {
		n = f.reserve()
	}
	f.offsets[n-1] = f.at
	f.printf("%d 0 obj\n", n)
	f.printf(format, args...)
	f.printf("\nendobj\n")
	return n
}

func (f *file) stream(n int, dict string, data []byte) int {
	if n == 0 {
		n = f.reserve()
	}
	f.offsets[n-1] = f.at
	f.printf("%d 0 obj\n<<%s/Length %d>>\nstream\n", n, dict, len(data))
	_, _ = f.Write(data) // the error is kept
	f.printf("\nendstream\nendobj\n")
	return n
}

func newFile(w io.Writer, o Options) (*file, error) {
	print, err := newTypeface()
	if err != nil {
		return nil, err
	}
	f := &file{w: w, o: o, sum: sha256.New(), print: print}
	f.printf("%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	f.tree, f.print.object = f.reserve(), f.reserve()
	f.hidden()
	return f, f.err
}

// page writes one page.
func (f *file) page(l leaf, d drawn) error {
	width, height := float32(letterWidth), float32(letterHeight)
	if d.page.Width >= 1 {
		width, height = d.page.Width, d.page.Height
	}
	var c bytes.Buffer
	images := ""
	switch {
	case d.picture.data != nil:
		img := f.stream(0, fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d%s", d.picture.width, d.picture.height, d.picture.dict), d.picture.data)
		images = fmt.Sprintf("/XObject<</P %d 0 R>>", img)
		fmt.Fprintf(&c, "q %.2f 0 0 %.2f 0 %d cm /P Do Q\n", width, height, strip)
		words(&c, d.page, height)
	case d.problem != "":
		l.says = []string{"This page was received and cannot be shown.", d.problem}
	}
	y := height + strip - 90
	for i, s := range l.says {
		size := float32(12)
		if i == 0 {
			size = 16
		}
		for _, line := range f.print.lines(s, size, width-2*60) {
			f.print.show(&c, line, 60, y, size)
			y -= size * 1.4
		}
		y -= 8
	}
	if l.number > 0 {
		text := fmt.Sprintf("%s %06d", f.o.Case, l.number)
		f.print.show(&c, text, width-f.print.width(text, 9)-18, 7, 9)
	}
	body := f.stream(0, "/Filter/FlateDecode", deflate(c.Bytes()))
	f.pages = append(f.pages, f.object(0, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Resources<</Font<</W %d 0 R/N %d 0 R>>%s>>/Contents %d 0 R>>",
		f.tree, width, height+strip, f.unseen, f.print.object, images, body))
	return f.err
}

// metadata says in XMP what the file is.
func (f *file) metadata(title string) []byte {
	var b bytes.Buffer
	text := func(s string) {
		if err := xml.EscapeText(&b, []byte(s)); err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
	}
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` +
		`<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">`)
	text(title)
	b.WriteString("</rdf:li></rdf:Alt></dc:title>")
	if f.o.Producer != "" {
		b.WriteString("<pdf:Producer>")
		text(f.o.Producer)
		b.WriteString("</pdf:Producer>")
	}
	if !f.o.Date.IsZero() {
		at := f.o.Date.UTC().Format(time.RFC3339)
		fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>", at, at)
	}
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return b.Bytes()
}

// finish writes what the reader of a file begins with.
func (f *file) finish(outline int, labels string) {
	kids := make([]string, len(f.pages))
	for i, n := range f.pages {
		kids[i] = fmt.Sprintf("%d 0 R", n)
	}
	f.object(f.tree, "<</Type/Pages/Count %d/Kids[%s]>>", len(kids), strings.Join(kids, " "))
	f.print.write(f)
	title := clean(f.o.Title)
	meta := f.stream(0, "/Type/Metadata/Subtype/XML", f.metadata(title))
	profile := f.stream(0, "/N 3/Filter/FlateDecode", deflate(taggedpdf.SRGB()))
	info := "<</Title" + text16(title)
	if f.o.Producer != "" {
		info += "/Producer" + text16(f.o.Producer)
	}
	if !f.o.Date.IsZero() {
		at := f.o.Date.UTC().Format("20060102150405")
		info += fmt.Sprintf("/CreationDate(D:%s+00'00')/ModDate(D:%s+00'00')", at, at)
	}
	about := f.object(0, "%s>>", info)
	opens := ""
	if outline > 0 {
		opens = fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", outline)
	}
	root := f.object(0, "<</Type/Catalog/Pages %d 0 R%s/PageLabels<</Nums[%s]>>/Metadata %d 0 R/Lang(en-US)/ViewerPreferences<</DisplayDocTitle true>>"+
		"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)/DestOutputProfile %d 0 R>>]>>",
		f.tree, opens, labels, meta, profile)
	start := f.at
	var b bytes.Buffer
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, o := range f.offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	_, _ = f.Write(b.Bytes()) // the error is kept
	id := f.sum.Sum(nil)[:16]
	f.printf("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, root, about, id, id, start)
}

// clean takes out of a text what neither XML nor a bookmark can hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < 0x20 || r >= 0x7F && r < 0xA0 || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF || r == 0xFEFF:
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// text16 is a text as PDF writes texts outside pages.
func text16(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(clean(s))) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
