package sandbox

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/openimr/openimr/records"
)

// The page on which text without pages of its own is laid out, in points.
const (
	paperWidth  = 612
	paperHeight = 792
	margin      = 54
)

// A face is a font by its place in faces.
type face int

const (
	regular face = iota
	bold
	mono
)

// faces are the fonts in which text is laid out. They know Latin, Greek and Cyrillic; other letters are drawn as boxes and read
// right all the same.
var faces = sync.OnceValue(func() [3]*typeface {
	return [3]*typeface{newTypeface("GoRegular", goregular.TTF), newTypeface("GoBold", gobold.TTF), newTypeface("GoMono", gomono.TTF)}
})

type typeface struct {
	name   string
	data   []byte
	font   *sfnt.Font
	buffer sfnt.Buffer
	glyphs map[rune]glyph
}

type glyph struct {
	id      sfnt.GlyphIndex
	advance float64 // in ems
}

func newTypeface(name string, data []byte) *typeface {
	f, err := sfnt.Parse(data)
	if err != nil {
		panic(err) // the fonts are part of the program
	}
	return &typeface{name: name, data: data, font: f, glyphs: map[rune]glyph{}}
}

func (t *typeface) glyph(r rune) glyph {
	g, ok := t.glyphs[r]
	if ok {
		return g
	}
	id, err := t.font.GlyphIndex(&t.buffer, r)
	if err != nil {
		id = 0
	}
	g.id, g.advance = id, 0.6
	if a, err := t.font.GlyphAdvance(&t.buffer, id, fixed.I(1000), font.HintingNone); err == nil {
		g.advance = float64(a) / 64 / 1000
	}
	if len(t.glyphs) < 10_000 {
		t.glyphs[r] = g
	}
	return g
}

func (t *typeface) width(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += t.glyph(r).advance
	}
	return w * size
}

// fit is as much of a word as is not wider than width, at least one letter, and how wide that is.
func (t *typeface) fit(word string, size, width float64) (part string, w float64) {
	for i, r := range word {
		next := t.glyph(r).advance * size
		if i > 0 && w+next > width {
			return word[:i], w
		}
		w += next
	}
	return word, w
}

// A drawnWord is a word with what is needed to draw it.
type drawnWord struct {
	text  string
	x, y  float64 // of its base line, from the top left
	size  float64
	face  face
	line  int32
	block int32
	joins bool // goes on with the word before, in another face
}

// A drawnPicture is a picture with its place from the top left.
type drawnPicture struct {
	raster     raster
	x, y, w, h float64
}

type flowPage struct {
	words    []drawnWord
	pictures []drawnPicture
}

// A flow lays text out on pages, line by line.
type flow struct {
	pages []flowPage
	most  int // pages
	y     float64
	line  int32
	block int32
}

// A span is a stretch of text in one face and size.
type span struct {
	text string
	face face
	size float64
}

func (f *flow) page() *flowPage {
	if len(f.pages) == 0 {
		f.newPage()
	}
	return &f.pages[len(f.pages)-1]
}

func (f *flow) newPage() {
	f.pages = append(f.pages, flowPage{})
	f.y, f.line, f.block = margin, 0, 0
}

// room makes a new page where less than h points are left.
func (f *flow) room(h float64) {
	f.page()
	if f.y+h > paperHeight-margin && f.y > margin {
		f.newPage()
	}
}

func (f *flow) full() bool { return len(f.pages) > f.most }

// A setLine is a line with its words as they will stand, without its height on the page.
type setLine struct {
	words  []drawnWord
	height float64
}

// wrap breaks spans into lines between x and x+width.
func wrap(spans []span, x, width float64) []setLine {
	var lines []setLine
	var current setLine
	at := x
	end := func() {
		lines = append(lines, current)
		current, at = setLine{}, x
	}
	glue := false // the last word and the next one touch
	for _, s := range spans {
		t := faces()[s.face]
		space := t.width(" ", s.size)
		current.height = max(current.height, s.size*1.25)
		rest := s.text
		for rest != "" {
			i := strings.IndexAny(rest, " \t\n")
			word, sep := rest, byte(0)
			if i >= 0 {
				word, sep, rest = rest[:i], rest[i], rest[i+1:]
			} else {
				rest = ""
			}
			cut := false // what is left of a word that did not fit goes on a line of its own
			for word != "" {
				part, w := t.fit(word, s.size, width)
				if at+w > x+width && at > x && (!glue || cut || x+width-at < 2*s.size) {
					end()
				}
				if at+w > x+width && at > x {
					part, w = t.fit(word, s.size, x+width-at)
				}
				cut = len(part) < len(word)
				current.height = max(current.height, s.size*1.25)
				if n := len(current.words); glue && n > 0 && len(current.words[n-1].text) < 1000 && current.words[n-1].face == s.face && current.words[n-1].size == s.size {
					current.words[n-1].text += part
				} else {
					current.words = append(current.words, drawnWord{text: part, x: at, size: s.size, face: s.face, joins: glue && n > 0})
				}
				at += w
				word = word[len(part):]
				glue = true
			}
			switch sep {
			case ' ':
				at += space
				glue = false
			case '\t':
				at = x + (float64(int((at-x)/36))+1)*36
				glue = false
			case '\n':
				current.height = max(current.height, s.size*1.25)
				end()
				glue = false
			}
		}
	}
	if len(current.words) > 0 || len(lines) == 0 {
		end()
	}
	return lines
}

