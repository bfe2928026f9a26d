package taggedpdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/taggedpdf/check"
)

var testFonts = sync.OnceValue(func() Fonts {
	read := func(file string) *Font {
		data, err := os.ReadFile("serif/" + file)
		if err != nil {
			panic(err)
		}
		f, err := ParseFont(data)
		if err != nil {
			panic(err)
		}
		return f
	}
	return Fonts{
		Regular: read("SourceSerif4-Regular.ttf"), Bold: read("SourceSerif4-SemiBold.ttf"), Italic: read("SourceSerif4-Italic.ttf"),
		BoldItalic: read("SourceSerif4-SemiBoldItalic.ttf"), Fallback: []*Font{read("DejaVuSans-Fallback.ttf")},
	}
})

func run(s string) []Text { return []Text{{Text: s}} }

func document(body ...Block) *Document {
	return &Document{Title: "A title", Fonts: testFonts(), Body: body}
}

type fataler interface {
	Helper()
	Fatal(...any)
}

// written writes a document and reads it back.
func written(t fataler, d *Document) (*pdfFile, *element) {
	t.Helper()
	data, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f, err := readFile(data)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.tree()
	if err != nil {
		t.Fatal(err)
	}
	return f, e
}

// joined is texts as they are read back: cleaned, neighbours of one style joined.
func joined(texts []Text) []Text {
	var list []Text
	for _, t := range texts {
		if t.Text = clean(t.Text); t.Text == "" {
			continue
		}
		if n := len(list) - 1; n >= 0 && list[n].Bold == t.Bold && list[n].Italic == t.Italic && list[n].Link == t.Link {
			list[n].Text += t.Text
		} else {
			list = append(list, t)
		}
	}
	return list
}

// readable is a body as it is read back.
func readable(body []Block) []Block {
	var list []Block
	for _, b := range body {
		switch b := b.(type) {
		case Heading:
			b.Class = printable(b.Class)
			if b.Text, b.Style = joined(b.Text), (Style{}); b.Text != nil {
				list = append(list, b)
			}
		case Paragraph:
			if b.Text, b.Style = joined(b.Text), (Style{}); b.Text != nil {
				list = append(list, b)
			}
		case List:
			l := List{Class: b.Class, Title: b.Title, Ordered: b.Ordered}
			for _, item := range b.Items {
				l.Items = append(l.Items, joined(item))
			}
			list = append(list, l)
		case Table:
			t := Table{Class: b.Class, Title: b.Title, Head: b.Head}
			for _, cells := range b.Rows {
				var row []Cell
				for _, c := range cells {
					c.Text = joined(c.Text)
					row = append(row, c)
				}
				t.Rows = append(t.Rows, row)
			}
			list = append(list, t)
		default:
			list = append(list, b)
		}
	}
	return list
}

