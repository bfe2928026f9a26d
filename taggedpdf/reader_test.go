package taggedpdf

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A reader of the files of this package, written from the specification and not from the writer. It knows
// only what such files hold, and answers anything else with an error.

type (
	name string
	ref  int
	dict map[string]any
)

type pdfFile struct {
	objects map[int]any
	streams map[int][]byte // unpacked
	trailer dict
	pages   []*pdfPage
}

type pdfPage struct {
	dict   dict
	pieces []drawn // in the order in which they are drawn
	height float64
}

// drawn is what one string operator draws.
type drawn struct {
	tag      string
	mcid     int // -1 in an artifact
	artifact bool
	text     string
	font     string
	size     float64
	x, y     float64 // from the lower left corner
	width    float64
	ink      [3]float64
}

var reference = regexp.MustCompile(`^(\d+) 0 R`)

var objectHead = regexp.MustCompile(`^(\d+) 0 obj\n`)

func readFile(data []byte) (*pdfFile, error) {
	f := &pdfFile{objects: map[int]any{}, streams: map[int][]byte{}}
	if !bytes.HasPrefix(data, []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")) {
		return nil, fmt.Errorf("the head is %q", data[:min(len(data), 20)])
	}
	at := 15
	for {
		m := objectHead.FindSubmatch(data[at:])
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(string(m[1]))
		p := &parser{b: data, at: at + len(m[0])}
		v, err := p.value()
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", n, err)
		}
		d, ok := v.(dict)
		if !ok || !bytes.HasPrefix(data[p.at:], []byte("\nstream\n")) {
			return nil, fmt.Errorf("object %d is no stream", n)
		}
		from := p.at + len("\nstream\n")
		size, _ := d["Length"].(float64)
		body := data[from : from+int(size)]
		if !bytes.HasPrefix(data[from+int(size):], []byte("\nendstream\nendobj\n")) {
			return nil, fmt.Errorf("object %d: the length is wrong", n)
		}
		if d["Filter"] == name("FlateDecode") {
			z, err := zlib.NewReader(bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			if body, err = io.ReadAll(z); err != nil {
				return nil, err
			}
		}
		f.objects[n], f.streams[n] = d, body
		if d["Type"] == name("ObjStm") {
			if err := f.unpack(d, body); err != nil {
				return nil, err
			}
		}
		if d["Type"] == name("XRef") {
			f.trailer = d
			if err := f.checkXRef(n, at, data); err != nil {
				return nil, err
			}
		}
		at = from + int(size) + len("\nendstream\nendobj\n")
	}
	if f.trailer == nil {
		return nil, fmt.Errorf("no cross-references before %q", data[at:min(len(data), at+30)])
	}
	return f, f.readPages()
}

func (f *pdfFile) unpack(d dict, body []byte) error {
	first := int(d["First"].(float64))
	p := &parser{b: body}
	for range int(d["N"].(float64)) {
		n, err := p.value()
		if err != nil {
			return err
		}
		off, err := p.value()
		if err != nil {
			return err
		}
		q := &parser{b: body, at: first + int(off.(float64))}
		if f.objects[int(n.(float64))], err = q.value(); err != nil {
			return fmt.Errorf("packed object %v: %w", n, err)
		}
	}
	return nil
}

// checkXRef checks that each entry leads to its object.
func (f *pdfFile) checkXRef(self, at int, data []byte) error {
	table := f.streams[self]
	for n := 1; n < int(f.trailer["Size"].(float64)); n++ {
		e := table[8*n : 8*n+8]
		off := int(u32(e, 1))
		switch e[0] {
		case 1:
			if !bytes.HasPrefix(data[off:], fmt.Appendf(nil, "%d 0 obj\n", n)) {
				return fmt.Errorf("the entry of object %d leads to %q", n, data[off:min(off+10, len(data))])
			}
		case 2:
			if f.objects[n] == nil || f.objects[off].(dict)["Type"] != name("ObjStm") {
				return fmt.Errorf("object %d is not in stream %d", n, off)
			}
		default:
			return fmt.Errorf("object %d is free", n)
		}
	}
	if want := fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at); !bytes.HasSuffix(data, []byte(want)) {
		return fmt.Errorf("the end of the file is not %q", want)
	}
	return nil
}

