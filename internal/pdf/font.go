package pdf

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

// A Font tells what the codes of text say and how wide they are.
type Font struct {
	Name     string // BaseFont, without the tag of a subset
	Bold     bool
	Italic   bool
	Fixed    bool // all glyphs are equally wide
	Embedded bool
	Dict     Dict

	composite bool
	text      [256]string // of a simple font
	known     [256]bool
	width     [256]float64 // of a simple font, in units of the size
	toUnicode *cmap
	codes     *cmap // of a composite font whose encoding is no identity
	cid       map[int]float64
	missing   float64 // width of a glyph without one, in units of the size
}

// unknownText stands for a glyph of which the file does not tell what it says.
const unknownText = string(utf8.RuneError)

// font loads the font that a resource names; it never fails, as text in a broken font is text still.
func (d *Document) font(o Object) *Font {
	dict := d.Dict(o)
	key := reflect.ValueOf(dict).Pointer() // the document keeps its dictionaries, so the address is theirs
	if f, ok := d.fonts[key]; ok {
		return f
	}
	f := d.loadFont(dict)
	d.fonts[key] = f
	return f
}

// Font loads a font by its dictionary, as Resources name it.
func (d *Document) Font(o Object) *Font { return d.font(o) }

func (d *Document) loadFont(dict Dict) *Font {
	f := &Font{Dict: dict, missing: 0.5}
	base := string(d.Name(dict["BaseFont"]))
	if len(base) > 7 && base[6] == '+' {
		base = base[7:]
	}
	f.Name = base
	desc := dict["FontDescriptor"]
	f.composite = d.Name(dict["Subtype"]) == "Type0"
	var descendant Dict
	if f.composite {
		if a := d.Array(dict["DescendantFonts"]); len(a) > 0 {
			descendant = d.Dict(a[0])
		}
		desc = descendant["FontDescriptor"]
	}
	f.style(d, d.Dict(desc))
	if s := d.Stream(dict["ToUnicode"]); s != nil {
		data, err := d.Data(s)
		if err != nil {
			d.problemAt(s.Ref, "the table that tells what a font's text says: %v", err)
		} else {
			f.toUnicode = parseCMap(data)
		}
	}
	if f.composite {
		f.loadComposite(d, dict, descendant)
	} else {
		f.loadSimple(d, dict, d.Dict(desc))
	}
	return f
}

