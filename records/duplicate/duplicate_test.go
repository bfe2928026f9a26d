package duplicate

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
)

const visit = `ORTHOPEDIC PROGRESS REPORT
Patient: Maria Delgado Claim 123-45-678 Date of exam 07/14/2015
The patient returns with low back pain rated 6 of 10 radiating to the left leg
She denies numbness and has no bowel or bladder change
Medications Norco 10/325 mg one tablet twice daily and gabapentin 300 mg at night
Examination shows tenderness over the paraspinal muscles with spasm at L4 to S1
Straight leg raise is positive on the left at 40 degrees
Motor strength is 4 of 5 in the extensor hallucis longus
Assessment lumbar radiculopathy with herniated disc at L5
Plan request authorization for six sessions of physical therapy
Return to clinic in four weeks with modified duty and no lifting over 15 pounds`

// set makes a page of a text, each line below the other, in a type of fixed width.
func set(text string, source records.TextSource) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: source, Scan: source != records.Native}
	for n, line := range strings.Split(text, "\n") {
		x := float32(72)
		for _, w := range strings.Fields(line) {
			to := x + 5*float32(len(w))
			p.Words = append(p.Words, records.Word{Text: w, Box: records.Box{X0: x, Y0: 72 + 14*float32(n), X1: to, Y1: 82 + 14*float32(n)},
				Line: int32(n), Confidence: 95})
			x = to + 5
		}
	}
	return p
}

func bundle(pages ...records.Page) records.Bundle {
	return records.Bundle{Files: []records.File{{Name: "a.pdf", SHA256: "a", Pages: pages}}}
}

