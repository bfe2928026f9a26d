package check

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openimr/openimr/internal/pdf"
)

var dynamic = regexp.MustCompile(`<dynamicRender[^>]*>\s*required`)

// The namespaces of XMP that PDF/A-2 knows without a description.
var knownSchemas = map[string]bool{
	nsDC: true, nsXMP: true, nsPDF: true, nsPDFA: true, nsExtension: true, nsRDF: true, nsXML: true,
	"http://ns.adobe.com/xap/1.0/mm/": true, "http://ns.adobe.com/xap/1.0/rights/": true, "http://ns.adobe.com/xap/1.0/bj/": true,
	"http://ns.adobe.com/xap/1.0/t/pg/": true, "http://ns.adobe.com/xmp/1.0/DynamicMedia/": true, "http://ns.adobe.com/photoshop/1.0/": true,
	"http://ns.adobe.com/camera-raw-settings/1.0/": true, "http://ns.adobe.com/tiff/1.0/": true, "http://ns.adobe.com/exif/1.0/": true,
	"http://ns.adobe.com/exif/1.0/aux/": true, "adobe:ns:meta/": true,
}

const (
	nsDC        = "http://purl.org/dc/elements/1.1/"
	nsXMP       = "http://ns.adobe.com/xap/1.0/"
	nsPDF       = "http://ns.adobe.com/pdf/1.3/"
	nsPDFA      = "http://www.aiim.org/pdfa/ns/id/"
	nsPDFUA     = "http://www.aiim.org/pdfua/ns/id/"
	nsExtension = "http://www.aiim.org/pdfa/ns/extension/"
	nsSchema    = "http://www.aiim.org/pdfa/ns/schema#"
	nsRDF       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXML       = "http://www.w3.org/XML/1998/namespace"
)

// An xmp is the properties of an XMP packet: simple ones and the first of lists by namespace and name, as "ns name".
type xmp struct {
	values    map[string]string
	spaces    map[string]bool // of properties
	described map[string]bool // namespaces that the packet itself describes
	titleLang string          // a language of the title other than x-default
}

// metadata checks the XMP packet and compares it with the document information.
func (c *checker) metadata() {
	c.meet("06-001", "06-002", "06-003", "11-006", "A 6.1.5", "A 6.6.2", "A 6.6.4")
	s := c.doc.Stream(c.doc.Catalog()["Metadata"])
	if s == nil {
		c.fail("06-001", "catalog", "there are no metadata")
		c.fail("A 6.6.2", "catalog", "there are no metadata")
		return
	}
	where := object(s.Ref)
	if c.doc.Name(s.Dict["Type"]) != "Metadata" || c.doc.Name(s.Dict["Subtype"]) != "XML" {
		c.fail("A 6.6.2", where, "the stream is not of type Metadata and subtype XML")
	}
	data, err := c.doc.Data(s)
	if err != nil {
		c.fail("A 6.6.2", where, "%v", err)
		return
	}
	if !utf8.Valid(data) {
		c.fail("A 6.6.2", where, "the metadata are not in UTF-8")
	}
	if head, _, ok := bytes.Cut(data, []byte("?>")); !ok || !bytes.HasPrefix(head, []byte("<?xpacket begin=")) {
		c.fail("A 6.6.2", where, "the metadata do not begin as a packet")
	} else if bytes.Contains(head, []byte("bytes=")) || bytes.Contains(head, []byte("encoding=")) {
		c.fail("A 6.6.2", where, "the head of the packet has bytes or encoding")
	}
	x, err := readXMP(data)
	if err != nil {
		c.fail("A 6.6.2", where, "%v", err)
		return
	}
	for ns := range x.spaces {
		if !knownSchemas[ns] && !x.described[ns] {
			c.fail("A 6.6.2", where, "nothing describes the properties of %s", ns)
		}
	}
	if v := x.values[nsPDFUA+" part"]; v != "1" {
		c.fail("06-002", where, "pdfuaid:part is %q, not 1", v)
	}
	if strings.TrimSpace(x.values[nsDC+" title"]) == "" {
		c.fail("06-003", where, "there is no title")
	}
	if part, level := x.values[nsPDFA+" part"], x.values[nsPDFA+" conformance"]; part != "2" || level != "A" {
		c.fail("A 6.6.4", where, "the metadata declare PDF/A part %q, level %q", part, level)
	}
	if !language(c.catalogLang) && x.titleLang == "" {
		c.fail("11-006", where, "neither the document nor the title has a language")
	}
	c.sameAsInfo(x)
}

// sameAsInfo compares the document information with the properties that say the same.
func (c *checker) sameAsInfo(x xmp) {
	info := c.doc.Info()
	for _, pair := range []struct {
		key      pdf.Name
		property string
		date     bool
	}{
		{"Title", nsDC + " title", false}, {"Author", nsDC + " creator", false}, {"Subject", nsDC + " description", false},
		{"Keywords", nsPDF + " Keywords", false}, {"Creator", nsXMP + " CreatorTool", false}, {"Producer", nsPDF + " Producer", false},
		{"CreationDate", nsXMP + " CreateDate", true}, {"ModDate", nsXMP + " ModifyDate", true},
	} {
		if info[pair.key] == nil {
			continue
		}
		old, now := c.doc.Text(info[pair.key]), x.values[pair.property]
		same := old == now
		if pair.date {
			a, okA := infoDate(old)
			b, okB := xmpDate(now)
			same = okA && okB && a.Equal(b)
		}
		if !same {
			c.fail("A 6.1.5", "document information", "%s is %q, and the metadata say %q", pair.key, old, now)
		}
	}
}