func genTexts(t *rapid.T) []Text {
	word := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z0-9()\\.,;:’“”½≥§–—-]{1,12}`),
		rapid.StringMatching(`[ñłűŽğạ€µΩαβЖյ☐☒✓→≤x\x{304}\x{a0}\x{2011}\x{200b}\x{1d00}\x{fffd}]{1,6}`),
		rapid.StringN(1, 80, -1).Filter(func(s string) bool { return len(testFonts().Missing(s)) == 0 }),
	)
	var list []Text
	for range rapid.IntRange(0, 5).Draw(t, "runs") {
		words := rapid.SliceOfN(word, 1, 40).Draw(t, "words")
		text := Text{
			Text: strings.Join(words, rapid.SampledFrom([]string{" ", " ", "  ", "\n"}).Draw(t, "between")) + rapid.SampledFrom([]string{"", " "}).Draw(t, "end"),
			Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic"),
		}
		if rapid.IntRange(0, 9).Draw(t, "link") == 0 {
			text.Link = "https://example.org/(a)"
		}
		list = append(list, text)
	}
	return list
}

func genBody(t *rapid.T) []Block {
	class := rapid.SampledFrom([]string{"", "decision", "odd name #(1)", "ñ"})
	title := rapid.SampledFrom([]string{"", "Documents", "Größe (1) \\"})
	style := rapid.Custom(func(t *rapid.T) Style {
		return Style{
			Size: rapid.SampledFrom([]float64{0, 8, 11.5, 40}).Draw(t, "size"), Bar: rapid.SampledFrom([]float64{0, 4}).Draw(t, "bar"),
			Filled: rapid.Bool().Draw(t, "filled"), Pad: 6, RuleBelow: rapid.SampledFrom([]float64{0, 1}).Draw(t, "below"),
			KeepTogether: rapid.Bool().Draw(t, "together"), KeepWithNext: rapid.Bool().Draw(t, "with next"),
		}
	})
	var body []Block
	level := 0
	for range rapid.IntRange(0, 10).Draw(t, "blocks") {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			h, texts := rapid.IntRange(1, min(level+1, 6)).Draw(t, "level"), genTexts(t)
			if len(texts) > 0 {
				level = h
			}
			body = append(body, Heading{Level: h, Text: texts, Class: class.Draw(t, "class"), Style: style.Draw(t, "style")})
		case 1:
			body = append(body, Paragraph{Text: genTexts(t), Class: class.Draw(t, "class"), Style: style.Draw(t, "style")})
		case 2:
			l := List{Class: class.Draw(t, "class"), Title: title.Draw(t, "title"), Ordered: rapid.Bool().Draw(t, "ordered"), Style: style.Draw(t, "style")}
			for range rapid.IntRange(1, 12).Draw(t, "items") {
				l.Items = append(l.Items, genTexts(t))
			}
			body = append(body, l)
		case 3:
			tb := Table{Class: class.Draw(t, "class"), Title: title.Draw(t, "title"), Head: rapid.Bool().Draw(t, "head"), Style: style.Draw(t, "style")}
			for i := range rapid.IntRange(1, 6).Draw(t, "rows") {
				var row []Cell
				for range rapid.IntRange(1, 5).Draw(t, "cells") {
					row = append(row, Cell{Text: genTexts(t), Header: tb.Head && i == 0 || rapid.Bool().Draw(t, "header")})
				}
				tb.Rows = append(tb.Rows, row)
			}
			body = append(body, tb)
		case 4:
			body = append(body, PageBreak{})
		}
	}
	return body
}

func TestWhatIsWrittenIsReadBackTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := genBody(t)
		d := document(body...)
		d.Footer = func(page, pages int) Line { return Line{"left", "Page"} }
		_, e := written(t, d)
		if diff := cmp.Diff(readable(body), e.blocks(), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(Style{})); diff != "" {
			t.Fatalf("-written +read:\n%s", diff)
		}
	})
}

func TestWhateverIsWrittenFailsNoCheck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := document(genBody(t)...)
		d.Title = "T" + rapid.StringN(0, 20, -1).Draw(t, "title")
		d.Footer = func(page, pages int) Line { return Line{"left", "Page"} }
		data, err := d.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		r, err := check.File(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Failed {
			t.Error(f)
		}
	})
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	d := document(genBodyOnce()...)
	d.Date = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	want := [32]byte{}
	for i := range 100 {
		data, err := d.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256.Sum256(data); i == 0 {
			want = got
		} else if got != want {
			t.Fatalf("run %d gave other bytes", i+1)
		}
	}
}

// genBodyOnce is a body with a bit of everything, on several pages.
func genBodyOnce() []Block {
	long := strings.Repeat("The quick brown fox jumps over the lazy dog, 24 times a day. ", 30)
	table := Table{Head: true, Title: "Papers", Rows: [][]Cell{{{Text: run("Paper"), Header: true}, {Text: run("Date"), Header: true}}}}
	for range 60 {
		table.Rows = append(table.Rows, []Cell{{Text: run("Progress report")}, {Text: run("Aug 27, 2015")}})
	}
	return []Block{
		Heading{Level: 1, Text: run("Determination")},
		Paragraph{Text: []Text{{Text: "Plain, "}, {Text: "strong", Bold: true}, {Text: " and "}, {Text: "stressed\nwords", Italic: true}, {Text: "both", Bold: true, Italic: true}}, Class: "decision"},
		Heading{Level: 2, Text: run("Summary")},
		Paragraph{Text: run(long)},
		List{Title: "Grounds", Items: [][]Text{run("fraud"), run(long)}},
		table,
		PageBreak{},
		Heading{Level: 1, Text: run("Service")},
		Paragraph{Text: []Text{{Text: "See "}, {Text: "the rules", Link: "https://example.org/rules"}, {Text: " ☐ ½ ≥ 3"}}},
	}
}

func TestTheFileSaysWhatBothStandardsAsk(t *testing.T) {
	t.Parallel()
	d := document(genBodyOnce()...)
	d.Title, d.Producer, d.Language = "Größe & (Titel) <1>", "A program", "de-AT"
	d.Date = time.Date(2026, 11, 24, 1, 30, 5, 0, time.FixedZone("", -8*3600))
	f, _ := written(t, d)
	c := f.catalog()
	if got := text(c["Lang"]); got != "de-AT" {
		t.Errorf("Lang is %q", got)
	}
	if f.dict(c["MarkInfo"])["Marked"] != operator("true") || f.dict(c["ViewerPreferences"])["DisplayDocTitle"] != operator("true") {
		t.Errorf("MarkInfo or DisplayDocTitle is missing: %v", c)
	}
	info := f.dict(f.trailer["Info"])
	want := dict{"Title": d.Title, "Producer": "A program", "CreationDate": "D:20261124093005+00'00'", "ModDate": "D:20261124093005+00'00'"}
	for k, v := range want {
		if got := text(info[k]); got != v {
			t.Errorf("%s in Info is %q, want %q", k, got, v)
		}
	}
	if len(info) != len(want) {
		t.Errorf("Info says more than it was told: %v", info)
	}
	xmp := string(f.streams[int(c["Metadata"].(ref))])
	for _, s := range []string{
		"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>", "pdfaSchema:prefix>pdfuaid<",
		`<rdf:li xml:lang="x-default">Größe &amp; (Titel) &lt;1&gt;</rdf:li>`, "<rdf:li>de-AT</rdf:li>", "<pdf:Producer>A program</pdf:Producer>",
		"<xmp:CreateDate>2026-11-24T09:30:05Z</xmp:CreateDate><xmp:ModifyDate>2026-11-24T09:30:05Z</xmp:ModifyDate>",
	} {
		if !strings.Contains(xmp, s) {
			t.Errorf("the metadata lacks %s:\n%s", s, xmp)
		}
	}
	intent := f.dict(f.array(c["OutputIntents"])[0])
	profile := f.streams[int(intent["DestOutputProfile"].(ref))]
	if intent["S"] != name("GTS_PDFA1") || int(u32(profile, 0)) != len(profile) || string(profile[36:40]) != "acsp" {
		t.Errorf("the output intent is damaged: %v", intent)
	}
	if len(f.array(f.trailer["ID"])) != 2 {
		t.Error("the file has no ID")
	}
	for i, p := range f.pages {
		if p.dict["Tabs"] != name("S") {
			t.Errorf("page %d has no tab order", i+1)
		}
	}
	for _, note := range f.array(f.pages[len(f.pages)-1].dict["Annots"]) {
		if n := f.dict(note); text(n["Contents"]) == "" || n["F"] != 4.0 {
			t.Errorf("the link says nothing or is not printed: %v", n)
		}
	}
}

func TestNoDateAndNoProgramAreNamedUnlessTheyAreGiven(t *testing.T) {
	t.Parallel()
	f, _ := written(t, document(Paragraph{Text: run("x")}))
	if info := f.dict(f.trailer["Info"]); len(info) != 1 {
		t.Errorf("Info holds more than the title: %v", info)
	}
	xmp := f.streams[int(f.catalog()["Metadata"].(ref))]
	for _, s := range []string{"Date", "Producer", "Creator", "creator"} {
		if bytes.Contains(xmp, []byte(s)) {
			t.Errorf("the metadata holds %q", s)
		}
	}
}

func TestAPageHasTheSizeThatWasAskedFor(t *testing.T) {
	t.Parallel()
	for want, size := range map[[2]float64]Size{{612, 792}: {}, {595.28, 841.89}: A4} {
		d := document(Paragraph{Text: run("x")})
		d.Size = size
		f, _ := written(t, d)
		box := f.array(f.pages[0].dict["MediaBox"])
		if box[2] != want[0] || box[3] != want[1] {
			t.Errorf("the page is %v, want %v", box, want)
		}
	}
}

func TestManyObjectsFitIntoTheCrossReferences(t *testing.T) {
	t.Parallel()
	var table Table
	for range 17_000 {
		table.Rows = append(table.Rows, []Cell{{}, {}, {}})
	}
	table.Rows = append(table.Rows, []Cell{{Text: run("last")}, {}, {}})
	_, e := written(t, document(table))
	rows := e.blocks()[0].(Table).Rows
	if n := len(rows); n != 17_001 || rows[n-1][0].Text[0].Text != "last" {
		t.Errorf("%d rows are read back", n)
	}
}

func TestHeadingsBecomeBookmarksThatLeadToThem(t *testing.T) {
	t.Parallel()
	f, _ := written(t, document(
		Heading{Level: 1, Text: run("One")}, Heading{Level: 2, Text: run("One, one")}, Heading{Level: 2, Text: run("One,\ntwo")},
		PageBreak{}, Heading{Level: 1, Text: run("Two")},
	))
	var got []string
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		for v != nil {
			d := f.dict(v)
			if dest := f.array(d["Dest"]); len(dest) > 0 {
				for i, k := range f.array(f.dict(f.catalog()["Pages"])["Kids"]) {
					if k == dest[0] {
						got = append(got, strings.Repeat(" ", depth)+text(d["Title"])+" p"+string(rune('1'+i)))
					}
				}
			}
			walk(d["First"], depth+1)
			v = d["Next"]
		}
	}
	walk(f.catalog()["Outlines"], -1)
	want := []string{"One p1", " One, one p1", " One, two p1", "Two p2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestWhatCannotBeWrittenIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Document)
		want   string
	}{
		"no title":      {func(d *Document) { d.Title = " \n" }, "no title"},
		"no font":       {func(d *Document) { d.Fonts = Fonts{} }, "no regular font"},
		"odd language":  {func(d *Document) { d.Language = "English, please" }, "BCP 47"},
		"margins":       {func(d *Document) { d.Margins = Margins{Left: 600} }, "less than an inch"},
		"first heading": {func(d *Document) { d.Body = []Block{Heading{Level: 2, Text: run("x")}} }, "block 1 (heading): level 2 follows level 0"},
		"skipped level": {func(d *Document) {
			d.Body = []Block{Heading{Level: 1, Text: run("x")}, Heading{Level: 3, Text: run("x")}}
		}, "block 2 (heading): level 3 follows level 1"},
		"level 7": {func(d *Document) { d.Body = []Block{Heading{Level: 7, Text: run("x")}} }, "use 1 to 6"},
		"link": {func(d *Document) {
			d.Body = []Block{Paragraph{Text: []Text{{Text: "x", Link: "https://example.org/ñ"}}}}
		}, "%XX"},
		"character":            {func(d *Document) { d.Body = []Block{PageBreak{}, Paragraph{Text: run("a 中 b")}} }, "block 2 (paragraph): no font has the character U+4E2D '中'"},
		"character in a cell":  {func(d *Document) { d.Body = []Block{Table{Rows: [][]Cell{{{}, {Text: run("\x07")}}}}} }, "block 1 (table), row 1, cell 2: no font has the character U+0007"},
		"character in a list":  {func(d *Document) { d.Body = []Block{List{Items: [][]Text{run("x"), run("\u202e")}}} }, "block 1 (list), item 2"},
		"private use":          {func(d *Document) { d.Body = []Block{Paragraph{Text: run("\uE000")}} }, "U+E000"},
		"Hebrew":               {func(d *Document) { d.Body = []Block{Paragraph{Text: run("שלום")}} }, "U+05E9"},
		"long class":           {func(d *Document) { d.Body = []Block{Paragraph{Class: strings.Repeat("x", 128), Text: run("x")}} }, "at most 127"},
		"long title":           {func(d *Document) { d.Title = strings.Repeat("x", 10_001) }, "at most 10000"},
		"long table title":     {func(d *Document) { d.Body = []Block{Table{Title: strings.Repeat("x", 10_001), Rows: [][]Cell{{{}}}}} }, "longer than 10000"},
		"size":                 {func(d *Document) { d.Size = Size{20000, 500} }, "72 to 14400"},
		"columns":              {func(d *Document) { d.Body = []Block{Table{Rows: [][]Cell{make([]Cell, 30)}}} }, "30 columns, and 20 fit"},
		"footer of many lines": {func(d *Document) { d.Footer = func(int, int) Line { return Line{Left: "1\n2\n3\n4\n5"} } }, "Footer: 5 lines do not fit"},
		"footer":               {func(d *Document) { d.Footer = func(int, int) Line { return Line{Left: "中"} } }, "Footer: no font has"},
	} {
		d := document()
		c.change(d)
		_, err := d.Bytes()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
		var missing *MissingGlyph
		if strings.Contains(c.want, "U+") && !errors.As(err, &missing) {
			t.Errorf("%s: the error is no MissingGlyph", name)
		}
	}
}

func TestMissingTellsEachCharacterOnce(t *testing.T) {
	t.Parallel()
	if got := string((Fonts{}).Missing("ab a")); got != "ab " {
		t.Errorf("without fonts %q is missing", got)
	}
	got := testFonts().Missing("abc 中 ñ\n文 中 \u200b½\tא e\u0301 ☐")
	if d := cmp.Diff([]rune("中文א"), got); d != "" {
		t.Error(d)
	}
}

func FuzzBytes(f *testing.F) {
	f.Add("The injured worker\nhas a ½ inch scar.", "1. Title", uint8(3))
	f.Add("broken", "\xcd", uint8(3))
	f.Add("e\u0301\u0304 שלום \x00\xff\u2028\ufeff", "\\()", uint8(200))
	f.Fuzz(func(t *testing.T, s, head string, n uint8) {
		often := strings.Repeat(s, int(n%16)) // broken pieces may make a character together
		class := s[:min(len(s), maxName/3)]   // a broken byte takes three
		body := []Block{
			Heading{Level: 1, Text: run(head), Class: class},
			Paragraph{Text: []Text{{Text: s}, {Text: head, Bold: true}, {Text: s, Italic: true}}, Class: class},
			List{Items: [][]Text{run(head), run(s)}, Title: s},
			Table{Head: n%2 == 0, Rows: [][]Cell{{{Text: run(s), Header: true}, {Text: run(head), Header: n%2 == 0}}, {{Text: run(often)}, {}}}, Title: head},
		}
		d := document(body...)
		d.Title = "T " + head
		data, err := d.Bytes()
		var missing *MissingGlyph
		if err != nil {
			if !errors.As(err, &missing) {
				t.Fatal(err)
			}
			if !strings.ContainsRune(clean(s)+clean(head)+clean(often), missing.Char) {
				t.Fatalf("%v, but the text does not hold it", err)
			}
			return
		}
		file, err := readFile(data)
		if err != nil {
			t.Fatal(err)
		}
		e, err := file.tree()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(readable(body)[0], e.blocks()[0], cmpopts.IgnoreUnexported(Style{})); head != "" && diff != "" {
			t.Fatal(diff)
		}
	})
}