// put puts lines on the page, from column to column of one row side by side where several are given, and moves below them.
func (f *flow) put(columns ...[]setLine) {
	rows := 0
	for _, c := range columns {
		rows = max(rows, len(c))
	}
	for i := range rows {
		h := 0.0
		for _, c := range columns {
			if i < len(c) {
				h = max(h, c[i].height)
			}
		}
		f.room(h)
		if f.full() {
			return
		}
		p := f.page()
		f.y += h
		said := false
		for _, c := range columns {
			if i >= len(c) {
				continue
			}
			for _, w := range c[i].words {
				w.y, w.line, w.block = f.y-h*0.25, f.line, f.block
				p.words = append(p.words, w)
				said = true
			}
		}
		if said {
			f.line++
		}
	}
}

// gap ends a block and leaves space.
func (f *flow) gap(h float64) {
	f.page()
	f.y += h
	f.block++
}

// picture puts a picture on the page, as wide as it is or as fits.
func (f *flow) picture(r raster) {
	w, h := paperSize(r.w, r.h, r.xdpi, r.ydpi)
	scale := min(1, (paperWidth-2*margin)/w, (paperHeight-2*margin)/h)
	w, h = w*scale, h*scale
	f.room(h)
	p := f.page()
	p.pictures = append(p.pictures, drawnPicture{r, margin, f.y, w, h})
	f.y += h
	f.block++
}

// A laidOut is a file whose text was laid out.
type laidOut struct{ pages []flowPage }

func (l laidOut) count() int { return len(l.pages) }
func (laidOut) close()       {}

// sheet draws page n into a file; its words are known.
func (l laidOut) sheet(n int) (sheet, error) {
	p := l.pages[n-1]
	page := records.Page{Width: paperWidth, Height: paperHeight, Source: records.None, Blank: len(p.words) == 0 && len(p.pictures) == 0}
	var content strings.Builder
	var used [3]map[rune]bool
	for _, w := range p.words {
		t := faces()[w.face]
		if used[w.face] == nil {
			used[w.face] = map[rune]bool{}
		}
		var codes []byte
		for _, r := range w.text {
			used[w.face][r] = true
			id := t.glyph(r).id
			codes = append(codes, byte(id>>8), byte(id))
		}
		fmt.Fprintf(&content, "BT /F%d %.2f Tf %.2f %.2f Td <%s> Tj ET\n", w.face, w.size, w.x, paperHeight-w.y, hex.EncodeToString(codes))
		place := box(w.x, w.y-0.8*w.size, w.x+t.width(w.text, w.size), w.y+0.22*w.size)
		if n := len(page.Words); w.joins && n > 0 {
			page.Words[n-1].Text += w.text
			page.Words[n-1].Box = page.Words[n-1].Box.Union(place)
		} else {
			page.Words = append(page.Words, records.Word{Text: w.text, Line: w.line, Block: w.block, Confidence: 100, Box: place})
		}
		page.Source = records.Native
	}
	out := newPDFWriter()
	fonts, pictures := "", ""
	for i, runes := range used {
		if len(runes) > 0 {
			fonts += fmt.Sprintf("/F%d %d 0 R", i, faces()[i].write(out, runes))
		}
	}
	area := 0.0
	for i, d := range p.pictures {
		area += d.w * d.h
		for k, t := range d.raster.tiles {
			space := ""
			if len(d.raster.palette) > 0 {
				space = fmt.Sprintf("/ColorSpace[/Indexed/DeviceRGB %d<%X>]", d.raster.high, d.raster.palette)
			}
			o := out.stream(t.data, fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d%s%s", t.w, t.h, t.entries, space))
			pictures += fmt.Sprintf("/I%d_%d %d 0 R", i, k, o)
			fmt.Fprintf(&content, "q %.2f 0 0 %.2f %.2f %.2f cm/I%d_%d Do Q\n", d.w, d.h, d.x, paperHeight-d.y-d.h, i, k)
		}
	}
	page.Scan = area > 0.5*paperWidth*paperHeight && len(page.Words) < 20
	c := out.stream([]byte(content.String()), "")
	number := out.add("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<<%s>>/XObject<<%s>>>>>>",
		len(out.offsets)+2, paperWidth, paperHeight, c, fonts, pictures)
	pages := out.add("<</Type/Pages/Count 1/Kids[%d 0 R]>>", number)
	return sheet{file: out.end(out.add("<</Type/Catalog/Pages %d 0 R>>", pages), ""), words: page}, nil
}

// write writes the font with the widths of the letters that are used.
func (t *typeface) write(out *pdfWriter, used map[rune]bool) int {
	widths := map[sfnt.GlyphIndex]float64{}
	for r := range used {
		g := t.glyph(r)
		widths[g.id] = g.advance
	}
	ids := make([]sfnt.GlyphIndex, 0, len(widths))
	for id := range widths {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var w strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&w, "%d[%.0f]", id, widths[id]*1000)
	}
	file := out.stream(t.data, fmt.Sprintf("/Length1 %d", len(t.data)))
	descriptor := out.add("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-200 -250 1200 950]/ItalicAngle 0/Ascent 950/Descent -220/CapHeight 720/StemV 90/FontFile2 %d 0 R>>", t.name, file)
	cid := out.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/W[%s]>>", t.name, descriptor, w.String())
	return out.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]>>", t.name, cid)
}
