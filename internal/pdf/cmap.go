package pdf

import (
	"cmp"
	"slices"
)

// A cmap maps character codes: to text (ToUnicode), or to the numbers of glyph descriptions (the
// encoding of a composite font).
type cmap struct {
	spaces []codespace
	ranges []codeRange // in order of lo, once sorted
	vert   bool
}

// A codespace is a range of codes of one length.
type codespace struct {
	n      int // bytes
	lo, hi uint32
}

// A codeRange maps the codes lo to hi: to text, of which the last character is counted up, or to cid onwards.
type codeRange struct {
	n      int
	lo, hi uint32
	text   string
	cid    int
}

const (
	maxRanges = 200_000
	lookBack  = 16
)

// parseCMap reads a CMap; operators that are not known are passed over, as those of PostScript are many.
func parseCMap(data []byte) *cmap {
	m := &cmap{}
	l := &lexer{src: data}
	var args []token
	for {
		t := l.next()
		if t.kind == tokEOF {
			break
		}
		if t.kind != tokWord {
			if len(args) < 100_000 {
				args = append(args, t)
			}
			continue
		}
		switch string(t.b) {
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				if n := len(args[i].b); n >= 1 && n <= 4 && len(args[i+1].b) == n {
					m.spaces = append(m.spaces, codespace{n, code(args[i].b), code(args[i+1].b)})
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.add(codeRange{len(args[i].b), code(args[i].b), code(args[i].b), m.text(args[i+1]), 0})
			}
		case "endbfrange":
			m.bfrange(args)
		case "endcidchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.add(codeRange{len(args[i].b), code(args[i].b), code(args[i].b), "", int(args[i+1].num)})
			}
		case "endcidrange":
			for i := 0; i+2 < len(args); i += 3 {
				m.add(codeRange{len(args[i].b), code(args[i].b), code(args[i+1].b), "", int(args[i+2].num)})
			}
		case "def":
			if n := len(args); n >= 2 && string(args[n-2].b) == "WMode" && args[n-1].num == 1 {
				m.vert = true
			}
		}
		args = args[:0]
	}
	slices.SortStableFunc(m.ranges, func(a, b codeRange) int {
		return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(b.hi, a.hi), cmp.Compare(a.n, b.n))
	})
	m.ranges = slices.CompactFunc(m.ranges, func(a, b codeRange) bool { return a.lo == b.lo && a.hi == b.hi && a.n == b.n })
	return m
}

func (m *cmap) add(r codeRange) {
	if r.n >= 1 && r.n <= 4 && r.lo <= r.hi && len(m.ranges) < maxRanges {
		m.ranges = append(m.ranges, r)
	}
}

// bfrange adds "<lo> <hi> <text>" and "<lo> <hi> [<text> …]".
func (m *cmap) bfrange(args []token) {
	for i := 0; i+2 < len(args); {
		lo, hi, to := args[i], args[i+1], args[i+2]
		i += 3
		if to.kind != tokArrayOpen {
			m.add(codeRange{len(lo.b), code(lo.b), code(hi.b), m.text(to), 0})
			continue
		}
		for c := code(lo.b); i < len(args) && args[i].kind != tokArrayClose; i++ {
			m.add(codeRange{len(lo.b), c, c, m.text(args[i]), 0})
			c++
		}
		i++
	}
}

func (m *cmap) text(t token) string {
	if t.kind == tokName {
		return GlyphText(string(t.b))
	}
	return utf16Text(t.b)
}

func code(b []byte) uint32 {
	var v uint32
	for _, c := range b[:min(len(b), 4)] {
		v = v<<8 | uint32(c)
	}
	return v
}

// find returns the range of a code of n bytes.
func (m *cmap) find(c uint32, n int) (codeRange, bool) {
	i, _ := slices.BinarySearchFunc(m.ranges, c, func(r codeRange, c uint32) int {
		if r.lo <= c {
			return -1
		}
		return 1
	})
	for back := 0; back < lookBack && i > 0; back++ { // ranges inside others are rare, and of the same start fewer than five
		i--
		if r := m.ranges[i]; r.hi >= c && r.n == n {
			return r, true
		}
	}
	return codeRange{}, false
}

// lookup tells what text a code stands for.
func (m *cmap) lookup(c uint32, n int) (string, bool) {
	r, ok := m.find(c, n)
	if !ok {
		return "", false
	}
	if c == r.lo || r.text == "" {
		return r.text, true
	}
	u := []rune(r.text)
	u[len(u)-1] += rune(c - r.lo) //nolint:gosec // at most 0xFFFF above
	return string(u), true
}

// next cuts the first code off s.
func (m *cmap) next(s []byte) (c uint32, n int) {
	for n = 1; n <= 4 && n <= len(s); n++ {
		c = code(s[:n])
		for _, sp := range m.spaces {
			if sp.n == n && inSpace(c, sp) {
				return c, n
			}
		}
	}
	n = min(len(s), m.shortest())
	return code(s[:n]), n
}

// inSpace compares byte by byte, as codespace ranges are rectangles.
func inSpace(c uint32, sp codespace) bool {
	for shift := 8 * (sp.n - 1); shift >= 0; shift -= 8 {
		b := c >> shift & 255
		if b < sp.lo>>shift&255 || b > sp.hi>>shift&255 {
			return false
		}
	}
	return true
}

func (m *cmap) shortest() int {
	n := 4
	for _, sp := range m.spaces {
		n = min(n, sp.n)
	}
	if len(m.spaces) == 0 {
		return 2
	}
	return n
}
