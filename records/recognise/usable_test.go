package recognise

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/openimr/openimr/records"
)

const report = `The patient is a 47-year-old warehouse worker who returns for follow up of low back pain radiating to the left leg. He was
injured on 03/14/2021 when he lifted a pallet jack. He has completed 12 visits of physical therapy and reports that the pain
is 7/10 without medication and 4/10 with it. On examination there is tenderness over the paraspinal muscles, straight leg
raising is positive on the left at 40 degrees, and sensation is decreased over the lateral foot. There is
no evidence of cauda equina syndrome. He denies bowel or bladder symptoms. Gabapentin 300 mg is taken three times daily.`

const bill = `Patient Name: GUADALUPE HERNANDEZ-RIOS Acct 00448120 Insured: FERNANDO Q. VILLANUEVA 2231 CALLE DE LOS ROBLES, XIMENO CA 91702
99214-25 145.00 97110-GP 88.50 62323 1,240.00 J3301 44.10 72148-26 610.75 M54.16 M51.26 S33.5XXA Z79.899 NPI 1932104417 TIN 95-4471121
HYDROCODONE/APAP 10-325 #90 CYCLOBENZAPRINE 7.5 #60 OMEPRAZOLE 20 #30 Dr. Nguyen, Thuy-Anh Dr. Oyelaran Blue Cross Anthem Zenith Sedgwick`

func filled(text string, scan bool) records.Page {
	p := page(piece{72, 300, text})
	p.Scan, p.Source = scan, records.Native
	return p
}

// spoilt changes one letter in n.
func spoilt(text string, n int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	out := []byte(text)
	for i, c := range out {
		if c != ' ' && c != '\n' && rng.IntN(n) == 0 {
			out[i] = "abcdefghijklmnopqrstuvwxyz0123456789|~"[rng.IntN(38)]
		}
	}
	return string(out)
}

func mapped(text string, f func(rune) rune) string { return strings.Map(f, text) }

func shifted(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return 'a' + (r-'a'+7)%26
	}
	return r
}

func TestWhichNativeTextCanBeUsed(t *testing.T) {
	spanish := `El paciente es un hombre de 47 años que regresa para seguimiento de dolor lumbar que se irradia a la pierna izquierda
	desde el accidente de trabajo. Toma gabapentina tres veces al día y refiere que el dolor es de siete sobre diez sin medicamento.`
	for name, c := range map[string]struct {
		p  records.Page
		ok bool
	}{
		"a native report":                    {filled(report, false), true},
		"in capitals":                        {filled(strings.ToUpper(report), false), true},
		"a native bill, names and codes":     {filled(bill, false), true},
		"a native page in Spanish":           {filled(spanish, false), true},
		"a few native words":                 {filled("Thank you", false), true},
		"letters shifted":                    {filled(mapped(report, shifted), false), false},
		"letters without meaning":            {filled(mapped(report, func(r rune) rune { return r | 0xe000 }), false), false},
		"half of them replaced":              {filled(strings.NewReplacer("e", "\ufffd", "a", "\ufffd").Replace(report), false), false},
		"letters spaced":                     {filled(strings.Join(strings.Split(report, ""), " "), false), false},
		"words glued":                        {filled(strings.Join(strings.FieldsFunc(strings.ReplaceAll(report, " ", "_"), func(r rune) bool { return r == '\n' || r == '.' }), strings.Repeat(" ", 2))+strings.Repeat(" thepatientreturnsforfollowup", 20), false), false},
		"no words":                           {records.Page{Width: 612, Height: 792}, false},
		"blank":                              {records.Page{Width: 612, Height: 792, Blank: true}, true},
		"a scan with a good text layer":      {filled(report, true), true},
		"a scan with one letter in 10 wrong": {filled(spoilt(report, 10), true), false},
		"a scan with a stamp over it":        {filled("CM15-0001 000412", true), false},
		"a scan with words in its margins":   {page(piece{20, 10, strings.Repeat("Received by fax from the clinic ", 6)}), false},
	} {
		if ok, why := Usable(c.p); ok != c.ok || ok != (why == "") {
			s := senseOf(c.p.Words)
			t.Errorf("%s: usable is %v %q (known %.2f, usual %.2f, length %.1f)", name, ok, why, s.knownShare(), s.usualShare(), s.length)
		}
	}
}

func TestTheBetterReadingIsKept(t *testing.T) {
	good, bad := filled(report, true), filled(spoilt(report, 8), true)
	bad.Source = records.OCR
	if got := Better(good, bad); got.Source != records.Native {
		t.Error("the worse reading was kept")
	}
	good.Source, bad.Source = records.OCR, records.Native
	if got := Better(bad, good); got.Source != records.OCR {
		t.Error("the worse text layer was kept")
	}
	failed := records.Page{Source: records.None, Problem: "The page could not be read."}
	if got := Better(bad, failed); got.Source != records.Native || got.Problem != "" {
		t.Errorf("of a page that could not be recognised the words are lost: %+v", got)
	}
	if got := Better(records.Page{}, failed); got.Problem == "" {
		t.Error("the problem of a page without words is lost")
	}
}
