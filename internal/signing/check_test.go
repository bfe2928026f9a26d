package signing

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var rangeForm = regexp.MustCompile(`/ByteRange\[[^\]]*\]`)

// ranged returns the letter with another range in the place of its own, of the same length.
func ranged(t testing.TB, ranges string) []byte {
	t.Helper()
	data := bytes.Clone(signedLetter())
	at := rangeForm.FindIndex(data)
	if at == nil {
		t.Fatal("the letter has no range")
	}
	text := "/ByteRange[" + ranges
	if len(text) >= at[1]-at[0] {
		t.Fatalf("the range %q is too long", ranges)
	}
	copy(data[at[0]:at[1]], text+strings.Repeat(" ", at[1]-at[0]-len(text)-1)+"]")
	return data
}

func TestAnyBitThatIsFlippedIsFound(t *testing.T) {
	s := ours()
	good := signedLetter()
	f := onlyField(t, good)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(good)-1).Draw(t, "at")
		bit := rapid.IntRange(0, 7).Draw(t, "bit")
		data := bytes.Clone(good)
		data[at] ^= 1 << bit
		r := checked(data, s)
		if at >= f.gap && at < f.behind {
			// Among the digits a small letter for a capital says the same; nothing else may pass.
			if r.State == Intact && !strings.EqualFold(string(data), string(good)) {
				if got := onlyField(t, data); got.err != nil || !bytes.Equal(signedPart(t, got.cms), signedPart(t, f.cms)) {
					t.Fatalf("bit %d of byte %d, among the digits: %+v", bit, at, r)
				}
			}
			return
		}
		if r.State == Intact || r.State == Added {
			t.Fatalf("bit %d of byte %d: %+v", bit, at, r)
		}
	})
}

// signedPart is what of a signature counts: its attributes and its value.
func signedPart(t interface{ Fatal(...any) }, cms []byte) []byte {
	p, err := parseSignature(cms)
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(p.attributes), p.signature...)
}

func onlyField(t interface{ Fatal(...any) }, data []byte) signatureField {
	fields, err := signatureFields(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(fields) != 1 {
		t.Fatal(fmt.Sprintf("%d signatures", len(fields)))
	}
	return fields[0]
}

func TestTheCutLetterIsFound(t *testing.T) {
	good := signedLetter()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, len(good)-1).Draw(t, "bytes")
		if r := checked(good[:n], ours()); r.State == Intact || r.State == Added {
			t.Fatalf("cut to %d bytes: %+v", n, r)
		}
	})
}

// update appends a revision that gives an object another body, as programs do that change a file.
func update(data []byte, object int, body string) []byte {
	out := bytes.Clone(data)
	start := bytes.LastIndex(data, []byte("startxref\n"))
	var previous int
	if _, err := fmt.Sscanf(string(data[start:]), "startxref\n%d", &previous); err != nil {
		panic(err)
	}
	at := len(out)
	out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", object, body)
	table := len(out)
	root := regexp.MustCompile(`/Root \d+ 0 R`).Find(data)
	return fmt.Appendf(out, "xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 1000 %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", object, at, root, previous, table)
}

func TestWhatIsDoneToALetterIsTold(t *testing.T) {
	s := ours()
	good := signedLetter()
	f := onlyField(t, good)
	stranger := makeSigner("Somebody Else")
	other := func(change func([]byte) []byte) []byte { return change(bytes.Clone(good)) }
	for name, c := range map[string]struct {
		data []byte
		want State
		says string
	}{
		"nothing":                                 {good, Intact, "to the last byte"},
		"a letter without signature":              {letterPDF(t, nil), Unsigned, "no signature"},
		"no PDF":                                  {[]byte("This is a letter."), Damaged, "not a PDF file"},
		"nothing at all":                          {nil, Damaged, "not a PDF file"},
		"bytes behind it":                         {append(bytes.Clone(good), "\n%more\n%%EOF\n"...), Added, "bytes were added"},
		"its page replaced by a later revision":   {update(good, 5, "<</Type/Page/Parent 4 0 R/MediaBox[0 0 612 792]>>"), Added, "bytes were added"},
		"its catalog replaced, without signature": {update(good, 1, "<</Type/Catalog/Pages 4 0 R>>"), Damaged, "no longer names"},
		"bytes before it":                         {append([]byte("%more\n"), good...), Damaged, "not"},
		"a word changed": {other(func(b []byte) []byte {
			return bytes.Replace(b, []byte(">Final Determination<"), []byte(">First Determination<"), 1)
		}), Changed, "was changed after"},
		"the reason changed":                    {other(func(b []byte) []byte { return bytes.Replace(b, []byte("/Reason(Final"), []byte("/Reason(Draft"), 1) }), Changed, "was changed after"},
		"a range that leaves the beginning out": {ranged(t, fmt.Sprintf("10 %d %d %d", f.gap-10, f.behind, f.end-f.behind)), Damaged, "the beginning"},
		"a range that leaves out more":          {ranged(t, fmt.Sprintf("0 %d %d %d", f.gap-20, f.behind, f.end-f.behind)), Damaged, "something else"},
		"a range that leaves out more behind":   {ranged(t, fmt.Sprintf("0 %d %d %d", f.gap, f.behind+8, f.end-f.behind-8)), Damaged, "something else"},
		"a range that is too short":             {ranged(t, fmt.Sprintf("0 %d %d %d", f.gap, f.behind, f.end-f.behind-50)), Changed, "changed"},
		"a range beyond the file":               {ranged(t, fmt.Sprintf("0 %d %d %d", f.gap, f.behind, 999999)), Damaged, "not in the file"},
		"a huge range":                          {ranged(t, "0 9 9 9999999999999999"), Damaged, ""},
		"a huge sum":                            {ranged(t, fmt.Sprintf("0 %d %d %d", f.gap, len(good)-1, len(good)-1)), Damaged, ""},
		"a negative range":                      {ranged(t, "0 -1 -1 20"), Damaged, "not in the file"},
		"ranges that overlap":                   {ranged(t, fmt.Sprintf("0 %d %d %d", f.behind, f.gap, f.end-f.gap)), Damaged, "its own digits"},
		"an empty range":                        {ranged(t, "0 0 0 0"), Damaged, ""},
		"three numbers":                         {ranged(t, "0 10 20"), Damaged, "in one gap"},
		"words for numbers":                     {ranged(t, "/A /B /C /D"), Damaged, "not in the file"},
		"digits that are none":                  {other(func(b []byte) []byte { b[f.gap+40] = 'Z'; return b }), Damaged, ""},
		"something hidden behind the signature": {other(func(b []byte) []byte { copy(b[f.behind-9:], "41424344>"); return b }), Damaged, "in its own place"},
		"no signature in its place":             {other(func(b []byte) []byte { copy(b[f.gap+1:], bytes.Repeat([]byte{'0'}, f.behind-f.gap-2)); return b }), Damaged, "cannot be read"},
	} {
		r := checked(c.data, s)
		if r.State != c.want || !strings.Contains(r.Why, c.says) {
			t.Errorf("%s: %s, %q; want %s, %q", name, r.State, r.Why, c.want, c.says)
		}
		if (r.State == Added || r.State == Intact) && r.Signed != checked(good, s).SHA256 {
			t.Errorf("%s: the letter that was signed is not told", name)
		}
	}
	// Somebody else's signature over the same words is sound, and not the organization's.
	r := checked(letterPDF(t, stranger.Over(t.Context(), "", "", signedAt)), s)
	if r.State != Intact || r.Trusted || r.Name != "Somebody Else" {
		t.Errorf("signed by a stranger: %+v", r)
	}
}

