package pdf

import (
	"bytes"
)

// An Operand is one operand of a content operator. The elements of an array follow their opening bracket,
// as TJ is the only operator of text that takes one; Object makes objects of them.
type operand struct {
	token
	obj Object // of a dictionary
}

// A contentReader cuts a content stream into operators with their operands.
type contentReader struct {
	parser
	args []operand
	op   []byte
}

func newContentReader(data []byte) *contentReader {
	return &contentReader{parser: parser{lexer: lexer{src: data}, noRefs: true}}
}

const maxOperands = 1 << 16

// next reads up to the next operator; false at the end. What it gives holds until the next call.
func (c *contentReader) next() bool {
	c.args, c.store = c.args[:0], c.store[:0]
	for {
		t := c.lexer.next()
		switch t.kind {
		case tokEOF:
			return false
		case tokWord:
			switch string(t.b) {
			case "true", "false", "null":
				continue // operands of no operator that matters here
			}
			c.op = t.b
			return true
		case tokDictOpen:
			store := c.store // the dictionary must not overwrite the strings before it
			c.store = nil
			o, _ := c.dict()
			c.store = store
			if len(c.args) < maxOperands {
				c.args = append(c.args, operand{t, o})
			}
		default:
			if len(c.args) < maxOperands {
				c.args = append(c.args, operand{token: t})
			}
		}
	}
}

// num returns the i-th operand as a number.
func (c *contentReader) num(i int) float64 {
	if i < len(c.args) {
		return c.args[i].num
	}
	return 0
}

// inlineImage passes over the data of an inline image, whose ID has just been read: to an EI that stands
// alone and is followed by what may follow it. It reports the image's dictionary.
func (c *contentReader) inlineImage() {
	if c.pos < len(c.src) {
		c.pos++ // the one white space behind ID
	}
	for from := c.pos; ; {
		i := bytes.Index(c.src[from:], []byte("EI"))
		if i < 0 {
			c.pos = len(c.src)
			return
		}
		at := from + i
		from = at + 2
		if at > 0 && !isSpace(c.src[at-1]) || from < len(c.src) && !isSpace(c.src[from]) {
			continue
		}
		if looksLikeContent(c.src[from:min(from+16, len(c.src))]) {
			c.pos = from
			return
		}
	}
}

// looksLikeContent tells text from the bytes of a picture.
func looksLikeContent(b []byte) bool {
	for _, ch := range b {
		if ch >= 0x7F || ch < ' ' && !isSpace(ch) || ch == 0 {
			return false
		}
	}
	return true
}

// An Operator is one step of a content stream.
type Operator struct {
	Name string
	Args []Object
}

// Operators calls f for every operator of a content stream until it returns false. An inline image is one
// operator "BI" without its data.
func Operators(content []byte, f func(Operator) bool) {
	c := newContentReader(content)
	var image bool
	for c.next() {
		name := string(c.op)
		switch {
		case name == "BI":
			image = true
			continue
		case image && name == "ID":
			image = false
			op := Operator{"BI", c.objects()}
			c.inlineImage()
			if !f(op) {
				return
			}
			continue
		}
		if !f(Operator{name, c.objects()}) {
			return
		}
	}
}

// objects makes objects of the operands.
func (c *contentReader) objects() []Object {
	var out []Object
	var stack [][]Object
	for _, a := range c.args {
		var o Object
		switch a.kind {
		case tokInt:
			o = int(a.num)
		case tokReal:
			o = a.num
		case tokString:
			o = String(a.b)
		case tokName:
			o = Name(a.b)
		case tokDictOpen:
			o = a.obj
		case tokArrayOpen:
			stack = append(stack, out)
			out = []Object{}
			continue
		case tokArrayClose:
			if len(stack) == 0 {
				continue
			}
			o = Array(out)
			out = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
		default:
			continue
		}
		out = append(out, o)
	}
	for i := len(stack) - 1; i >= 0; i-- {
		out = append(stack[i], Array(out))
	}
	return out
}
