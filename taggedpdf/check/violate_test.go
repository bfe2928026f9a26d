package check

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/openimr/openimr/internal/pdf"
)

type (
	dict  = pdf.Dict
	array = pdf.Array
	name  = pdf.Name
	str   = pdf.String
)

// A violation is a change to a good file by which it fails a condition.
type violation struct {
	point string
	how   string
	do    func(e *edit)
}

func TestAGoodFilePutTogetherAgainIsStillGood(t *testing.T) {
	r, err := File(takeApart(t, good(t)).together())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Failed {
		t.Error(f)
	}
}

func TestEveryViolationIsFound(t *testing.T) {
	data := good(t)
	for _, list := range [][]violation{treeViolations, pageViolations, fontViolations, archivalViolations} {
		for _, v := range list {
			t.Run(v.point+" "+v.how, func(t *testing.T) {
				e := takeApart(t, data)
				v.do(e)
				r, err := File(e.together())
				if err != nil {
					t.Fatal(err)
				}
				if !r.Has(v.point) {
					t.Errorf("not found; found are %v", r.Failed)
				}
			})
		}
	}
}

// What no change to a good file can show here, and why.
var unshown = map[string]string{
	"26-001": "shown by TestEncryptedFiles", "26-002": "shown by TestEncryptedFiles",
}

func TestEveryConditionForSoftwareHasAViolation(t *testing.T) {
	shown := map[string]bool{}
	for _, list := range [][]violation{treeViolations, pageViolations, fontViolations, archivalViolations} {
		for _, v := range list {
			shown[v.point] = true
			if _, ok := Lookup(v.point); !ok {
				t.Errorf("%s is no condition", v.point)
			}
		}
	}
	for _, c := range Conditions() {
		if c.How == Machine && !shown[c.ID] && unshown[c.ID] == "" {
			t.Errorf("%s (%s) has no violation", c.ID, c.Words)
		}
	}
}