// A signature whose certificate is exchanged for one of the same name does not hold.
func TestTheCertificateInASignatureCannotBeExchanged(t *testing.T) {
	s, other := ours(), makeSigner(organization)
	good := signedLetter()
	f := onlyField(t, good)
	p, err := parseSignature(f.cms)
	must(t, err)
	forge := func(chain *Signer, attributes []byte) []byte {
		der, err := signedData(chain.Chain, attributes, oidECDSA256, p.signature, nil)
		must(t, err)
		data := bytes.Clone(good)
		copy(data[f.gap+1:f.behind-1], bytes.Repeat([]byte{'0'}, f.behind-f.gap-2))
		hex.Encode(data[f.gap+1:], der)
		return data
	}
	if r := checked(forge(s, p.attributes), s); r.State != Intact {
		t.Fatalf("put together again it is %+v", r)
	}
	if r := checked(forge(other, p.attributes), s); r.State != Damaged || !strings.Contains(r.Why, "not made with the key") {
		t.Errorf("with another certificate: %+v", r)
	}
	// An attribute too many, or none, is refused before anything is believed.
	body := p.attributes[2:]
	if p.attributes[1] >= 0x80 {
		body = p.attributes[2+p.attributes[1]&0x7F:]
	}
	twice := append([]byte{0x31}, derLength(2*len(body))...)
	twice = append(append(twice, body...), body...)
	if r := checked(forge(s, twice), s); r.State != Damaged || !strings.Contains(r.Why, "stands twice") {
		t.Errorf("with every attribute twice: %+v", r)
	}
	if r := checked(forge(s, []byte{0x31, 0}), s); r.State != Damaged {
		t.Errorf("without attributes: %+v", r)
	}
}

func derLength(n int) []byte {
	switch {
	case n < 0x80:
		return []byte{byte(n)}
	case n < 0x100:
		return []byte{0x81, byte(n)}
	}
	return []byte{0x82, byte(n >> 8), byte(n)}
}

func FuzzCheck(f *testing.F) {
	f.Add(signedLetter())
	f.Add(ranged(f, "0 9 9 9"))
	f.Add(update(signedLetter(), 1, "<</Type/Catalog/Pages 4 0 R/AcroForm<</Fields[9 0 R 9 0 R]>>>>"))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>\nendobj\n2 0 obj\n<</FT/Sig/Kids[2 0 R]/V 3 0 R>>\nendobj\n3 0 obj\n<</ByteRange[0 1 2 3]/Contents<00>/SubFilter/ETSI.CAdES.detached>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"))
	good := signedLetter()
	f.Fuzz(func(t *testing.T, data []byte) {
		r := Check(data, ours().Chain, signedAt)
		if r.State == Intact && r.Trusted {
			got := onlyField(t, data)
			own := onlyField(t, good)
			if !bytes.Equal(data[:got.gap], good[:own.gap]) || !bytes.Equal(data[got.behind:], good[own.behind:]) {
				t.Fatal("a file that was never signed is intact")
			}
		}
	})
}

func FuzzParseSignature(f *testing.F) {
	fields, err := signatureFields(signedLetter())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(fields[0].cms)
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, der []byte) {
		p, err := parseSignature(der)
		if err == nil && (p.digest == nil || p.attributes == nil) {
			t.Fatal("read without what is signed")
		}
	})
}
