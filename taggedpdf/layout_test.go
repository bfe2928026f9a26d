package taggedpdf

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown returns the lines of a page from top to bottom, those of the body first joined from their pieces.
func (p *pdfPage) shown(artifacts bool) []string {
	var list []string
	last := math.Inf(1)
	for _, d := range p.pieces {
		if d.artifact != artifacts {
			continue
		}
		if d.y != last {
			list = append(list, "")
			last = d.y
		}
		list[len(list)-1] += d.text
	}
	return list
}

func TestLinesFitAndHoldAllOfTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newShaper(testFonts())
		text := rapid.StringOf(rapid.SampledFrom([]rune("abcdefgW    \n-.,x\u0304\u200b\u00a0½"))).Draw(t, "text")
		text = clean(text)
		g, err := s.shape(nil, text, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		p := &para{glyphs: g, size: 11000}
		width := rapid.IntRange(0, 200_000).Draw(t, "width")
		if rapid.Bool().Draw(t, "balanced") {
			p.balance(width)
		} else {
			p.breakLines(width)
		}
		at := 0
		for i, ln := range p.lines {
			if ln.from != at || ln.to < ln.from {
				t.Fatalf("line %d runs from %d to %d, want a start of %d", i, ln.from, ln.to, at)
			}
			at = ln.to
			ink := 0
			for _, g := range p.glyphs[ln.from:ln.to] {
				if g.kind == inkGlyph && g.width > 0 {
					ink++
				}
			}
			if w := p.width(ln.from, ln.to); w > width+11 && ink > 1 {
				t.Fatalf("line %d is %d wide, in %d", i, w, width)
			}
			for k, g := range p.glyphs[ln.from:ln.to] {
				if g.kind == breakGlyph && ln.from+k != ln.to-1 {
					t.Fatalf("line %d goes on after a break", i)
				}
			}
		}
		if at != len(g) {
			t.Fatalf("the lines end at %d of %d", at, len(g))
		}
	})
}

func TestAWordThatIsTooWideIsBrokenAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newShaper(testFonts())
	for text, want := range map[string]string{
		"on 9-10-2015 it was": "on |9-10-2015 |it was",
		"aa bbbbbbbbbbbbbb c": "aa |bbbbbbb|bbbbbbb |c",
		"bbbbbbbbbbbbbb aa":   "bbbbbbb|bbbbbbb |aa",
		"a\n\nb ":             "a\n|\n|b ",
		"aaa     bbb ccc ddd": "aaa     |bbb ccc |ddd",
		"":                    "",
	} {
		g, err := s.shape(nil, text, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		p := &para{glyphs: g, size: 10000}
		p.breakLines(46000)
		runes := []rune(text)
		var got []string
		for _, ln := range p.lines {
			got = append(got, string(runes[ln.from:ln.to]))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q is broken as %q, want %q", text, s, want)
		}
	}
}

func TestNoLineOfAParagraphStandsAlone(t *testing.T) {
	t.Parallel()
	for before := range 12 {
		body := []Block{}
		for range 40 + before {
			body = append(body, Paragraph{Text: run("filler"), Style: Style{After: 0.01, Leading: 1.2}})
		}
		body = append(body, Paragraph{Text: run(strings.Repeat("paragraph of some lines ", 20)), Style: Style{Leading: 1.2}})
		f, _ := written(t, document(body...))
		for i, p := range f.pages {
			n := 0
			for _, s := range p.shown(false) {
				if strings.Contains(s, "paragraph") {
					n++
				}
			}
			if n == 1 {
				t.Errorf("after %d lines: one line of the paragraph stands alone on page %d", 40+before, i+1)
			}
		}
	}
}

func TestAHeadingStandsOnThePageOfWhatFollows(t *testing.T) {
	t.Parallel()
	for lines := 30; lines < 50; lines++ {
		body := []Block{}
		for range lines {
			body = append(body, Paragraph{Text: run("filler"), Style: Style{After: 0.01, Leading: 1.2}})
		}
		f, _ := written(t, document(append(body, Heading{Level: 1, Text: run("Heading")},
			Table{Head: true, Rows: [][]Cell{{{Text: run("Head"), Header: true}, {Text: run("B"), Header: true}}, {{Text: run("first row")}, {}}}})...))
		for i, p := range f.pages {
			s := strings.Join(p.shown(false), "\n")
			if strings.Contains(s, "Heading") != strings.Contains(s, "first row") {
				t.Errorf("after %d lines the heading is parted from the first row, page %d:\n%s", lines, i+1, s)
			}
		}
	}
}

func TestTheHeadRowIsDrawnAgainAsAnArtifact(t *testing.T) {
	t.Parallel()
	table := Table{Head: true, Rows: [][]Cell{{{Text: run("Document"), Header: true}, {Text: run("Date"), Header: true}}}}
	for range 100 {
		table.Rows = append(table.Rows, []Cell{{Text: run("a row")}, {Text: run("day")}})
	}
	f, e := written(t, document(table))
	if len(f.pages) < 3 {
		t.Fatalf("%d pages", len(f.pages))
	}
	for i, p := range f.pages[1:] {
		if got := p.shown(true); len(got) != 1 || got[0] != "DocumentDate" {
			t.Errorf("page %d repeats %q", i+2, got)
		}
		if p.pieces[0].text != "Document" {
			t.Errorf("page %d begins with %q", i+2, p.pieces[0].text)
		}
	}
	if got := e.blocks()[0].(Table).Rows; len(got) != 101 {
		t.Errorf("%d rows are tagged, want 101", len(got))
	}
}

