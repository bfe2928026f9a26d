package letter

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/clock"
)

// folded is the runs as a reader meets them: white space folded, neighbours of one style joined.
func folded(list []Run) []Run {
	var rs runs
	for _, r := range list {
		for i, line := range strings.Split(r.Text, "\n") {
			if i > 0 {
				rs.newline()
			}
			rs.add(line, Run{Bold: r.Bold, Italic: r.Italic})
		}
	}
	return rs.take()
}

func genRuns(t *rapid.T) []Run {
	word := rapid.StringMatching(`[A-Za-z0-9<&>"'’½≥ł\x{00a0}(){}:;,.#/-]{1,8}`)
	n := rapid.IntRange(1, 4).Draw(t, "runs")
	var list []Run
	for range n {
		words := rapid.SliceOfN(word, 1, 6).Draw(t, "words")
		sep := rapid.SampledFrom([]string{" ", " ", "\n"}).Draw(t, "separator")
		list = append(list, Run{Text: strings.Join(words, sep), Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic")})
	}
	return folded(list)
}

func genBlocks(t *rapid.T) []Block {
	role := rapid.SampledFrom([]string{"", "address", "decision", "outcome", "letterhead", "note"})
	label := rapid.SampledFrom([]string{"", "Documents reviewed", `a "quoted" <label> & more`})
	var blocks []Block
	level := 0
	for range rapid.IntRange(0, 12).Draw(t, "blocks") {
		b := Block{Kind: rapid.SampledFrom([]Kind{Paragraph, Heading, List, Table, PageBreak}).Draw(t, "kind")}
		if b.Kind != PageBreak {
			b.Role = role.Draw(t, "role")
		}
		switch b.Kind {
		case Paragraph:
			b.Runs = genRuns(t)
		case Heading:
			level = rapid.IntRange(1, min(level+1, 6)).Draw(t, "level")
			b.Level, b.Runs = level, genRuns(t)
		case List:
			b.Label = label.Draw(t, "label")
			for range rapid.IntRange(1, 4).Draw(t, "items") {
				b.Items = append(b.Items, genRuns(t))
			}
		case Table:
			b.Label = label.Draw(t, "label")
			columns := rapid.IntRange(1, 4).Draw(t, "columns")
			for range rapid.IntRange(1, 4).Draw(t, "rows") {
				var row []Cell
				for range columns {
					c := Cell{Header: rapid.Bool().Draw(t, "header")}
					if rapid.Bool().Draw(t, "filled") {
						c.Runs = genRuns(t)
					}
					row = append(row, c)
				}
				b.Rows = append(b.Rows, row)
			}
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func TestWhatIsWrittenAsHTMLIsReadBackTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := genBlocks(t)
		data := Page{Title: "T", Blocks: want}.HTML()
		got, err := ReadHTML(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("-written +read:\n%s\n%s", d, data)
		}
	})
}

func TestWhatIsWrittenAsDOCXIsReadBackTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := genBlocks(t)
		p := Page{Title: "T", Footer: "F", Blocks: want}
		data, err := p.DOCX()
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := p.DOCX(); !bytes.Equal(data, again) {
			t.Fatal("the same page gave other bytes the second time")
		}
		got, err := ReadDOCX(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("-written +read:\n%s", d)
		}
	})
}

