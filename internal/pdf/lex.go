package pdf

import (
	"errors"
	"fmt"
	"math"
)

// A kind tells what a token is.
type kind uint8

const (
	tokEOF kind = iota
	tokInt
	tokReal
	tokString
	tokName
	tokWord // a keyword or operator, and anything else that is made of regular characters
	tokArrayOpen
	tokArrayClose
	tokDictOpen
	tokDictClose
)

// A token is one piece of a file or content stream. The bytes of a string or name lie in the lexer's own
// store until reset; those of a word lie in the source.
type token struct {
	kind kind
	num  float64
	b    []byte
}

// A lexer cuts bytes into tokens. It never fails: what is no token is passed over, so that a reader of
// broken files can go on, and what it passed over is counted in junk.
type lexer struct {
	src   []byte
	pos   int
	store []byte // of strings and names that had escapes
	junk  int
}

const (
	regular byte = iota
	white
	delimiter
)

// class tells of every byte whether it is white space, a delimiter or regular (ISO 32000-1, 7.2.2).
var class = func() (t [256]byte) {
	for _, c := range []byte{0, '\t', '\n', '\f', '\r', ' '} {
		t[c] = white
	}
	for _, c := range []byte("()<>[]{}/%") {
		t[c] = delimiter
	}
	return t
}()

func isSpace(c byte) bool { return class[c] == white }

// space passes over white space and comments.
func (l *lexer) space() {
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case class[c] == white:
			l.pos++
		case c == '%':
			for l.pos < len(l.src) && l.src[l.pos] != '\n' && l.src[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// next returns the next token.
func (l *lexer) next() token {
	for {
		l.space()
		if l.pos >= len(l.src) {
			return token{kind: tokEOF}
		}
		switch c := l.src[l.pos]; c {
		case '[':
			l.pos++
			return token{kind: tokArrayOpen}
		case ']':
			l.pos++
			return token{kind: tokArrayClose}
		case '/':
			return l.name()
		case '(':
			return l.literal()
		case '<':
			if l.peek(1) == '<' {
				l.pos += 2
				return token{kind: tokDictOpen}
			}
			return l.hex()
		case '>':
			if l.peek(1) == '>' {
				l.pos += 2
				return token{kind: tokDictClose}
			}
			l.pos++
			l.junk++
		case ')', '{', '}':
			l.pos++
			l.junk++
		default:
			if c <= '9' && (c >= '0' || c == '-' || c == '+' || c == '.') {
				if t, ok := l.number(); ok {
					return t
				}
			}
			return l.word()
		}
	}
}

func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.src) {
		return l.src[l.pos+n]
	}
	return 0
}

func (l *lexer) word() token {
	start := l.pos
	for l.pos < len(l.src) && class[l.src[l.pos]] == regular {
		l.pos++
	}
	return token{kind: tokWord, b: l.src[start:l.pos]}
}

// number reads an integer or a real. Signs in the middle ("0.-5", "1-2"), as some programs write them, end
// what is read of the digits, as other readers do.
func (l *lexer) number() (token, bool) {
	i, sign := l.pos, 1.0
	for i < len(l.src) && (l.src[i] == '-' || l.src[i] == '+') {
		if l.src[i] == '-' {
			sign = -1
		}
		i++
	}
	v, digits, scale, dot := 0.0, 0, 1.0, false
	for ; i < len(l.src); i++ {
		c := l.src[i]
		if c >= '0' && c <= '9' {
			digits++
			if dot {
				scale /= 10
				v += float64(c-'0') * scale
			} else {
				v = v*10 + float64(c-'0')
			}
			continue
		}
		if c == '.' && !dot {
			dot = true
			continue
		}
		break
	}
	if digits == 0 && !dot {
		return token{}, false
	}
	for i < len(l.src) && (l.src[i] == '-' || l.src[i] == '.' || l.src[i] >= '0' && l.src[i] <= '9') {
		l.junk++
		i++
	}
	if i < len(l.src) && class[l.src[i]] == regular && digits == 0 {
		return token{}, false
	}
	l.pos = i
	v *= sign
	if dot || v > math.MaxInt32*1e6 || v < math.MinInt32*1e6 {
		return token{kind: tokReal, num: v}, true
	}
	return token{kind: tokInt, num: v}, true
}