func TestARowIsCutOnlyWhereItIsTallerThanAPage(t *testing.T) {
	t.Parallel()
	long := run(strings.Repeat("Words that fill the cell. ", 60)) // a third of a page
	f, _ := written(t, document(Table{Rows: [][]Cell{{{Text: long}, {}}, {{Text: long}, {}}, {{Text: long}, {}}, {{Text: long}, {}}}, Style: Style{Size: 14}}))
	if len(f.pages) != 2 && len(f.pages) != 4 {
		t.Fatalf("%d pages", len(f.pages))
	}
	for i, p := range f.pages {
		last := -1
		rows := 0
		for _, d := range p.pieces {
			if d.mcid != last {
				rows++
				last = d.mcid
			}
		}
		if total := len(p.shown(false)); total%rows != 0 {
			t.Errorf("page %d holds %d lines of %d rows", i+1, total, rows)
		}
	}
	huge := run(strings.Repeat("Words that fill the cell. ", 900))
	f, e := written(t, document(Table{Rows: [][]Cell{{{Text: huge}, {Text: run("beside")}}}}))
	if len(f.pages) < 2 {
		t.Errorf("a row taller than a page stands on %d", len(f.pages))
	}
	if got := e.blocks()[0].(Table).Rows[0][0].Text[0].Text; got != huge[0].Text {
		t.Error("the row lost text where it was cut")
	}
}

func TestNothingIsDrawnOutsideTheMargins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, _ := written(t, document(genBody(t)...))
		for i, p := range f.pages {
			for _, d := range p.pieces {
				right := d.x + d.width
				if trimmed := strings.TrimRight(d.text, " "); trimmed != d.text {
					right -= float64(len(d.text)-len(trimmed)) * d.size
				}
				// A single glyph may be wider than the narrow column it stands in.
				if d.x < 71.99 || d.y < 72 && d.size < 30 || d.y > 720.01 || right > 540+d.size {
					t.Fatalf("page %d: %q at %.2f, %.2f, %.2f wide", i+1, d.text, d.x, d.y, d.width)
				}
			}
		}
	})
}

func TestABreakLeavesNoBlankPage(t *testing.T) {
	t.Parallel()
	f, e := written(t, document(PageBreak{}, Paragraph{Text: run("a")}, PageBreak{}, PageBreak{}, Paragraph{Text: run("b")}, PageBreak{}))
	var got []string
	for _, p := range f.pages {
		got = append(got, strings.Join(p.shown(false), ""))
	}
	if s := strings.Join(got, "|"); s != "a|b" {
		t.Errorf("the pages hold %q", s)
	}
	if n := len(e.blocks()); n != 6 {
		t.Errorf("%d blocks are read back, want 6", n)
	}
}

func TestFooterTellsThePageAndIsAnArtifact(t *testing.T) {
	t.Parallel()
	d := document(Paragraph{Text: run("a")}, PageBreak{}, Paragraph{Text: run("b")})
	d.Header = func(page, _ int) Line { return Line{Left: strings.Repeat("h", page)} }
	d.Footer = func(page, pages int) Line {
		return Line{Left: "case", Right: string(rune('0'+page)) + " of " + string(rune('0'+pages))}
	}
	f, _ := written(t, d)
	for i, want := range []string{"h|case|1 of 2", "hh|case|2 of 2"} {
		var got []string
		for _, d := range f.pages[i].pieces {
			if d.artifact {
				got = append(got, d.text)
				if right := d.x + d.width; d.y < 20 || d.y > 72 && d.y < 720 || right > 540.1 {
					t.Errorf("%q stands at %.1f, %.1f", d.text, d.x, d.y)
				}
			}
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("page %d has %q, want %q", i+1, s, want)
		}
	}
}

func TestColorsOfRulesDoNotReachTheText(t *testing.T) {
	t.Parallel()
	f, _ := written(t, document(Paragraph{Text: run("ruled"), Style: Style{RuleBelow: 1, RuleColor: Color{200, 0, 0}}}, Paragraph{Text: run("blue"), Style: Style{Color: Color{0, 0, 255}}}))
	want := map[string][3]float64{"ruled": {0, 0, 0}, "blue": {0, 0, 1}}
	for _, d := range f.pages[0].pieces {
		if d.ink != want[d.text] {
			t.Errorf("%q is drawn in %v", d.text, d.ink)
		}
	}
}

func TestNarrowColumnsGetWhatTheyNeed(t *testing.T) {
	t.Parallel()
	long := run(strings.Repeat("a long title of a paper ", 12))
	f, _ := written(t, document(Table{Rows: [][]Cell{{{Text: long}, {Text: run("September 27, 2015")}, {Text: run("Jordan Example, MD")}}}}))
	for _, d := range f.pages[0].pieces {
		if strings.HasPrefix(d.text, "September") && d.text != "September 27, 2015" || strings.HasPrefix(d.text, "Jordan") && d.text != "Jordan Example, MD" {
			t.Errorf("the narrow cell is broken: %q", d.text)
		}
	}
}

func TestNumbersOfAListDoNotReachIntoItsText(t *testing.T) {
	t.Parallel()
	for _, n := range []int{9, 88, 888} {
		l := List{Ordered: true}
		for range n {
			l.Items = append(l.Items, run("item"))
		}
		f, _ := written(t, document(l))
		last := f.pages[len(f.pages)-1].pieces
		label, item := last[len(last)-2], last[len(last)-1]
		if label.x+label.width > item.x {
			t.Errorf("%q ends at %.1f, the text begins at %.1f", label.text, label.x+label.width, item.x)
		}
	}
}
