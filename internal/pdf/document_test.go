package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const hello = "BT /F1 12 Tf 72 720 Td (Hello, reviewer) Tj ET"

func TestEveryWayOfKeepingObjectsIsRead(t *testing.T) {
	sound := onePage(hello)
	plain := sound.bytes()
	update := func(more string) []byte { // an incremental update behind the sound file
		start := bytes.LastIndex(plain, []byte("xref\n0 1"))
		at := len(plain)
		return fmt.Appendf(bytes.Clone(plain), "4 0 obj\n%s\nendobj\nxref\n4 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Size 9/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
			stream("", more), at, start, at+len(fmt.Sprintf("4 0 obj\n%s\nendobj\n", stream("", more))))
	}
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"a table", plain, "Hello, reviewer"},
		{"object and cross-reference streams", sound.packed(), "Hello, reviewer"},
		{"an update: the newer object holds", update("BT /F1 12 Tf 72 720 Td (Changed) Tj ET"), "Changed"},
		{"bytes before the header", append([]byte("From a mail program\r\n"), plain...), "Hello, reviewer"},
		{"a wrong startxref", bytes.Replace(plain, []byte("startxref\n"), []byte("startxref\n9"), 1), "Hello, reviewer"},
		{"offsets that are off by one", bytes.Replace(plain, []byte("1 0 obj"), []byte(" 1 0 obj"), 1), "Hello, reviewer"},
		{"no table at all", append(plain[:bytes.LastIndex(plain, []byte("xref\n0 1"))], "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"...), "Hello, reviewer"},
		{"no table, and objects in a stream", rot(sound.packed()), "Hello, reviewer"},
		{"a stream whose Length lies", sound.with(4, strings.Replace(sound[4], "/Length 4", "/Length 9", 1)).bytes(), "Hello, reviewer"},
		{"a stream whose Length is elsewhere", sound.with(4, strings.Replace(sound[4], "/Length 46", "/Length 7 0 R", 1)).with(7, "46").bytes(), "Hello, reviewer"},
		{"a stream whose Length is itself", sound.with(4, strings.Replace(sound[4], "/Length 46", "/Length 4 0 R", 1)).bytes(), "Hello, reviewer"},
		{"a Count that lies", sound.with(2, "<</Type/Pages/Kids[3 0 R]/Count 100000000>>").bytes(), "Hello, reviewer"},
		{"zeros behind the end", append(bytes.Clone(plain), make([]byte, 5000)...), "Hello, reviewer"},
		{"content in parts", sound.with(3, strings.Replace(sound[3], "4 0 R", "[4 0 R 7 0 R]", 1)).with(7, stream("", "BT /F1 12 Tf 72 700 Td (more) Tj ET")).bytes(), "Hello, reviewer\nmore"},
		{"a chain that runs in a circle", sound.file(fmt.Sprintf("/Prev %d", bytes.LastIndex(plain, []byte("xref\n0 1")))), "Hello, reviewer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mustText(t, tt.data); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// rot makes the startxref of a file useless.
func rot(data []byte) []byte {
	i := bytes.LastIndex(data, []byte("startxref\n"))
	return append(bytes.Clone(data[:i]), "startxref\n1\n%%EOF\n"...)
}

func TestAHybridFileIsReadWithItsHiddenObjects(t *testing.T) {
	o := onePage(hello)
	plain := o.bytes()
	table := bytes.LastIndex(plain, []byte("xref\n0 1"))
	at4 := bytes.Index(plain, []byte("4 0 obj"))
	b := bytes.Clone(plain[:table])
	xs := len(b)
	row := string([]byte{1, byte(at4 >> 8), byte(at4), 0})
	b = fmt.Appendf(b, "60 0 obj\n%s\nendobj\n", stream("/Type/XRef/Root 1 0 R/Size 5/W[1 2 1]/Index[4 1]", row))
	rest := bytes.Replace(plain[table:], fmt.Appendf(nil, "4 1\n%010d 00000 n", at4), []byte("4 1\n0000000000 00000 f"), 1)
	rest = bytes.Replace(rest, []byte("<</Root 1 0 R"), fmt.Appendf(nil, "<</XRefStm %d/Root 1 0 R", xs), 1)
	start := len(b)
	b = append(b, rest[:bytes.Index(rest, []byte("startxref"))]...)
	b = fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", start)
	if got := mustText(t, b); got != "Hello, reviewer" {
		t.Errorf("got %q", got)
	}
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	sound := onePage(hello)
	plain := sound.bytes()
	bomb := strings.Repeat("\x00", 3<<20)
	nested := strings.Repeat("[", 100_000)
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, ErrNotPDF},
		{"a web page", []byte("<html><body>Not found</body></html>"), ErrNotPDF},
		{"a header alone", []byte("%PDF-1.7\n"), ErrIncomplete},
		{"half a file", plain[:len(plain)/2], ErrIncomplete},
		{"a file without its last hundred bytes", plain[:len(plain)-100], ErrIncomplete},
		{"no objects", []byte("%PDF-1.7\nstartxref\n0\n%%EOF"), ErrDamaged},
		{"no catalog", objects{2: sound[2], 3: sound[3]}.bytes(), ErrDamaged},
		{"a page tree that runs in a circle", sound.with(2, "<</Type/Pages/Kids[2 0 R]/Count 1>>").bytes(), ErrDamaged},
		{"a page tree without pages", sound.with(2, "<</Type/Pages/Kids[]/Count 0>>").bytes(), ErrDamaged},
		{"a page that is missing", sound.with(2, "<</Type/Pages/Kids[3 0 R 33 0 R]/Count 2>>").bytes(), ErrDamaged},
		{"a content stream that is missing", sound.with(3, strings.Replace(sound[3], "4 0 R", "44 0 R", 1)).bytes(), ErrDamaged},
		{"a content stream that is cut", sound.with(4, stream("/Filter/FlateDecode", deflate(hello)[:20])).bytes(), ErrDamaged},
		{"a content stream in a filter that nobody knows", sound.with(4, stream("/Filter/Brotli", hello)).bytes(), ErrDamaged},
		{"a stream that unpacks to much", sound.with(4, stream("/Filter/FlateDecode", deflate(bomb))).bytes(), ErrLimit},
		{"a bomb inside a bomb", sound.with(4, stream("/Filter[/FlateDecode/FlateDecode]", deflate(deflate(bomb)))).bytes(), ErrLimit},
		{"a catalog nested too deep", sound.with(1, nested).bytes(), ErrDamaged},
		{"a security handler of somebody's own", sound.file("/Encrypt<</Filter/Acme/V 1>>"), ErrUnsupported},
		{"an encryption without keys", sound.file("/Encrypt<</Filter/Standard/V 1/R 2>>"), ErrDamaged},
		{"forms that paint each other without end", exponential(), ErrLimit},
		{"too many pages", manyPages(300), ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			s, _, err := textLimited(tt.data, Limits{Stream: 1 << 20, Total: 8 << 20, Pages: 100, Steps: 100_000})
			if !errors.Is(err, tt.want) {
				t.Errorf("got %q, %v; want %v", s, err, tt.want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

// exponential is a file of sixteen forms, each of which paints the next ten times.
func exponential() []byte {
	o := onePage("/X0 Do")
	o[3] = strings.Replace(o[3], "/Resources<<", "/Resources<</XObject<</X0 10 0 R>>", 1)
	for i := range 15 {
		o[10+i] = stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 1%d 0 R>>>>", i+1), strings.Repeat("/X Do ", 10))
	}
	for i := range 15 {
		o[10+i] = strings.Replace(o[10+i], fmt.Sprintf("/X 1%d 0 R", i+1), fmt.Sprintf("/X %d 0 R", 10+i+1), 1)
	}
	o[25] = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "q Q")
	return o.bytes()
}

func manyPages(n int) []byte {
	o := onePage(hello)
	o[2] = "<</Type/Pages/Kids[" + strings.Repeat("<</Type/Page>>", n) + "]/Count 1>>"
	return o.bytes()
}

func TestHostileFilesEndSoon(t *testing.T) {
	sound := onePage(hello)
	many := func(n int, f func(i int) string) []byte {
		var b strings.Builder
		b.WriteString("%PDF-1.7\n")
		for i := range n {
			b.WriteString(f(i))
		}
		b.WriteString("trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF")
		return []byte(b.String())
	}
	tests := map[string][]byte{
		"strings without end in each object":   many(20_000, func(i int) string { return fmt.Sprintf("%d 0 obj (\n", i) }),
		"streams without end in each object":   many(20_000, func(i int) string { return fmt.Sprintf("%d 0 obj <<>> stream\n", i) }),
		"lists without end in each object":     many(20_000, func(i int) string { return fmt.Sprintf("%d 0 obj [\n", i) }),
		"lying lengths that need each other":   many(5000, func(i int) string { return fmt.Sprintf("%d 0 obj <</Length %d 0 R>> stream\nx\n", i, i+1) }),
		"references to references":             sound.with(2, "3 0 R").with(3, "2 0 R").bytes(),
		"a subsection of a billion":            bytes.Replace(sound.bytes(), []byte("xref\n0 1\n"), []byte("xref\n0 1000000000\n"), 1),
		"a cross-reference stream of no width": bytes.Replace(sound.packed(), []byte("/W[1 3 1]"), []byte("/W[0 0 0]"), 1),
		"rows as wide as the world":            sound.with(4, stream("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 16777216/Colors 64/BitsPerComponent 16>>", deflate(hello))).bytes(),
		"widths without end":                   sound.with(5, "<</Type/Font/Subtype/Type0/DescendantFonts[<</W["+strings.Repeat("0 65535 500 ", 5000)+"]>>]>>").bytes(),
		"a page of brackets":                   sound.with(4, stream("", strings.Repeat("[<<", 200_000))).bytes(),
		"a state saved without end":            sound.with(4, stream("", strings.Repeat("q ", 100_000))).bytes(),
		"a picture without end":                sound.with(4, stream("", "BI ID "+strings.Repeat("EI", 200_000))).bytes(),
		"an enormous page":                     sound.with(3, strings.Replace(sound[3], "612 792", "2e9 2000000000", 1)).bytes(),
		"an object stream inside itself":       bytes.Replace(sound.packed(), []byte("/N 5"), []byte("/N 50 0 R"), 1),
		"a structure tree in a circle":         sound.with(1, "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R>>").with(7, "<</K 8 0 R>>").with(8, "<</S/P/K[8 0 R]>>").bytes(),
		"parents far above":                    sound.with(3, "<</Type/Page/Parent 3 0 R>>").bytes(),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			exercise(data)
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

// exercise does everything with a file that can be done with one, under narrow limits.
func exercise(data []byte) {
	d, err := OpenLimited(data, Limits{Objects: 50_000, Stream: 4 << 20, Total: 32 << 20, Pages: 100, Glyphs: 200_000, Steps: 200_000})
	if err != nil {
		return
	}
	pages, _ := d.Pages()
	for _, p := range pages {
		if s, err := p.Show(); err == nil {
			for _, l := range s.Lines() {
				_, _, _ = l.Spaced(), l.Bold(), l.Y()
			}
			s.Contents()
		}
	}
	if t, err := d.Structure(); err == nil && t != nil {
		t.Each(func(*Element) {})
	}
	for _, r := range d.Refs() {
		if s, ok := d.Object(r).(*Stream); ok {
			if data, err := d.Data(s); err == nil {
				Operators(data, func(Operator) bool { return true })
			}
		}
	}
	d.Problems()
}

func TestAWrongChecksumIsToldAndTheTextIsRead(t *testing.T) {
	packed := deflate(hello)
	data := onePage("").with(4, stream("/Filter/FlateDecode", packed[:len(packed)-4]+"wron")).bytes()
	s, d, err := text(data)
	if err != nil || s != "Hello, reviewer" {
		t.Fatalf("got %q, %v", s, err)
	}
	if p := d.Problems(); len(p) != 1 || !strings.Contains(p[0].Text, "checksum") {
		t.Errorf("problems: %v", p)
	}
}

// The files in testdata are the file of hello, encrypted by qpdf with the user password "" (but for password.pdf)
// and the owner password "owner".
func TestFilesThatOnlyForbidChangesAreRead(t *testing.T) {
	for _, name := range []string{"rc4-40", "rc4-128", "aes-128", "aes-128-clear-metadata", "aes-256-r5", "aes-256-r6", "aes-256-packed"} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			s, d, err := text(data)
			if err != nil || s != "Hello, reviewer" {
				t.Errorf("got %q, %v", s, err)
			}
			if !d.Encrypted() {
				t.Error("the file is not said to be encrypted")
			}
			if got := d.Text(d.Info()["Title"]); got != "A title (with brackets)" {
				t.Errorf("title %q", got)
			}
			if p := d.Problems(); len(p) > 0 {
				t.Errorf("problems: %v", p)
			}
		})
	}
}

func TestAFileWithAPasswordIsRefused(t *testing.T) {
	for _, name := range []string{"password-128", "password-256"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := text(data); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzFile(f *testing.F) {
	o := onePage("/P <</MCID 0>> BDC BT /F1 12 Tf 72 720 Td [(Hello) -300 (you)] TJ T* (x) ' 1 2 (y) \" ET EMC /Artifact BMC BI /W 1 ID x EI EMC")
	f.Add(o.bytes())
	f.Add(o.packed())
	f.Add(rot(o.bytes()))
	f.Add(exponential())
	f.Add(onePage(hello).with(4, stream("/Filter/ASCII85Decode", "87cURD]i,\"Ebo80~>")).bytes())
	f.Add(onePage(hello).with(4, stream("/Filter[/ASCIIHexDecode/RunLengthDecode/LZWDecode]", "414243>")).bytes())
	for _, name := range []string{"rc4-40", "aes-128", "aes-256-r6", "aes-256-packed"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".pdf"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) { exercise(data) })
}