func sample() Page {
	h := func(level int, s string) Block { return Block{Kind: Heading, Level: level, Runs: []Run{{Text: s}}} }
	p := func(role, s string) Block { return Block{Kind: Paragraph, Role: role, Runs: []Run{{Text: s}}} }
	row := func(k, v string) []Cell {
		return []Cell{{Runs: []Run{{Text: k}}, Header: true}, {Runs: []Run{{Text: v}}}}
	}
	return Page{
		Title: "Independent Medical Review Final Determination CM26-0000001", Footer: "Case CM26-0000001",
		Blocks: []Block{
			p("letterhead", "Sierra Review Organization\n100 Example Street, Sacramento, CA 95814\nTelephone 916-555-0100"),
			p("", "November 24, 2026"),
			p("address", "Jordan Example\n1 Sample Road\nFresno, CA 93701"),
			h(1, "Independent Medical Review Final Determination"),
			{Kind: Table, Label: "About this case", Rows: [][]Cell{row("IMR case number", "CM26-0000001"), row("Date of injury", "02/03/2026"), row("Priority", "Standard")}},
			p("outcome", "PARTIALLY OVERTURNED. The utilization review decision stands for item 1 and does not stand for item 2."),
			{Kind: Table, Label: "Result for each item", Rows: [][]Cell{
				{{Runs: []Run{{Text: "Treatment"}}, Header: true}, {Runs: []Run{{Text: "Decision"}}, Header: true}},
				{{Runs: []Run{{Text: "MRI of the left knee"}}}, {Runs: []Run{{Text: "Upheld", Bold: true}}}},
				{{Runs: []Run{{Text: "Physical therapy, 6 sessions"}}}, {Runs: []Run{{Text: "Overturned", Bold: true}}}},
			}},
			h(2, "Clinical Case Summary"),
			p("", "The injured worker is a 40 year old female who twisted the left knee. Flexion is ≥ 120°, and pain is rated 4½ of 10."),
			h(2, "Your Right to Appeal"),
			{Kind: List, Label: "Grounds", Items: [][]Run{{{Text: "fraud"}}, {{Text: "a "}, {Text: "plainly", Italic: true}, {Text: " erroneous finding of fact"}}}},
			{Kind: PageBreak},
			h(1, "Proof of Service"),
			p("note", "Declared under penalty of perjury."),
		},
	}
}

func TestTheSampleLetterIsWrittenAsBefore(t *testing.T) {
	t.Parallel()
	golden(t, "sample.html", sample().HTML())
	docx, err := sample().DOCX()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	var parts bytes.Buffer
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts.WriteString("== " + f.Name + "\n" + strings.ReplaceAll(string(text), "><", ">\n<") + "\n")
	}
	golden(t, "sample.docx.txt", parts.Bytes())
}

func TestTheLayoutsAreWrittenAsBefore(t *testing.T) {
	t.Parallel()
	d := Canonical(sound())
	d.Items[0].OriginalRequest, d.Items[0].Authorized = "MRI of the spine", "MRI of the thoracic spine"
	golden(t, "served.txt", Compose(d).Text())
	golden(t, "served.html", Compose(d).HTML())
	d.Served.Verification = &Verification{Address: "https://imr.example.org/verify", Code: "7F3K-9QXM-2WTB"}
	d.Served.LetterDate = clock.MustDay("2016-10-27")
	d.Served.Correction = &Correction{Of: clock.MustDay("2016-10-13"), First: clock.MustDay("2016-10-13"), Changes: []Change{
		{"Page 3, clinical case summary", "Her low back hurts.", "Her lower back hurts."}, {"Page 4, reasons for item 2", "", "left"}}}
	golden(t, "corrected.txt", Compose(Canonical(d)).Text())
	d.Layout = LayoutMaximus2015
	golden(t, "published.txt", Compose(Canonical(d)).Text())
}

func TestNoFormTellsWhoWroteItOrWhen(t *testing.T) {
	t.Parallel()
	docx, err := sample().DOCX()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	core, err := docxPart(z, "docProps/core.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"creator", "lastModifiedBy", "created", "modified"} {
		if bytes.Contains(core, []byte(word)) {
			t.Errorf("the core properties hold %q: %s", word, core)
		}
	}
	if bytes.Contains(sample().HTML(), []byte("name=\"author\"")) {
		t.Error("the HTML names an author")
	}
}

func TestTheEmbeddedFormNeedsNothingThatAStrictPolicyForbids(t *testing.T) {
	t.Parallel()
	body := HTMLBody(sample().Blocks)
	for _, bad := range []string{"style=", "<style", "<script", " id=", " on"} {
		for _, tag := range bytes.SplitAfter(body, []byte(">")) {
			if i := bytes.LastIndexByte(tag, '<'); i >= 0 && bytes.Contains(tag[i:], []byte(bad)) {
				t.Errorf("%q found in %s", bad, tag[i:])
			}
		}
	}
}