func (f *pdfFile) get(v any) any {
	if r, ok := v.(ref); ok {
		return f.objects[int(r)]
	}
	return v
}

func (f *pdfFile) dict(v any) dict {
	d, _ := f.get(v).(dict)
	return d
}

func (f *pdfFile) array(v any) []any {
	a, _ := f.get(v).([]any)
	return a
}

func (f *pdfFile) catalog() dict { return f.dict(f.trailer["Root"]) }

// unicode reads the ToUnicode map of a font and its widths.
func (f *pdfFile) unicode(font dict) (chars map[int]string, widths []float64) {
	chars = map[int]string{}
	for _, m := range regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]+)>\n`).FindAllSubmatch(f.streams[int(font["ToUnicode"].(ref))], -1) {
		cid, _ := strconv.ParseInt(string(m[1]), 16, 32)
		raw, _ := hex.DecodeString(string(m[2]))
		chars[int(cid)] = fromUTF16(raw)
	}
	for _, w := range f.array(f.array(f.dict(f.array(font["DescendantFonts"])[0])["W"])[1]) {
		widths = append(widths, w.(float64))
	}
	return chars, widths
}

func fromUTF16(b []byte) string {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, u16(b, i))
	}
	return string(utf16.Decode(units))
}

// text turns a string object into text.
func text(v any) string {
	s, _ := v.(string)
	if rest, ok := strings.CutPrefix(s, "\xFE\xFF"); ok {
		return fromUTF16([]byte(rest))
	}
	return s
}

func (f *pdfFile) readPages() error {
	kids := f.array(f.dict(f.catalog()["Pages"])["Kids"])
	for _, k := range kids {
		p := &pdfPage{dict: f.dict(k)}
		p.height = f.array(p.dict["MediaBox"])[3].(float64)
		if err := f.draw(p); err != nil {
			return fmt.Errorf("page %d: %w", len(f.pages)+1, err)
		}
		f.pages = append(f.pages, p)
	}
	return nil
}

// draw runs the content of a page.
func (f *pdfFile) draw(p *pdfPage) error {
	fonts := f.dict(f.dict(p.dict["Resources"])["Font"])
	var stack []any
	now := drawn{mcid: -1}
	saved := now
	var chars map[int]string
	var widths []float64
	open, inText := false, false
	in := &parser{b: f.streams[int(p.dict["Contents"].(ref))]}
	for {
		v, err := in.value()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		op, ok := v.(operator)
		if !ok {
			stack = append(stack, v)
			continue
		}
		switch op {
		case "BMC", "BDC":
			if open {
				return fmt.Errorf("marked content inside marked content")
			}
			open = true
			now.tag, now.mcid = string(stack[0].(name)), -1
			if now.artifact = now.tag == "Artifact"; !now.artifact {
				now.mcid = int(stack[1].(dict)["MCID"].(float64))
			}
		case "EMC":
			if !open || inText {
				return fmt.Errorf("EMC in the wrong place")
			}
			open = false
		case "BT":
			if inText {
				return fmt.Errorf("text inside text")
			}
			inText, now.x, now.y = true, 0, 0
		case "ET":
			inText = false
		case "Tf":
			now.font, now.size = string(stack[0].(name)), stack[1].(float64)
			chars, widths = f.unicode(f.dict(fonts[now.font]))
		case "Td":
			now.x += stack[0].(float64)
			now.y += stack[1].(float64)
		case "Tj", "TJ":
			if !open || !inText {
				return fmt.Errorf("text that is not marked")
			}
			now.text, now.width = "", 0
			list, ok := stack[0].([]any)
			if !ok {
				list = stack
			}
			for _, e := range list {
				if move, ok := e.(float64); ok {
					now.width -= move * now.size / 1000
					continue
				}
				s := e.(string)
				for i := 0; i+1 < len(s); i += 2 {
					cid := int(u16([]byte(s), i))
					c, ok := chars[cid]
					if !ok || cid == 0 {
						return fmt.Errorf("glyph %d has no character", cid)
					}
					now.text += c
					now.width += widths[cid] * now.size / 1000
				}
			}
			p.pieces = append(p.pieces, now)
		case "rg":
			now.ink = [3]float64{stack[0].(float64), stack[1].(float64), stack[2].(float64)}
		case "q":
			saved = now
		case "Q":
			now = saved
		case "f":
		case "re":
			if !open || !now.artifact {
				return fmt.Errorf("a rectangle that is no artifact")
			}
		default:
			return fmt.Errorf("operator %q", op)
		}
		stack = stack[:0]
	}
	if open || inText {
		return fmt.Errorf("the page ends inside something")
	}
	return nil
}

type operator string

type parser struct {
	b  []byte
	at int
}

func (p *parser) value() (any, error) {
	for p.at < len(p.b) && strings.IndexByte(" \n", p.b[p.at]) >= 0 {
		p.at++
	}
	if p.at == len(p.b) {
		return nil, io.EOF
	}
	rest := p.b[p.at:]
	switch c := rest[0]; {
	case bytes.HasPrefix(rest, []byte("<<")):
		p.at += 2
		d := dict{}
		for {
			k, err := p.value()
			if err != nil {
				return nil, err
			}
			if k == operator(">>") {
				return d, nil
			}
			key, ok := k.(name)
			if !ok {
				return nil, fmt.Errorf("%v is no key", k)
			}
			if _, twice := d[string(key)]; twice {
				return nil, fmt.Errorf("the key %s stands twice", key)
			}
			if d[string(key)], err = p.value(); err != nil {
				return nil, err
			}
		}
	case c == '[':
		p.at++
		list := []any{}
		for {
			v, err := p.value()
			if err != nil {
				return nil, err
			}
			if v == operator("]") {
				return list, nil
			}
			list = append(list, v)
		}
	case bytes.HasPrefix(rest, []byte(">>")):
		p.at += 2
		return operator(">>"), nil
	case c == ']':
		p.at++
		return operator("]"), nil
	case c == '<':
		end := bytes.IndexByte(rest, '>')
		p.at += end + 1
		s, err := hex.DecodeString(string(rest[1:end]))
		return string(s), err
	case c == '(':
		return p.literal()
	case c == '/':
		raw := p.word(1)
		n := ""
		for i := 0; i < len(raw); i++ {
			c := raw[i]
			if c == '#' {
				v, err := strconv.ParseUint(raw[i+1:i+3], 16, 8)
				if err != nil {
					return nil, err
				}
				c = byte(v)
				i += 2
			}
			n += string([]byte{c})
		}
		return name(n), nil
	}
	if m := reference.FindSubmatch(rest); m != nil {
		p.at += len(m[0])
		n, _ := strconv.Atoi(string(m[1]))
		return ref(n), nil
	}
	w := p.word(0)
	if w == "" {
		return nil, fmt.Errorf("unexpected %q", rest[:1])
	}
	if v, err := strconv.ParseFloat(w, 64); err == nil {
		return v, nil
	}
	return operator(w), nil
}

func (p *parser) word(skip int) string {
	from := p.at + skip
	p.at = from
	for p.at < len(p.b) && bytes.IndexByte([]byte(" \n()<>[]/"), p.b[p.at]) < 0 {
		p.at++
	}
	return string(p.b[from:p.at])
}

func (p *parser) literal() (any, error) {
	var s []byte
	for p.at++; p.at < len(p.b); p.at++ {
		switch c := p.b[p.at]; c {
		case ')':
			p.at++
			return string(s), nil
		case '(', '\r':
			return nil, fmt.Errorf("the byte %q has to be escaped", c)
		case '\\':
			p.at++
			if c = p.b[p.at]; c == 'r' {
				c = '\r'
			}
			s = append(s, c)
		default:
			s = append(s, c)
		}
	}
	return nil, io.ErrUnexpectedEOF
}