func infoDate(s string) (time.Time, bool) {
	s = strings.NewReplacer("D:", "", "'", "").Replace(s)
	for _, form := range []string{"20060102150405-0700", "20060102150405Z0700", "20060102150405Z", "20060102150405"} {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func xmpDate(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// readXMP reads the properties of a packet.
func readXMP(data []byte) (xmp, error) {
	x := xmp{map[string]string{}, map[string]bool{}, map[string]bool{}, ""}
	dec := xml.NewDecoder(bytes.NewReader(data))
	var path []xml.Name
	rdf := false
	for {
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return x, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name)
			if len(path) > 64 {
				return x, errors.New("the metadata are nested too deeply")
			}
			rdf = rdf || t.Name == xml.Name{Space: nsRDF, Local: "RDF"}
			x.start(path, t)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			x.chars(path, string(t))
		}
	}
	if !rdf {
		return x, errors.New("the metadata hold no RDF")
	}
	return x, nil
}

// property finds which property a path is in: what stands below rdf:Description below rdf:RDF.
func property(path []xml.Name) (string, []xml.Name) {
	for i := 0; i+2 < len(path); i++ {
		if path[i] == (xml.Name{Space: nsRDF, Local: "RDF"}) && path[i+1] == (xml.Name{Space: nsRDF, Local: "Description"}) {
			return path[i+2].Space + " " + path[i+2].Local, path[i+3:]
		}
	}
	return "", nil
}

func (x *xmp) start(path []xml.Name, t xml.StartElement) {
	if t.Name == (xml.Name{Space: nsRDF, Local: "Description"}) && len(path) >= 2 && path[len(path)-2].Local == "RDF" {
		for _, a := range t.Attr {
			if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || a.Name.Space == nsRDF || a.Name.Space == "" {
				continue
			}
			x.spaces[a.Name.Space] = true
			x.values[a.Name.Space+" "+a.Name.Local] = a.Value
		}
	}
	p, inner := property(path)
	if p != "" && len(inner) == 0 {
		x.spaces[t.Name.Space] = true
	}
	if p == nsDC+" title" && t.Name == (xml.Name{Space: nsRDF, Local: "li"}) {
		for _, a := range t.Attr {
			if a.Name.Local == "lang" && a.Value != "x-default" && language(a.Value) {
				x.titleLang = a.Value
			}
		}
	}
}

func (x *xmp) chars(path []xml.Name, s string) {
	p, inner := property(path)
	if p == "" {
		return
	}
	last := path[len(path)-1]
	if strings.HasPrefix(p, nsExtension) {
		if last == (xml.Name{Space: nsSchema, Local: "namespaceURI"}) {
			x.described[strings.TrimSpace(s)] = true
		}
		return
	}
	if len(inner) == 0 && strings.TrimSpace(s) != "" || len(inner) > 0 && last == (xml.Name{Space: nsRDF, Local: "li"}) {
		x.values[p] += s
	}
}

var languageForm = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// language reports whether a language tag has the form of RFC 3066.
func language(s string) bool { return languageForm.MatchString(s) }

func (c *checker) language(s, where string) {
	if s != "" && !language(s) {
		c.fail("A 6.7.4", where, "%q is no language", s)
	}
}

// languages checks that the language of everything that is text can be told.
func (c *checker) languages() {
	c.meet("A 6.7.4")
	whole := language(c.catalogLang)
	if c.doc.Catalog()["Lang"] == nil {
		c.fail("A 6.7.4", "catalog", "the document has no language")
	} else if !whole {
		c.fail("A 6.7.4", "catalog", "%q is no language", c.catalogLang)
	}
	if c.tree != nil {
		for _, e := range c.tree.Kids {
			c.elementLanguage(e, whole)
		}
	} else if !whole {
		c.fail("11-001", "catalog", "the document has no language, and no tags that could have one")
	}
	if o := c.doc.Dict(c.doc.Catalog()["Outlines"]); o != nil && o["First"] != nil {
		c.meet("11-003")
		if !whole {
			c.fail("11-003", "bookmarks", "the document has no language")
		}
	}
	for _, p := range c.pages {
		for _, o := range c.doc.Array(p.Dict["Annots"]) {
			d := c.doc.Dict(o)
			if d["Contents"] != nil {
				c.meet("11-004")
				if !whole && !language(c.doc.Text(d["Lang"])) {
					c.fail("11-004", page(p), "neither the document nor the annotation has a language")
				}
			}
			if d["TU"] != nil {
				c.meet("11-005")
				if !whole {
					c.fail("11-005", page(p), "the document has no language")
				}
			}
		}
	}
}

// elementLanguage follows languages down the tree.
func (c *checker) elementLanguage(e *pdf.Element, told bool) {
	if s, ok := c.doc.Resolve(e.Dict["Lang"]).(pdf.String); ok {
		c.language(s.Text(), element(e))
		told = told || language(s.Text())
	}
	for _, k := range []pdf.Name{"Alt", "ActualText", "E"} {
		if e.Dict[k] != nil {
			c.meet("11-002")
			if !told {
				c.fail("11-002", element(e), "the language of its %s cannot be told", k)
			}
		}
	}
	for _, k := range e.Kids {
		switch {
		case k.Element != nil:
			c.elementLanguage(k.Element, told)
		case !told && strings.TrimSpace(c.shown[k.Content]) != "":
			c.fail("11-001", element(e), "the language of its text cannot be told")
		}
	}
}