func find(t testing.TB, b records.Bundle) []records.Duplicate {
	t.Helper()
	ds, err := Find(context.Background(), b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

// say tells duplicates in short: "2=1" same, "2+1" marked, "2~1" changed with what differs.
func say(ds []records.Duplicate) string {
	var all []string
	for _, d := range ds {
		sign := map[records.Relation]string{records.SamePage: "=", records.MarkedPage: "+", records.ChangedPage: "~"}[d.Relation]
		s := fmt.Sprintf("%d%s%d", d.Page.Page, sign, d.Of.Page)
		for _, x := range d.Differences {
			s += fmt.Sprintf(" %q/%q", x.Here, x.There)
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func TestWhatTextAloneSays(t *testing.T) {
	swap := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(visit) }
	other := strings.Join(strings.Fields(visit)[60:], " ") + strings.Repeat(" the chiropractic visit of another week in which nothing agrees", 8)
	faxed := set("FAX 07/20/2015 11:02 From 8005551212 Page 003/017\n"+visit, records.Native)
	for i := range faxed.Words {
		if faxed.Words[i].Line == 0 {
			faxed.Words[i].Role = records.FaxHeader
		}
	}
	blank := records.Page{Width: 612, Height: 792, Source: records.None, Blank: true}
	for name, c := range map[string]struct {
		pages []records.Page
		want  string
	}{
		"the same":             {[]records.Page{set(visit, records.Native), set(visit, records.Native)}, "2=1"},
		"under a fax header":   {[]records.Page{set(visit, records.Native), faxed}, "2=1"},
		"a date":               {[]records.Page{set(visit, records.Native), set(swap("07/14", "08/14"), records.Native)}, `2~1 "08/14/2015"/"07/14/2015"`},
		"a score":              {[]records.Page{set(visit, records.Native), set(swap("rated 6", "rated 8"), records.Native)}, `2~1 "8"/"6"`},
		"a negation":           {[]records.Page{set(visit, records.Native), set(swap("has no bowel", "has bowel"), records.Native)}, `2~1 ""/"no"`},
		"a side":               {[]records.Page{set(visit, records.Native), set(swap("the left leg", "the right leg"), records.Native)}, `2~1 "right"/"left"`},
		"a drug":               {[]records.Page{set(visit, records.Native), set(swap("Norco", "Percocet"), records.Native)}, `2~1 "Percocet"/"Norco"`},
		"a name":               {[]records.Page{set(visit, records.Native), set(swap("Maria", "Marta"), records.Native)}, `2~1 "Marta"/"Maria"`},
		"a point in a dose":    {[]records.Page{set(visit, records.Native), set(swap("10/325", "1.0/325"), records.Native)}, `2~1 "1.0/325"/"10/325"`},
		"glyphs mistaken":      {[]records.Page{set(visit, records.Native), set(swap("lumbar", "1urnbar", "clinic", "c1inic"), records.OCR)}, "2=1"},
		"words run together":   {[]records.Page{set(visit, records.OCR), set(swap("leg raise", "legraise"), records.OCR)}, "2=1"},
		"a digit read badly":   {[]records.Page{set(visit, records.Native), set(swap("rated 6", "rated 8"), records.OCR)}, `2~1 "8"/"6"`},
		"a digit lost in fax":  {[]records.Page{set(visit, records.OCR), set(swap("rated 6", "rated"), records.OCR)}, `2~1 ""/"6"`},
		"nothing alike":        {[]records.Page{set(visit, records.Native), set(other, records.Native)}, ""},
		"blank pages":          {[]records.Page{blank, blank}, ""},
		"best copy is native":  {[]records.Page{set(visit, records.OCR), set(visit, records.Native)}, "1=2"},
		"no chain of doubts":   {[]records.Page{set(visit, records.Native), set(swap("rated 6", "rated 8"), records.Native), set(visit, records.OCR)}, `2~1 "8"/"6"; 3=1`},
		"changed, then copied": {[]records.Page{set(visit, records.Native), set(swap("15 p", "25 p"), records.Native), set(swap("15 p", "25 p"), records.Native)}, `2~1 "25"/"15"; 3=2`},
	} {
		if got := say(find(t, bundle(c.pages...))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestChangedCopiesAreOneFamily(t *testing.T) {
	var pages []records.Page
	for _, score := range []string{"6", "8", "3", "5", "2", "9", "4"} {
		pages = append(pages, set(strings.Replace(visit, "rated 6", "rated "+score, 1), records.OCR))
	}
	ds := find(t, bundle(pages...))
	of := map[int]int{}
	for _, d := range ds {
		if d.Relation != records.ChangedPage || d.Page.Page <= d.Of.Page {
			t.Errorf("%+v", d)
		}
		of[d.Page.Page] = d.Of.Page
	}
	for p := 2; p <= len(pages); p++ {
		first := p
		for of[first] != 0 {
			first = of[first]
		}
		if first != 1 {
			t.Errorf("page %d is of the family of page %d", p, first)
		}
	}
}

func TestAFileThatCameTwiceIsTheSamePageByPage(t *testing.T) {
	f := records.File{SHA256: "x", Pages: []records.Page{set(visit, records.OCR), set("few words", records.OCR)}}
	ds := find(t, records.Bundle{Files: []records.File{f, f}})
	if len(ds) != 2 || !ds[0].Exact || !ds[1].Exact || ds[1].Of != (records.PageRef{File: 0, Page: 2}) {
		t.Errorf("%+v", ds)
	}
}

func TestOneWordChangedIsNeverFolded(t *testing.T) {
	pool := strings.Fields(`no not left right 3 8 10 07/14/2015 Norco Percocet positive negative Maria denies 1.5 15 mg`)
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Fields(visit)
		i := rapid.IntRange(0, len(words)-1).Draw(t, "word")
		w := rapid.SampledFrom(pool).Draw(t, "instead")
		a := set(strings.Join(words, " "), records.Native)
		changed := append([]string{}, words...)
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			changed[i] = w
		case 1:
			changed = append(changed[:i], changed[i+1:]...)
		case 2:
			changed = append(changed[:i], append([]string{w}, changed[i:]...)...)
		}
		same := strings.Join(words, " ") == strings.Join(changed, " ")
		ds, _ := Find(context.Background(), bundle(a, set(strings.Join(changed, " "), records.Native)), Options{})
		if len(ds) != 1 || ds[0].Folded() != same {
			t.Fatalf("%q changed to %q: %s", words[i], w, say(ds))
		}
		back, _ := Find(context.Background(), bundle(set(strings.Join(changed, " "), records.Native), a), Options{})
		if len(back) != 1 || back[0].Relation != ds[0].Relation {
			t.Fatalf("the other way round: %s", say(back))
		}
	})
}

func TestDiffIsAScriptFromOneToTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int32Range(0, 5), 0, 30)
		a, b := list.Draw(t, "a"), list.Draw(t, "b")
		s, ok := diff(a, b, len(a)+len(b))
		if !ok {
			t.Fatal("gave up")
		}
		var made []int32
		i := 0
		take := func(to int) {
			for ; i < to; i++ {
				made = append(made, a[i])
			}
		}
		for _, r := range s.runs {
			take(r.a0)
			made = append(made, b[r.b0:r.b1]...)
			i = r.a1
		}
		take(len(a))
		if fmt.Sprint(made) != fmt.Sprint(b) {
			t.Fatalf("%v", made)
		}
		for _, p := range s.same {
			if a[p.a] != b[p.b] {
				t.Fatalf("%v", p)
			}
		}
	})
}