// style reads bold and italic from the flags and, as few programs set these, from the name.
func (f *Font) style(d *Document, desc Dict) {
	const (
		fixed     = 1 << 0
		italic    = 1 << 6
		forceBold = 1 << 18
	)
	flags, _ := d.Int(desc["Flags"])
	weight, _ := d.Number(desc["FontWeight"])
	n := strings.ToLower(f.Name)
	f.Bold = flags&forceBold != 0 || weight >= 600 || containsAny(n, "bold", "black", "heavy")
	f.Italic = flags&italic != 0 || containsAny(n, "italic", "oblique")
	f.Fixed = flags&fixed != 0 || containsAny(n, "courier")
	f.Embedded = desc["FontFile"] != nil || desc["FontFile2"] != nil || desc["FontFile3"] != nil || f.Dict["CharProcs"] != nil
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func (f *Font) loadSimple(d *Document, dict, desc Dict) {
	enc := f.encoding(d, dict, desc)
	for c := range 256 {
		s, ok := "", false
		if f.toUnicode != nil {
			if s, ok = f.toUnicode.lookup(uint32(c), 1); !ok {
				s, ok = f.toUnicode.lookup(uint32(c), 2) // as some programs write it
			}
		}
		if !ok && enc[c] != "" {
			s, ok = enc[c], true
		}
		f.known[c] = ok
		if !ok {
			s = unknownText
		}
		f.text[c] = plain(s)
	}
	f.simpleWidths(d, dict, desc, enc)
}

// encoding tells what each code says, by the Encoding entry and the kind of font.
func (f *Font) encoding(d *Document, dict, desc Dict) (text [256]string) {
	std := standard14().encodings
	e := d.Resolve(dict["Encoding"])
	base, _ := e.(Name)
	if ed, ok := e.(Dict); ok {
		base = d.Name(ed["BaseEncoding"])
	}
	table := std[base]
	if table == nil {
		const symbolic = 4
		flags, _ := d.Int(desc["Flags"])
		switch {
		case strings.Contains(f.Name, "Symbol") && !strings.Contains(f.Name, "Segoe"):
			table = std["Symbol"]
		case strings.Contains(f.Name, "Dingbats"):
			table = std["ZapfDingbats"]
		case d.Name(dict["Subtype"]) == "TrueType" && flags&symbolic == 0:
			table = std["WinAnsiEncoding"] // what programs that leave it out mean
		default:
			table = std["StandardEncoding"]
		}
	}
	for c, r := range table {
		if r != 0 {
			text[c] = string(r)
		}
	}
	ed, _ := e.(Dict)
	code := 0
	for _, o := range d.Array(ed["Differences"]) {
		switch v := d.Resolve(o).(type) {
		case int:
			code = v
		case Name:
			if code >= 0 && code < 256 {
				text[code] = GlyphText(string(v))
			}
			code++
		}
	}
	return text
}

func (f *Font) simpleWidths(d *Document, dict, desc Dict, enc [256]string) {
	scale := 0.001
	if d.Name(dict["Subtype"]) == "Type3" {
		if m, ok := d.numbers(dict["FontMatrix"], 6); ok {
			scale = m[0]
		}
	}
	widths := d.Array(dict["Widths"])
	first, _ := d.Int(dict["FirstChar"])
	missing, _ := d.Number(desc["MissingWidth"])
	var std map[rune]float64
	name := standardFont(f.Name, f.Bold, f.Italic)
	if widths == nil {
		std = standard14().widths[name]
	}
	for c := range 256 {
		switch {
		case widths != nil:
			f.width[c] = missing * scale
			if i := c - first; i >= 0 && i < len(widths) {
				w, _ := d.Number(widths[i])
				f.width[c] = w * scale
			}
		case name == "Courier":
			f.width[c] = 0.6
		default:
			r, _ := utf8.DecodeRuneInString(enc[c])
			w, ok := std[r]
			if !ok {
				w = 500
			}
			f.width[c] = w * 0.001
		}
	}
}

func (f *Font) loadComposite(d *Document, dict, descendant Dict) {
	if s := d.Stream(dict["Encoding"]); s != nil {
		if data, err := d.Data(s); err != nil {
			d.problemAt(s.Ref, "the encoding of a font: %v", err)
		} else {
			f.codes = parseCMap(data)
		}
	}
	f.missing = 1
	if w, ok := d.Number(descendant["DW"]); ok {
		f.missing = w * 0.001
	}
	f.cid = map[int]float64{}
	w := d.Array(descendant["W"])
	work := 0 // of a file that means harm
	for i := 0; i+1 < len(w); {
		first, _ := d.Int(w[i])
		if list, ok := d.Resolve(w[i+1]).(Array); ok {
			for k, o := range list {
				v, _ := d.Number(o)
				f.cid[first+k] = v * 0.001
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		last, _ := d.Int(w[i+1])
		v, _ := d.Number(w[i+2])
		for c := max(first, 0); c <= last && c <= 0xFFFF && work < 1<<20; c++ {
			f.cid[c] = v * 0.001
			work++
		}
		i += 3
	}
}

// Composite reports whether the codes of the font may have more than one byte.
func (f *Font) Composite() bool { return f.composite }

// ToUnicode lists what the font's ToUnicode table says of the first and the last code of each of its ranges; nil
// where it has none.
func (f *Font) ToUnicode() []string {
	if f.toUnicode == nil {
		return nil
	}
	list := []string{}
	for _, r := range f.toUnicode.ranges {
		list = append(list, r.text)
		if last, ok := f.toUnicode.lookup(r.hi, r.n); ok && r.hi != r.lo {
			list = append(list, last)
		}
	}
	return list
}

// Differences tells the glyph names of the codes that a simple font's encoding changes.
func (d *Document) Differences(font Dict) map[int]Name {
	names := map[int]Name{}
	code := 0
	for _, o := range d.Array(d.Dict(font["Encoding"])["Differences"]) {
		switch v := d.Resolve(o).(type) {
		case int:
			code = v
		case Name:
			names[code] = v
			code++
		}
	}
	return names
}

// A Char is one code of a shown string.
type Char struct {
	Code  int
	Bytes int     // of the code
	CID   int     // of a composite font
	Text  string  // what it says; U+FFFD where the file does not tell
	Known bool    // the file tells what it says
	Width float64 // advance in units of the size
}

// Next cuts the first character off a shown string, which must not be empty.
func (f *Font) Next(s []byte) (Char, []byte) {
	if !f.composite {
		c := s[0]
		return Char{int(c), 1, 0, f.text[c], f.known[c], f.width[c]}, s[1:]
	}
	var c uint32
	n := 2
	if f.codes != nil {
		c, n = f.codes.next(s)
	} else {
		n = min(n, len(s))
		c = code(s[:n])
	}
	ch := Char{Code: int(c), Bytes: n, CID: int(c), Text: unknownText}
	if f.codes != nil {
		r, ok := f.codes.find(c, n)
		ch.CID = r.cid + int(c-r.lo)
		if !ok {
			ch.CID = 0
		}
	}
	if f.toUnicode != nil {
		if t, ok := f.toUnicode.lookup(c, n); ok {
			ch.Text, ch.Known = plain(t), true
		}
	}
	w, ok := f.cid[ch.CID]
	if !ok {
		w = f.missing
	}
	ch.Width = w
	return ch, s[n:]
}

var ligatures = strings.NewReplacer("\uFB00", "ff", "\uFB01", "fi", "\uFB02", "fl", "\uFB03", "ffi", "\uFB04", "ffl", "\uFB05", "st", "\uFB06", "st")

// plain writes the Latin ligatures, which are a matter of type and not of text, as letters.
func plain(s string) string {
	if !strings.ContainsAny(s, "\uFB00\uFB01\uFB02\uFB03\uFB04\uFB05\uFB06") {
		return s
	}
	return ligatures.Replace(s)
}
