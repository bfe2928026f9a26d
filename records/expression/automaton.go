package expression

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// An automaton tells where in a text matches of an expression begin. It reads the text backwards by the expression
// turned around, so a match of that ends where one of the expression begins.
type automaton struct {
	prog    *syntax.Prog
	ends    bool    // a match can only end where the text does
	bounds  []rune  // where classes of letters begin
	classes []uint8 // of each of them
	ascii   [utf8.RuneSelf]uint8
	samples []rune // of each class of letters one
	first   *row

	mu    sync.Mutex
	rows  map[string]*row
	spent atomic.Bool // it would need more rows than it may have
}

// A row is where the automaton stands after some of the text: the instructions that may go on, what kind of letter it
// read last, and whether a match begins before that letter.
type row struct {
	at      []uint32
	next    []atomic.Pointer[row] // by class of letters; the last is the beginning of the text
	flags   uint8
	dead    bool // nothing can match any more
	matches bool
}

const (
	afterWord    = 1 << iota // the letter read last is one of a word
	afterNewline             // it is a line break
	atEnd                    // none was read
	begun                    // a match begins to the right of the letter read last
)

const (
	mostRows    = 3000
	mostClasses = 200
	mostProgram = 6000
)

// automate makes the automaton of an expression; nil where it would be too large.
func automate(tree *syntax.Regexp) *automaton {
	back := turned(tree)
	prog, err := syntax.Compile(back.Simplify())
	if err != nil || len(prog.Inst) > mostProgram {
		return nil
	}
	a := &automaton{prog: prog, ends: prog.StartCond()&syntax.EmptyBeginText != 0, rows: map[string]*row{}}
	if !a.classify() {
		return nil
	}
	a.first = a.enter(a.closure(nil, uint32(prog.Start)), atEnd)
	return a
}

// turned is an expression that matches the texts of another one read backwards.
func turned(re *syntax.Regexp) *syntax.Regexp {
	out := *re
	out.Sub = nil
	for _, s := range re.Sub {
		out.Sub = append(out.Sub, turned(s))
	}
	switch re.Op {
	case syntax.OpLiteral:
		out.Rune = slices.Clone(re.Rune)
		slices.Reverse(out.Rune)
	case syntax.OpConcat:
		slices.Reverse(out.Sub)
	case syntax.OpBeginText:
		out.Op = syntax.OpEndText
	case syntax.OpEndText:
		out.Op, out.Flags = syntax.OpBeginText, re.Flags&^syntax.WasDollar
	case syntax.OpBeginLine:
		out.Op = syntax.OpEndLine
	case syntax.OpEndLine:
		out.Op = syntax.OpBeginLine
	}
	return &out
}

// classify parts all letters into classes that the expression does not tell apart.
func (a *automaton) classify() bool {
	cut := map[rune]bool{0: true}
	span := func(lo, hi rune) { cut[lo], cut[hi+1] = true, true }
	for _, r := range [][2]rune{{'\n', '\n'}, {'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}} {
		span(r[0], r[1])
	}
	for i := range a.prog.Inst {
		in := &a.prog.Inst[i]
		switch in.Op {
		case syntax.InstRune, syntax.InstRune1:
			if len(in.Rune) == 1 {
				span(in.Rune[0], in.Rune[0])
				if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
					for f := unicode.SimpleFold(in.Rune[0]); f != in.Rune[0]; f = unicode.SimpleFold(f) {
						span(f, f)
					}
				}
			}
			for k := 0; k+1 < len(in.Rune); k += 2 {
				span(in.Rune[k], in.Rune[k+1])
			}
		}
	}
	for r := range cut {
		if r <= unicode.MaxRune {
			a.bounds = append(a.bounds, r)
		}
	}
	slices.Sort(a.bounds)
	// Stretches of letters that the same instructions take are one class.
	classes := map[string]uint8{}
	of := make([]uint8, len(a.bounds))
	for i, r := range a.bounds {
		key := []byte{letterFlags(r)}
		for k := range a.prog.Inst {
			switch in := &a.prog.Inst[k]; in.Op {
			case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
				if takes(in, r) {
					key = append(key, 1)
				} else {
					key = append(key, 0)
				}
			}
		}
		c, ok := classes[string(key)]
		if !ok {
			if len(classes) == mostClasses {
				return false
			}
			c = uint8(len(classes))
			classes[string(key)] = c
			a.samples = append(a.samples, r)
		}
		of[i] = c
	}
	a.classes = of
	for r := range a.ascii {
		a.ascii[r] = a.class(rune(r))
	}
	return true
}

func takes(in *syntax.Inst, r rune) bool {
	switch in.Op {
	case syntax.InstRuneAny:
		return true
	case syntax.InstRuneAnyNotNL:
		return r != '\n'
	}
	return in.MatchRune(r)
}

