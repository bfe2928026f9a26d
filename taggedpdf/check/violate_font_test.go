package check

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/pdf"
)

// wholeFont is a font with its character maps; what the writer embeds has none.
func wholeFont(e *edit) []byte {
	b, err := os.ReadFile(filepath.Join("..", "serif", "SourceSerif4-Regular.ttf"))
	if err != nil {
		e.t.Fatal(err)
	}
	return b
}

// toGlyphs maps all CIDs of the first font to one glyph.
func toGlyphs(glyph string) func(e *edit) {
	return func(e *edit) {
		e.cidFont()["CIDToGIDMap"] = e.add(&pdf.Stream{Dict: dict{}, Raw: []byte(strings.Repeat(glyph, 65536))})
	}
}

// encodingStream gives the first font a CMap of its own.
func encodingStream(info, more dict, text string) func(e *edit) {
	return func(e *edit) {
		d := dict{"Type": name("CMap"), "CMapName": name("X"), "CIDSystemInfo": info}
		for k, v := range more {
			d[k] = v
		}
		e.cidFont()["CIDSystemInfo"] = dict{"Registry": str("Adobe"), "Ordering": str("Identity"), "Supplement": 0}
		e.font()["Encoding"] = e.add(&pdf.Stream{Dict: d, Raw: []byte(text + " 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 begincidrange <0000> <FFFF> 0 endcidrange")})
	}
}

func toUnicode(text string) func(e *edit) {
	return func(e *edit) {
		s := e.get(e.font()["ToUnicode"]).(*pdf.Stream)
		s.Raw = append(s.Raw, (" 1 beginbfchar <FFF0> <" + text + "> endbfchar")...)
	}
}

const (
	text    = 1 << 5
	symbols = 1 << 2
)

var winAnsi = dict{"Encoding": name("WinAnsiEncoding")}

func differences(base, glyph name) dict {
	enc := dict{"Type": name("Encoding"), "Differences": array{65, glyph}}
	if base != "" {
		enc["BaseEncoding"] = base
	}
	return dict{"Encoding": enc}
}

var identityInfo = dict{"Registry": str("Adobe"), "Ordering": str("Identity"), "Supplement": 0}

var fontViolations = []violation{
	{"10-001", "a table that says nothing", func(e *edit) {
		e.font()["ToUnicode"] = e.add(&pdf.Stream{Dict: dict{}, Raw: []byte("1 begincodespacerange <0000> <FFFF> endcodespacerange")})
	}},
	{"31-001", "two registries", encodingStream(dict{"Registry": str("Acme"), "Ordering": str("Identity"), "Supplement": 0}, nil, "")},
	{"31-002", "two orderings", encodingStream(dict{"Registry": str("Adobe"), "Ordering": str("Japan1"), "Supplement": 0}, nil, "")},
	{"31-003", "a later supplement", encodingStream(dict{"Registry": str("Adobe"), "Ordering": str("Identity"), "Supplement": 3}, nil, "")},
	{"31-004", "a map that is a name", func(e *edit) { e.cidFont()["CIDToGIDMap"] = name("Somehow") }},
	{"31-004", "a map that is a number", func(e *edit) { e.cidFont()["CIDToGIDMap"] = 7 }},
	{"31-005", "no map", func(e *edit) { remove(e.cidFont(), "CIDToGIDMap") }},
	{"31-006", "an encoding that nobody knows", func(e *edit) { e.font()["Encoding"] = name("Rot13-H") }},
	{"31-007", "two directions", encodingStream(identityInfo, dict{"WMode": 1}, "/WMode 0 def")},
	{"31-008", "an encoding on one that nobody knows", encodingStream(identityInfo, dict{"UseCMap": name("Rot13-H")}, "")},
	{"31-009", "no font program", func(e *edit) { remove(e.descriptor(), "FontFile2") }},
	{"31-011", "glyphs beyond the last", toGlyphs("\xFF\xF0")},
	{"31-011", "half a font program", func(e *edit) {
		s := e.get(e.descriptor()["FontFile2"]).(*pdf.Stream)
		s.Raw = s.Raw[:len(s.Raw)/2]
		s.Dict["Length1"] = len(s.Raw)
	}},
	{"31-011", "a Type 1 font without a glyph that is shown", type1("/A/B", dict{"Encoding": dict{"Differences": array{0, name("A"), name("Zed"), name("Zed"), name("Zed")}}})},
	{"31-012", "a CharSet of too little", type1("/A", winAnsi)},
	{"31-013", "a CharSet of too much", type1("/A/B/C", winAnsi)},
	{"31-014", "a CIDSet of nothing", func(e *edit) { e.descriptor()["CIDSet"] = e.add(&pdf.Stream{Dict: dict{}, Raw: []byte{0}}) }},
	{"31-015", "a CIDSet of too much", func(e *edit) {
		e.descriptor()["CIDSet"] = e.add(&pdf.Stream{Dict: dict{}, Raw: bytes.Repeat([]byte{255}, 8192)})
	}},
	{"31-016", "widths that are none", func(e *edit) {
		remove(e.cidFont(), "W")
		e.cidFont()["DW"] = 5
	}},
	{"31-017", "no character map", func(e *edit) { e.simple(text, nil, winAnsi) }},
	{"31-018", "a character that the map lacks", func(e *edit) { e.simple(text, withMaps(e, [2]byte{3, 1}), winAnsi) }},
	{"31-019", "no encoding", func(e *edit) { e.simple(text, wholeFont(e), nil) }},
	{"31-020", "changes to no encoding", func(e *edit) { e.simple(text, wholeFont(e), differences("", "A")) }},
	{"31-021", "an encoding of experts", func(e *edit) { e.simple(text, wholeFont(e), dict{"Encoding": name("MacExpertEncoding")}) }},
	{"31-022", "a glyph name of somebody's own", func(e *edit) { e.simple(text, wholeFont(e), differences("WinAnsiEncoding", "mygreatglyph")) }},
	{"31-023", "changes without a Unicode map", func(e *edit) { e.simple(text, nil, differences("WinAnsiEncoding", "A")) }},
	{"31-024", "symbols with an encoding", func(e *edit) { e.simple(symbols, wholeFont(e), winAnsi) }},
	{"31-025", "symbols without a map", func(e *edit) { e.simple(symbols, nil, nil) }},
	{"31-026", "symbols with the wrong maps", func(e *edit) { e.simple(symbols, withMaps(e, [2]byte{0, 3}, [2]byte{3, 1}), nil) }},
	{"31-027", "no table", func(e *edit) { remove(e.font(), "ToUnicode") }},
	{"31-028", "U+0000", toUnicode("0000")},
	{"31-029", "U+FEFF", toUnicode("FEFF")},
	{"31-029", "U+FFFE", toUnicode("FFFE")},
	{"31-030", "the box for missing characters", toGlyphs("\x00\x00")},
	{"A 6.1.8", "a name in no encoding", func(e *edit) { e.font()["BaseFont"] = name("ABCDEF+F\xFF\xFE") }},
	{"A 6.2.11", "a font program of another length", func(e *edit) { e.get(e.descriptor()["FontFile2"]).(*pdf.Stream).Dict["Length1"] = 5 }},
	{"A 6.2.11.7", "a character for private use", func(e *edit) {
		s := e.get(e.font()["ToUnicode"]).(*pdf.Stream)
		s.Raw = []byte("1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <E000> endbfrange")
	}},
}