func (l *lexer) name() token {
	l.pos++
	start := l.pos
	escaped := false
	for l.pos < len(l.src) && class[l.src[l.pos]] == regular {
		escaped = escaped || l.src[l.pos] == '#'
		l.pos++
	}
	b := l.src[start:l.pos]
	if !escaped {
		return token{kind: tokName, b: b}
	}
	from := len(l.store)
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			hi, lo := unhex(b[i+1]), unhex(b[i+2])
			if hi >= 0 && lo >= 0 {
				l.store = append(l.store, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		l.store = append(l.store, b[i])
	}
	return token{kind: tokName, b: l.store[from:]}
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hex reads a string in angle brackets.
func (l *lexer) hex() token {
	l.pos++
	from, half := len(l.store), -1
	for ; l.pos < len(l.src); l.pos++ {
		c := l.src[l.pos]
		if c == '>' {
			l.pos++
			break
		}
		v := unhex(c)
		switch {
		case v < 0:
			if !isSpace(c) {
				l.junk++
			}
		case half < 0:
			half = v
		default:
			l.store = append(l.store, byte(half<<4|v))
			half = -1
		}
	}
	if half >= 0 {
		l.store = append(l.store, byte(half<<4))
	}
	return token{kind: tokString, b: l.store[from:]}
}

// literal reads a string in parentheses.
func (l *lexer) literal() token {
	l.pos++
	start, depth := l.pos, 1
	for i := l.pos; i < len(l.src); i++ { // mostly there is nothing to undo
		c := l.src[i]
		if c == '\\' || c == '\r' {
			break
		}
		if c == '(' {
			depth++
		}
		if c == ')' {
			if depth--; depth == 0 {
				l.pos = i + 1
				return token{kind: tokString, b: l.src[start:i]}
			}
		}
	}
	from := len(l.store)
	depth = 1
	for ; l.pos < len(l.src); l.pos++ {
		c := l.src[l.pos]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return token{kind: tokString, b: l.store[from:]}
			}
		case '\r': // any end of line is a line feed
			if l.peek(1) == '\n' {
				l.pos++
			}
			c = '\n'
		case '\\':
			l.pos++
			l.escape()
			continue
		}
		l.store = append(l.store, c)
	}
	l.junk++ // the string has no end
	return token{kind: tokString, b: l.store[from:]}
}

// escape undoes what follows a backslash and stays on its last byte.
func (l *lexer) escape() {
	if l.pos >= len(l.src) {
		return
	}
	c := l.src[l.pos]
	switch c {
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case '\r':
		if l.peek(1) == '\n' {
			l.pos++
		}
		return
	case '\n':
		return
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := int(c - '0')
		for n := 0; n < 2 && l.peek(1) >= '0' && l.peek(1) <= '7'; n++ {
			l.pos++
			v = v<<3 | int(l.src[l.pos]-'0')
		}
		c = byte(v)
	}
	l.store = append(l.store, c)
}

var (
	errDepth = errors.New("objects are nested too deeply")
	errEnd   = errors.New("the file ends inside an object")
)

// A parser makes objects of tokens.
type parser struct {
	lexer
	depth   int
	noRefs  bool                // of content streams, where "1 0 R" is no reference
	decrypt func([]byte) []byte // of strings; nil where they are not encrypted
}

const maxDepth = 100

// object reads one object; a keyword that begins none is an error.
func (p *parser) object() (Object, error) {
	return p.from(p.next())
}

func (p *parser) from(t token) (Object, error) {
	switch t.kind {
	case tokInt:
		return p.intOrRef(int(t.num)), nil
	case tokReal:
		return t.num, nil
	case tokString:
		b := t.b
		if p.decrypt != nil {
			b = p.decrypt(b)
		}
		p.store = p.store[:0]
		return String(b), nil
	case tokName:
		n := Name(t.b)
		p.store = p.store[:0]
		return n, nil
	case tokArrayOpen:
		return p.array()
	case tokDictOpen:
		return p.dict()
	case tokWord:
		switch string(t.b) {
		case "null":
			return nil, nil
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, fmt.Errorf("%.20q begins no object", t.b)
	case tokEOF:
		return nil, errEnd
	}
	return nil, errors.New("a bracket closes nothing")
}

// intOrRef looks ahead for "gen R" behind an integer.
func (p *parser) intOrRef(n int) Object {
	if p.noRefs || n < 0 {
		return n
	}
	mark := p.pos
	for i := p.pos; ; i++ { // cheaply: a digit must come, or it is no reference
		if i >= len(p.src) || !isSpace(p.src[i]) {
			if i >= len(p.src) || p.src[i] < '0' || p.src[i] > '9' {
				return n
			}
			break
		}
	}
	if g := p.next(); g.kind == tokInt && g.num <= 65535 {
		p.space()
		if p.pos < len(p.src) && p.src[p.pos] == 'R' && (p.pos+1 == len(p.src) || class[p.src[p.pos+1]] != regular) {
			p.pos++
			return Ref{n, int(g.num)}
		}
	}
	p.pos = mark
	return n
}

func (p *parser) array() (Object, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errDepth
	}
	defer func() { p.depth-- }()
	a := Array{}
	for {
		t := p.next()
		if t.kind == tokArrayClose {
			return a, nil
		}
		if t.kind == tokWord && (string(t.b) == "endobj" || string(t.b) == "endstream") {
			return a, errors.New("an array has no end")
		}
		o, err := p.from(t)
		if err != nil {
			return a, err
		}
		a = append(a, o)
	}
}

func (p *parser) dict() (Object, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errDepth
	}
	defer func() { p.depth-- }()
	d := Dict{}
	for {
		t := p.next()
		switch t.kind {
		case tokDictClose:
			return d, nil
		case tokName:
		case tokEOF:
			return d, errEnd
		default:
			return d, errors.New("a key of a dictionary is no name")
		}
		key := Name(t.b)
		p.store = p.store[:0]
		v := p.next()
		if v.kind == tokDictClose { // "/Key >>"
			p.junk++
			return d, nil
		}
		o, err := p.from(v)
		if err != nil {
			return d, err
		}
		d[key] = o
	}
}