func letterFlags(r rune) uint8 {
	switch {
	case syntax.IsWordChar(r):
		return afterWord
	case r == '\n':
		return afterNewline
	}
	return 0
}

func (a *automaton) class(r rune) uint8 {
	i, found := slices.BinarySearch(a.bounds, r)
	if !found {
		i--
	}
	return a.classes[i]
}

// closure adds to a set of instructions one and those that follow from it without reading a letter. What asks for a
// place in the text (the beginning of a word) stays until the next letter is known.
func (a *automaton) closure(set []uint32, pc uint32) []uint32 {
	if slices.Contains(set, pc) {
		return set
	}
	set = append(set, pc)
	switch in := &a.prog.Inst[pc]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		return a.closure(a.closure(set, in.Out), in.Arg)
	case syntax.InstCapture, syntax.InstNop:
		return a.closure(set, in.Out)
	}
	return set
}

// enter is the row of a set of instructions, made where it is new. The caller holds mu, but for the first row.
func (a *automaton) enter(set []uint32, flags uint8) *row {
	keep := set[:0]
	for _, pc := range set {
		switch a.prog.Inst[pc].Op {
		case syntax.InstAlt, syntax.InstAltMatch, syntax.InstCapture, syntax.InstNop, syntax.InstFail:
		default:
			keep = append(keep, pc)
		}
	}
	slices.Sort(keep)
	key := make([]byte, 1, 1+4*len(keep))
	key[0] = flags
	for _, pc := range keep {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	if r, ok := a.rows[string(key)]; ok {
		return r
	}
	if len(a.rows) >= mostRows {
		a.spent.Store(true)
		return nil
	}
	r := &row{at: slices.Clone(keep), flags: flags, next: make([]atomic.Pointer[row], len(a.samples)+1)}
	r.dead, r.matches = len(keep) == 0, flags&begun != 0
	a.rows[string(key)] = r
	return r
}

// step is the row that follows when a letter of a class is read, or the beginning of the text met; nil where there are
// too many.
func (a *automaton) step(from *row, class int) *row {
	a.mu.Lock()
	defer a.mu.Unlock()
	if to := from.next[class].Load(); to != nil {
		return to
	}
	var letter rune = -1
	var flags uint8
	if class < len(a.samples) {
		letter = a.samples[class]
		flags = letterFlags(letter)
	}
	var here syntax.EmptyOp
	if from.flags&atEnd != 0 {
		here |= syntax.EmptyBeginText | syntax.EmptyBeginLine
	}
	if from.flags&afterNewline != 0 {
		here |= syntax.EmptyBeginLine
	}
	if letter < 0 {
		here |= syntax.EmptyEndText | syntax.EmptyEndLine
	}
	if letter == '\n' {
		here |= syntax.EmptyEndLine
	}
	if (from.flags^flags)&afterWord != 0 {
		here |= syntax.EmptyWordBoundary
	} else {
		here |= syntax.EmptyNoWordBoundary
	}
	set := slices.Clone(from.at)
	for i := 0; i < len(set); i++ {
		switch in := &a.prog.Inst[set[i]]; in.Op {
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^here == 0 {
				set = a.closure(set, in.Out)
			}
		case syntax.InstMatch:
			flags |= begun
		}
	}
	var after []uint32
	if letter >= 0 {
		for _, pc := range set {
			switch in := &a.prog.Inst[pc]; in.Op {
			case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
				if takes(in, letter) {
					after = a.closure(after, in.Out)
				}
			}
		}
		if !a.ends {
			after = a.closure(after, uint32(a.prog.Start))
		}
	}
	to := a.enter(after, flags)
	if to != nil {
		from.next[class].Store(to)
	}
	return to
}

// starts lists where matches begin in a text, from its end to its beginning; or only one of them. It is not ok where the
// automaton has no room for the text.
func (a *automaton) starts(text string, one bool, at []int) (found []int, ok bool) {
	if a.spent.Load() {
		return nil, false
	}
	r := a.first
	for i := len(text); ; {
		class, before := len(a.samples), i
		if i > 0 {
			if c := text[i-1]; c < utf8.RuneSelf {
				class = int(a.ascii[c])
				i--
			} else {
				letter, n := utf8.DecodeLastRuneInString(text[:i])
				class = int(a.class(letter))
				i -= n
			}
		}
		to := r.next[class].Load()
		if to == nil {
			if to = a.step(r, class); to == nil {
				return nil, false
			}
		}
		if r = to; r.matches {
			at = append(at, before)
			if one {
				return at, true
			}
		}
		if before == 0 || r.dead {
			return at, true
		}
	}
}
