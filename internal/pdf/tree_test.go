package pdf

import (
	"strings"
	"testing"
)

// tagged is a file with a heading, a paragraph over two pieces of content with bold in it, a form that holds content, and a link.
func tagged() objects {
	o := onePage("/H1 <</MCID 0>> BDC BT /F2 12 Tf 72 720 Td (Title) Tj ET EMC " +
		"/P <</MCID 1>> BDC BT /F1 12 Tf 72 700 Td (was ) Tj /F2 12 Tf (not) Tj /F1 12 Tf ( needed ) Tj ET EMC " +
		"/Artifact BMC BT /F1 8 Tf 72 40 Td (Page 1) Tj ET EMC " +
		"/P /Props BDC /Span <</ActualText (then)>> BDC BT /F1 12 Tf 72 680 Td (th3n) Tj ET EMC EMC /X Do")
	o[1] = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 10 0 R/MarkInfo<</Marked true>>>>"
	o[3] = strings.Replace(o[3], "/Resources<<", "/StructParents 0/Annots[17 0 R]/Resources<</Properties<</Props<</MCID 2>>>>/XObject<</X 9 0 R>>", 1)
	o[9] = stream("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/StructParents 1/Resources<</Font<</F1 5 0 R>>>>", "/P <</MCID 0>> BDC BT /F1 12 Tf 72 660 Td (in a form) Tj ET EMC")
	o[10] = "<</Type/StructTreeRoot/K 11 0 R/RoleMap<</Title/Head/Head/H1/Loop/Pool/Pool/Loop>>>>"
	o[11] = "<</Type/StructElem/S/Document/P 10 0 R/K[12 0 R 13 0 R 15 0 R 16 0 R]>>"
	o[12] = "<</S/Title/P 11 0 R/Pg 3 0 R/K 0>>"
	o[13] = "<</S/P/P 11 0 R/Pg 3 0 R/K[1<</Type/MCR/Pg 3 0 R/MCID 2>>]>>"
	o[15] = "<</S/P/P 11 0 R/K<</Type/MCR/Pg 3 0 R/Stm 9 0 R/MCID 0>>>>"
	o[16] = "<</S/Link/P 11 0 R/K[<</Type/OBJR/Obj 17 0 R>>]>>"
	o[17] = "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/Contents(There)>>"
	return o
}

func TestTheStructureTreeLeadsToTheText(t *testing.T) {
	d, err := Open(tagged().bytes())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := d.Structure()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	s, err := pages[0].Show()
	if err != nil {
		t.Fatal(err)
	}
	says := s.Contents()
	var got []string
	tree.Each(func(e *Element) {
		line := string(e.Role) + ":"
		for _, k := range e.Kids {
			for _, p := range says[k.Content] {
				line += p.Text
				if p.Bold {
					line += "*"
				}
			}
			if k.Object != (Ref{}) {
				line += d.Text(d.Dict(k.Object)["Contents"])
			}
		}
		got = append(got, line)
	})
	want := "Document:|H1:Title*|P:was not* needed then|P:in a form|Link:There"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if e := tree.Element(Content{Ref{3, 0}, 1}); e == nil || e.Ref != (Ref{13, 0}) {
		t.Errorf("content 1 is in %v", e)
	}
	if got := tree.Standard("Loop"); got != "Loop" {
		t.Errorf("a circle in the role map leads to %s", got)
	}
}

func TestTextStringsInAllTheirEncodings(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"plain", "plain"},
		{"\x80 \x92 \xE9", "• ™ é"},
		{"\xFE\xFF\x00H\x20\xAC\xD8\x35\xDC\x00", "H€\U0001D400"},
		{"\xFF\xFEH\x00", "H"},
		{"\xEF\xBB\xBF\xC3\xA9", "é"},
		{"\xFE\xFF\x00\x1B\x00e\x00n\x00\x1B\x00H", "H"},
		{"\xFE\xFF\x00", ""},
	} {
		if got := String(tt.in).Text(); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}