// type1 makes the first font a Type 1 font that has the glyphs A and B.
func type1(set str, more dict) func(e *edit) {
	return func(e *edit) {
		clear := "xxxx/Private 1 dict dup begin /CharStrings 3 dict dup begin /.notdef 1 RD x ND /A 1 RD x ND /B 1 -| x |- end"
		program := []byte("%!PS-AdobeFont-1.0: X\ncurrentfile eexec\n")
		key := uint16(55665)
		for _, p := range []byte(clear) {
			c := p ^ byte(key>>8)
			key = (uint16(c)+key)*52845 + 22719
			program = append(program, c)
		}
		e.simple(text, nil, more)
		d := e.dict(e.font()["FontDescriptor"])
		remove(d, "FontFile2")
		e.font()["Subtype"], d["CharSet"] = name("Type1"), set
		d["FontFile"] = e.add(&pdf.Stream{Dict: dict{"Length1": 40, "Length2": len(clear), "Length3": 0}, Raw: program})
	}
}

// withMaps is the whole font with other character maps, by platform and encoding, each of which knows "A" alone.
func withMaps(e *edit, maps ...[2]byte) []byte {
	b := wholeFont(e)
	m := []byte{0, 0, 0, byte(len(maps))}
	for _, k := range maps {
		m = append(m, 0, k[0], 0, k[1], 0, 0, 0, byte(4+8*len(maps)))
	}
	m = append(m, 0, 6, 0, 12, 0, 0, 0, 65, 0, 1, 0, 36) // format 6: from 65, one code, glyph 36
	for i := range int(u16(b, 4)) {
		if e := b[12+16*i:]; string(e[:4]) == "cmap" {
			binary.BigEndian.PutUint32(e[8:], uint32(len(b)))
			binary.BigEndian.PutUint32(e[12:], uint32(len(m)))
		}
	}
	return append(b, m...)
}

func TestABrokenFontIsAnErrorAndNoPanic(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "serif", "DejaVuSans-Fallback.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(b); n += 997 {
		if _, err := readTrueType(b[:n]); err == nil {
			t.Errorf("%d of %d bytes were read", n, len(b))
		}
	}
}

func FuzzFile(f *testing.F) {
	f.Add(good(f))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = File(data) })
}

func TestACharSetThatListsWhatIsThereIsSound(t *testing.T) {
	e := takeApart(t, good(t))
	type1("/A/B", winAnsi)(e)
	r, err := File(e.together())
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range []string{"31-009", "31-011", "31-012", "31-013"} {
		if r.Has(point) {
			t.Errorf("%s: %v", point, r.Failed)
		}
	}
	if len(r.Unchecked) == 0 {
		t.Error("nothing says that widths were not compared")
	}
}
