package bundle

import "math/bits"

// A run code of ITU-T T.4: its bits and how many.
type runCode struct {
	bits uint16
	n    uint8
}

// white and black are the terminating codes (runs 0 to 63); their make-up codes follow (64, 128, … 1728).
var whiteCodes = runCodes("00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 " +
	"101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010 " +
	"00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010 " +
	"00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100 " +
	"11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 011010011 011010100 011010101 " +
	"011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011")

var blackCodes = runCodes("0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000 " +
	"0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 " +
	"000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 " +
	"000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111 " +
	"0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100 " +
	"0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101")

// longCodes are the make-up codes of both colours (1792, 1856, … 2560).
var longCodes = runCodes("00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 000000011100 000000011101 000000011110 000000011111")

func runCodes(s string) []runCode {
	var out []runCode
	c := runCode{}
	for i := range len(s) {
		if s[i] == ' ' {
			out, c = append(out, c), runCode{}
			continue
		}
		c.bits, c.n = c.bits<<1|uint16(s[i]-'0'), c.n+1
	}
	return append(out, c)
}

// A g4 packs pictures as Group 4 fax (ITU-T T.6).
type g4 struct {
	out []byte
	acc uint64
	n   uint
}

func (g *g4) put(c runCode) {
	g.acc, g.n = g.acc<<c.n|uint64(c.bits), g.n+uint(c.n)
	for g.n >= 8 {
		g.out = append(g.out, byte(g.acc>>(g.n-8)))
		g.n -= 8
	}
}

func (g *g4) run(n int, black bool) {
	codes := whiteCodes
	if black {
		codes = blackCodes
	}
	for n >= 2560 {
		g.put(longCodes[12])
		n -= 2560
	}
	if n >= 1792 {
		g.put(longCodes[(n-1792)/64])
		n %= 64
	} else if n >= 64 {
		g.put(codes[63+n/64])
		n %= 64
	}
	g.put(codes[n])
}

var (
	passCode = runCode{0b0001, 4}
	flatCode = runCode{0b001, 3}
	vertical = [7]runCode{{0b0000010, 7}, {0b000010, 6}, {0b010, 3}, {0b1, 1}, {0b011, 3}, {0b000011, 6}, {0b0000011, 7}} // a1 is 3 left … 3 right of b1
)

// encodeG4 packs a picture; black is 1 in b and 0 in the fax, as PDF's default BlackIs1 false has it.
func encodeG4(b *bitmap) []byte {
	g := &g4{out: make([]byte, 0, b.w*b.h/64)}
	ref := make([]uint64, b.stride)
	for y := range b.h {
		g.line(b.row(y), ref, b.w)
		ref = b.row(y)
	}
	for range 2 { // end of the facsimile block
		g.put(runCode{1, 12})
	}
	if g.n > 0 {
		g.out = append(g.out, byte(g.acc<<(8-g.n)))
	}
	return g.out
}

func (g *g4) line(cur, ref []uint64, w int) {
	a0, black := -1, false
	for a0 < w {
		a1 := change(cur, max(a0, 0), w, black)
		if a0 >= 0 || black {
			a1 = change(cur, a0, w, black)
		}
		b1 := refChange(ref, a0, w, black)
		b2 := change(ref, b1, w, !black)
		switch d := a1 - b1; {
		case b2 < a1:
			g.put(passCode)
			a0 = b2
		case d >= -3 && d <= 3:
			g.put(vertical[d+3])
			a0, black = a1, !black
		default:
			a2 := change(cur, a1, w, !black)
			g.put(flatCode)
			g.run(a1-max(a0, 0), black)
			g.run(a2-a1, !black)
			a0 = a2
		}
	}
}

// change is the first dot from x on that is not of a colour.
func change(row []uint64, x, w int, black bool) int {
	for x < w {
		word := row[x/64]
		if black {
			word = ^word
		}
		word &= ^uint64(0) >> (x % 64)
		if word != 0 {
			return min(w, x/64*64+bits.LeadingZeros64(word))
		}
		x = (x/64 + 1) * 64
	}
	return w
}

// refChange is b1: the first changing dot of the line above, right of a0 and of the other colour than a0's.
func refChange(ref []uint64, a0, w int, black bool) int {
	x := a0 + 1
	if a0 < 0 {
		if !black {
			return change(ref, 0, w, false)
		}
		x = 0
	}
	if x >= w {
		return w
	}
	// a dot of the other colour at x begins a run only where the dot before is of a0's colour
	if x > 0 {
		before := ref[(x-1)/64]>>(63-(x-1)%64)&1 == 1
		if before != black {
			x = change(ref, x, w, !black)
		}
	}
	return change(ref, x, w, black)
}