func TestCharactersThatNoFormCanHoldAreShownAsReplaced(t *testing.T) {
	t.Parallel()
	p := Page{Blocks: []Block{{Kind: Paragraph, Runs: []Run{{Text: "a\x00b\x0bc\xffd\ufffee\r\nf"}}}}}
	want := []Block{{Kind: Paragraph, Runs: []Run{{Text: "a�b�c�d�e\nf"}}}}
	docx, err := p.DOCX()
	if err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func() ([]Block, error){
		"HTML": func() ([]Block, error) { return ReadHTML(p.HTML()) },
		"DOCX": func() ([]Block, error) { return ReadDOCX(docx) },
	} {
		got, err := read()
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", name, d)
		}
	}
}

func TestHostileFilesAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	bomb := func(name string, size int) []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte(" "), size)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	good, err := sample().DOCX()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		read func([]byte) ([]Block, error)
		data []byte
		want string
	}{
		"HTML beyond the limit":         {ReadHTML, make([]byte, maxHTML+1), "send the letter alone"},
		"HTML nested too deep":          {ReadHTML, []byte(strings.Repeat("<div>", 5000) + "x"), "read HTML letter"},
		"DOCX that unpacks to too much": {ReadDOCX, bomb("word/document.xml", maxDOCXPart+1), "unpacks to more than"},
		"DOCX without a document":       {ReadDOCX, bomb("other.xml", 1), "save it as a Word document"},
		"DOCX cut in the middle":        {ReadDOCX, good[:len(good)/2], "read DOCX letter"},
		"DOCX that is no zip":           {ReadDOCX, []byte("hello"), "read DOCX letter"},
	} {
		if _, err := c.read(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestForeignHTMLIsReadAsItsReaderSeesIt(t *testing.T) {
	t.Parallel()
	got, err := ReadHTML([]byte(`<title>no</title><script>no()</script><div>loose <b>text</b><div>inner</div></div><ol><li><p>one</p><p>two</p></ol><table><tr><td>a<td><p>b</p><p>c</p></table>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{
		{Kind: Paragraph, Runs: []Run{{Text: "loose "}, {Text: "text", Bold: true}}},
		{Kind: Paragraph, Runs: []Run{{Text: "inner"}}},
		{Kind: List, Items: [][]Run{{{Text: "one\ntwo"}}}},
		{Kind: Table, Rows: [][]Cell{{{Runs: []Run{{Text: "a"}}}, {Runs: []Run{{Text: "b\nc"}}}}}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestLibreOfficeOpensTheDOCX(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed here")
	}
	dir := t.TempDir()
	docx, err := sample().DOCX()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sample.docx"), docx, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(office, "-env:UserInstallation=file://"+dir, "--headless", "--convert-to", "txt:Text", "--outdir", dir, filepath.Join(dir, "sample.docx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("Your Right to Appeal")) {
		t.Errorf("the text lacks a heading:\n%s", text)
	}
}

func FuzzReadHTML(f *testing.F) {
	f.Add(sample().HTML())
	f.Add([]byte("<table><tr><td><table><tr><td>x"))
	f.Add([]byte("<p>a<p>b<ul><li>c<ul><li>d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		blocks, err := ReadHTML(data)
		if err != nil {
			return
		}
		if _, err := ReadHTML(HTMLBody(blocks)); err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
	})
}

func FuzzReadDOCX(f *testing.F) {
	f.Add(`<w:document><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>`)
	f.Add(`<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tbl></w:tbl>`)
	f.Fuzz(func(t *testing.T, document string) {
		r := docxReader{}
		if err := r.read([]byte(document)); err != nil {
			return
		}
		if _, err := (Page{Blocks: r.blocks}).DOCX(); err != nil {
			t.Fatal(err)
		}
	})
}