func TestEncryptedFiles(t *testing.T) {
	for _, tt := range []struct{ file, old, with, point string }{
		{filepath.Join("testdata", "no-accessibility.pdf"), "", "", "26-002"},
		{filepath.Join("..", "..", "internal", "pdf", "testdata", "aes-256-r6.pdf"), "/P -", "/Q -", "26-001"},
		{filepath.Join("..", "..", "internal", "pdf", "testdata", "aes-256-r6.pdf"), "", "", "A 6.1.3"},
	} {
		data, err := os.ReadFile(tt.file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := File(bytes.Replace(data, []byte(tt.old), []byte(tt.with), 1))
		if err != nil {
			t.Fatal(err)
		}
		if !r.Has(tt.point) {
			t.Errorf("%s in %s is not found: %v", tt.point, tt.file, r.Failed)
		}
	}
}

func remove(d dict, key name) { delete(d, key) }

var treeViolations = []violation{
	{"02-001", "a type that leads nowhere", func(e *edit) { _, p := e.element("P"); p["S"] = name("Foo") }},
	{"02-001", "a type that leads to another that leads nowhere", func(e *edit) {
		e.dict(e.dict(e.catalog()["StructTreeRoot"])["RoleMap"])["Foo"] = name("Bar")
		_, p := e.element("P")
		p["S"] = name("Foo")
	}},
	{"02-003", "two types that lead to each other", func(e *edit) {
		m := e.dict(e.dict(e.catalog()["StructTreeRoot"])["RoleMap"])
		m["Foo"], m["Bar"] = name("Bar"), name("Foo")
	}},
	{"02-004", "P is mapped to H1", func(e *edit) { e.dict(e.dict(e.catalog()["StructTreeRoot"])["RoleMap"])["P"] = name("H1") }},
	{"09-004", "a paragraph among the cells", func(e *edit) { _, c := e.element("TD"); c["S"] = name("P") }},
	{"09-004", "a row outside of a table", func(e *edit) { e.insert("TR", nil) }},
	{"09-004", "a cell that spans one column too many", func(e *edit) {
		_, c := e.element("TD")
		c["A"] = dict{"O": name("Table"), "ColSpan": 2}
	}},
	{"09-004", "a row with a cell too few", func(e *edit) {
		_, r := e.element("TR")
		r["K"] = r["K"].(array)[1:]
	}},
	{"09-004", "two heads", func(e *edit) { t, _ := e.element("Table"); e.insertIn(t, "THead", nil) }},
	{"09-004", "a cell that spans no rows", func(e *edit) { _, c := e.element("TD"); c["A"] = dict{"O": name("Table"), "RowSpan": 0} }},
	{"09-005", "a paragraph where the body should be", func(e *edit) { _, c := e.element("LBody"); c["S"] = name("P") }},
	{"09-005", "an item outside of a list", func(e *edit) { e.insert("LI", nil) }},
	{"09-005", "a paragraph among the items", func(e *edit) { l, _ := e.element("L"); e.insertIn(l, "P", nil) }},
	{"09-006", "a paragraph among the entries", func(e *edit) { l, _ := e.insert("TOC", nil); e.insertIn(l, "P", nil) }},
	{"09-006", "an entry outside", func(e *edit) { e.insert("TOCI", nil) }},
	{"09-007", "a ruby base alone", func(e *edit) { e.insert("RB", nil) }},
	{"09-007", "a paragraph in a ruby", func(e *edit) { r, _ := e.insert("Ruby", nil); e.insertIn(r, "P", nil) }},
	{"09-008", "a warichu text alone", func(e *edit) { e.insert("WT", nil) }},
	{"11-001", "no language", func(e *edit) { remove(e.catalog(), "Lang") }},
	{"11-002", "no language for a replacement text", func(e *edit) { remove(e.catalog(), "Lang") }},
	{"11-003", "no language for the bookmarks", func(e *edit) { remove(e.catalog(), "Lang") }},
	{"11-004", "no language for what a link says", func(e *edit) { remove(e.catalog(), "Lang") }},
	{"11-005", "no language for what a field says", func(e *edit) {
		remove(e.catalog(), "Lang")
		e.annotate("Form", dict{"Subtype": name("Widget"), "TU": str("Name")})
	}},
	{"11-006", "no language for the title", func(e *edit) { remove(e.catalog(), "Lang") }},
	{"13-004", "a figure without words", func(e *edit) { e.insert("Figure", nil) }},
	{"13-004", "a figure with blank words", func(e *edit) { e.insert("Figure", dict{"Alt": str(" ")}) }},
	{"14-002", "the first heading of level 2", func(e *edit) { _, h := e.element("H1"); h["S"] = name("H2") }},
	{"14-003", "level 3 after level 1", func(e *edit) { _, h := e.element("H2"); h["S"] = name("H3") }},
	{"14-006", "two H", func(e *edit) { e.insert("H", nil); e.insert("H", nil) }},
	{"14-007", "H beside H1", func(e *edit) { e.insert("H", nil) }},
	{"15-003", "a head cell without Scope", func(e *edit) { _, h := e.element("TH"); remove(h, "A") }},
	{"15-003", "a head cell with a Scope that is none", func(e *edit) { _, h := e.element("TH"); h["A"] = dict{"O": name("Table"), "Scope": name("All")} }},
	{"16-001", "a numbered list that does not say so", func(e *edit) {
		l, _ := e.element("L")
		for n, o := range e.objects {
			if d, ok := o.(dict); ok && d["S"] == name("L") && n != l.Num {
				remove(d, "A")
			}
		}
		_, first := e.element("L")
		remove(first, "A")
	}},
	{"16-002", "a numbered list with bullets, so it says", func(e *edit) {
		for _, o := range e.objects {
			if d, ok := o.(dict); ok && d["S"] == name("L") {
				d["A"] = dict{"O": name("List"), "ListNumbering": name("Disc")}
			}
		}
	}},
	{"17-002", "a formula without words", func(e *edit) { e.insert("Formula", nil) }},
	{"17-003", "a formula of characters that say nothing", func(e *edit) {
		_, p := e.element("P")
		p["S"], p["Alt"] = name("Formula"), str("a formula")
		for _, o := range e.objects {
			if d, ok := o.(dict); ok && d["Subtype"] == name("Type0") {
				d["ToUnicode"] = e.add(&pdf.Stream{Dict: dict{}, Raw: []byte("1 begincodespacerange <0000> <FFFF> endcodespacerange")})
			}
		}
	}},
	{"19-003", "a note without ID", func(e *edit) { e.insert("Note", nil) }},
	{"19-004", "two notes with one ID", func(e *edit) {
		e.insert("Note", dict{"ID": str("n1")})
		e.insert("Note", dict{"ID": str("n1")})
	}},
	{"A 6.7.3", "an element that names another parent", func(e *edit) { _, p := e.element("P"); p["P"], _ = e.element("H1") }},
	{"A 6.7.3", "no parent tree", func(e *edit) { remove(e.dict(e.catalog()["StructTreeRoot"]), "ParentTree") }},
	{"A 6.7.3", "a parent tree that leads elsewhere", func(e *edit) {
		nums := e.dict(e.dict(e.catalog()["StructTreeRoot"])["ParentTree"])["Nums"].(array)
		h, _ := e.element("H2")
		e.get(nums[1]).(array)[0] = h
	}},
	{"A 6.7.3", "content in two elements", func(e *edit) {
		_, h := e.element("H1")
		_, p := e.element("H2")
		p["K"] = append(p["K"].(array), h["K"].(array)[0])
		p["Pg"] = h["Pg"]
	}},
	{"A 6.7.3", "an element with content that is not there", func(e *edit) { _, h := e.element("H1"); h["K"] = append(h["K"].(array), 900) }},
	{"A 6.7.3", "a page that does not lead to the parent tree", func(e *edit) { _, p := e.page(); remove(p, "StructParents") }},
	{"A 6.7.3", "a link that does not lead back", func(e *edit) {
		_, p := e.page()
		remove(e.dict(e.get(p["Annots"]).(array)[0]), "StructParent")
	}},
	{"A 6.7.4", "a language that is none", func(e *edit) { e.catalog()["Lang"] = str("plain English") }},
	{"A 6.7.4", "an element in a language that is none", func(e *edit) { _, p := e.element("P"); p["Lang"] = str("e") }},
}

var pageViolations = []violation{
	{"01-003", "an artifact in a heading", func(e *edit) { e.replace(e.content(), "BDC", "BDC /Artifact BMC EMC") }},
	{"01-004", "a heading in an artifact", func(e *edit) {
		c := e.content()
		c.Raw = append(append([]byte("/Artifact BMC\n"), c.Raw...), "\nEMC"...)
	}},
	{"01-005", "a box that is nothing", func(e *edit) { e.append("0 0 10 10 re f") }},
	{"01-005", "text that is nothing", func(e *edit) { e.append("BT " + firstFont(e) + " 12 Tf <0001> Tj ET") }},
	{"01-005", "a tag that leads to no element", func(e *edit) { e.append("/P <</MCID 999>> BDC 0 0 10 10 re f EMC") }},
	{"01-007", "suspect tags", func(e *edit) { e.dict(e.catalog()["MarkInfo"])["Suspects"] = true }},
	{"06-001", "no metadata", func(e *edit) { remove(e.catalog(), "Metadata") }},
	{"06-002", "no word of PDF/UA", func(e *edit) { e.replace(e.metadata(), "<pdfuaid:part>1</pdfuaid:part>", "") }},
	{"06-003", "no title", func(e *edit) { e.replace(e.metadata(), "Everything — at once", "") }},
	{"07-001", "no word of the title bar", func(e *edit) { remove(e.catalog(), "ViewerPreferences") }},
	{"07-002", "the file name in the title bar", func(e *edit) { e.dict(e.catalog()["ViewerPreferences"])["DisplayDocTitle"] = false }},
	{"20-001", "layers without a name", func(e *edit) {
		e.catalog()["OCProperties"] = dict{"D": dict{"Name": str("x")}, "Configs": array{dict{}}}
	}},
	{"20-002", "default layers without a name", func(e *edit) { e.catalog()["OCProperties"] = dict{"D": dict{}} }},
	{"20-003", "layers that switch themselves", func(e *edit) { e.catalog()["OCProperties"] = dict{"D": dict{"Name": str("x"), "AS": array{}}} }},
	{"21-001", "an embedded file with one name", func(e *edit) { e.add(dict{"Type": name("Filespec"), "F": str("a"), "EF": dict{}}) }},
	{"25-001", "a form that must be run", func(e *edit) {
		e.catalog()["AcroForm"] = dict{"XFA": e.add(&pdf.Stream{Dict: dict{}, Raw: []byte("<dynamicRender>required</dynamicRender>")})}
	}},
	{"28-002", "a note in a paragraph", func(e *edit) { e.annotate("P", dict{"Subtype": name("Text"), "Contents": str("x")}) }},
	{"28-004", "a note without words", func(e *edit) { e.annotate("Annot", dict{"Subtype": name("Text")}) }},
	{"28-005", "a field without words", func(e *edit) { e.annotate("Form", dict{"Subtype": name("Widget")}) }},
	{"28-006", "a kind that nobody knows", func(e *edit) { e.annotate("P", dict{"Subtype": name("Hologram")}) }},
	{"28-007", "a trap network", func(e *edit) { e.annotate("", dict{"Subtype": name("TrapNet")}) }},
	{"28-008", "no order of the links", func(e *edit) { _, p := e.page(); remove(p, "Tabs") }},
	{"28-009", "links row by row", func(e *edit) { _, p := e.page(); p["Tabs"] = name("R") }},
	{"28-010", "a field in a paragraph", func(e *edit) { e.annotate("P", dict{"Subtype": name("Widget"), "TU": str("x")}) }},
	{"28-011", "a link in a span", func(e *edit) { _, l := e.element("Link"); l["S"] = name("Span") }},
	{"28-012", "a link that does not tell where", func(e *edit) { _, p := e.page(); remove(e.dict(e.get(p["Annots"]).(array)[0]), "Contents") }},
	{"28-014", "a clip of no kind", func(e *edit) { e.add(dict{"Type": name("MediaClip"), "S": name("MCD"), "Alt": array{}}) }},
	{"28-015", "a clip without words", func(e *edit) { e.add(dict{"Type": name("MediaClip"), "S": name("MCD"), "CT": str("audio/mp3")}) }},
	{"28-016", "an attached file with one name", func(e *edit) {
		e.annotate("Annot", dict{"Subtype": name("FileAttachment"), "Contents": str("x"), "FS": dict{"F": str("a")}})
	}},
	{"28-017", "a printer's mark in the structure", func(e *edit) { e.annotate("Annot", dict{"Subtype": name("PrinterMark")}) }},
	{"28-018", "a printer's mark that is no artifact", func(e *edit) {
		e.annotate("", dict{"Subtype": name("PrinterMark"), "AP": dict{"N": e.add(&pdf.Stream{Dict: dict{}, Raw: []byte("q 0 0 9 9 re f Q")})}})
	}},
	{"30-001", "a part of another file", func(e *edit) {
		e.paint(&pdf.Stream{Dict: dict{"Subtype": name("Form"), "BBox": array{0, 0, 9, 9}, "Ref": dict{}}}, 1)
	}},
	{"30-002", "a form with tags, painted twice", func(e *edit) {
		e.paint(&pdf.Stream{Dict: dict{"Subtype": name("Form"), "BBox": array{0, 0, 9, 9}}, Raw: []byte("/Span <</MCID 0>> BDC EMC")}, 2)
	}},
}

// firstFont is the name of a font of the first page, with its slash.
func firstFont(e *edit) string {
	_, p := e.page()
	return "/" + string(e.dict(e.dict(p["Resources"])["Font"]).Keys()[0])
}
