package bundle

import (
	"bytes"
	"encoding/json"
	"image"
	"io"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/ccitt"
	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
)

func made(t testing.TB, o Options) *Made {
	t.Helper()
	m, err := Make(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestABundleHoldsWhatItsOptionsAskFor(t *testing.T) {
	o := Defaults()
	o.Pages, o.Changed, o.Foreign = 600, 60, 12
	m := made(t, o)
	n, faxed, turned, foreign := len(m.Truth.Pages), 0, 0, 0
	for _, p := range m.Truth.Pages {
		if p.Faxed {
			faxed++
		}
		if p.Rotation != 0 {
			turned++
		}
		if p.Foreign {
			foreign++
		}
	}
	count := map[records.Relation]int{}
	what := map[string]int{}
	for _, d := range m.Truth.Duplicates {
		count[d.Relation]++
		if d.Relation == records.ChangedPage {
			what[d.What]++
			if d.Was == d.Is || d.Was == "" {
				t.Errorf("page %v was changed from %q to %q", d.Page, d.Was, d.Is)
			}
		}
	}
	t.Logf("%d pages in %d files, %d documents, %d facts: %d faxed, %d turned, %d foreign, %v, changes %v", n, len(m.Files), len(m.Truth.Documents), len(m.Truth.Facts), faxed, turned, foreign, count, what)
	if n < 560 || n > 720 || faxed < n*3/10 || faxed > n*7/10 || turned == 0 || foreign < 12 || count[records.ChangedPage] < 55 || count[records.SamePage] < 60 || count[records.MarkedPage] < 8 {
		t.Error("that is not what was asked for")
	}
	for _, k := range changeKinds {
		if what[k] == 0 && k != "name" {
			t.Errorf("no page has another %s", k)
		}
	}
}

func TestThousandsOfPagesCanBeCopiedForwardWithOneWordChanged(t *testing.T) {
	m := made(t, Options{Seed: 3, Pages: 1500, Faxed: 1, Changed: 650, Senders: 2, Plain: true})
	b := m.Bundle()
	n := 0
	for _, d := range m.Truth.Duplicates {
		if d.Relation != records.ChangedPage {
			t.Fatalf("%v is %s; no true copies were asked for", d.Page, d.Relation)
		}
		n++
		here, there := bodyWords(b.Page(d.Page)), bodyWords(b.Page(d.Of))
		if len(here) != len(there) {
			continue // the edge was cut off on one of them
		}
		var differ []string
		for i := range here {
			if here[i] != there[i] {
				differ = append(differ, there[i]+" "+here[i])
			}
		}
		if len(differ) != 1 || differ[0] != d.Was+" "+d.Is {
			t.Errorf("%v differs from %v in %q, not in %q", d.Page, d.Of, differ, d.Was+" "+d.Is)
		}
	}
	if n < 600 {
		t.Errorf("only %d pages were changed", n)
	}
}

func bodyWords(p *records.Page) []string {
	var ws []string
	for _, w := range p.Words {
		if w.Role == records.Body {
			ws = append(ws, w.Text)
		}
	}
	return ws
}

func TestEveryPageIsInOneDocumentAndItsFactsStandOnIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Seed: rapid.Uint64Range(1, 1000).Draw(t, "seed"), Pages: rapid.IntRange(1, 90).Draw(t, "pages"), Faxed: rapid.Float64Range(0, 1).Draw(t, "faxed"), Duplicates: rapid.Float64Range(0, 0.5).Draw(t, "copies"),
			Marked: 0.3, Changed: rapid.IntRange(0, 5).Draw(t, "changed"), Foreign: rapid.IntRange(0, 4).Draw(t, "foreign"), Shuffle: 0.5, Turned: 0.3, Senders: rapid.IntRange(0, 4).Draw(t, "senders"), Broken: rapid.Bool().Draw(t, "broken")}
		m, err := Make(o)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[records.PageRef]int{}
		for i, d := range m.Truth.Documents {
			for _, p := range d.Pages {
				seen[p]++
				if got := m.Truth.Pages[0]; len(m.Truth.Pages) == 0 || got.Page == 0 {
					t.Fatal("pages count from 1")
				}
			}
			if len(d.Pages) == 0 {
				t.Fatalf("document %d has no page", i)
			}
		}
		b := m.Bundle()
		if len(b.Refs()) != len(m.Truth.Pages) || len(seen) != len(m.Truth.Pages) {
			t.Fatalf("%d pages, %d in documents, %d in the truth", len(b.Refs()), len(seen), len(m.Truth.Pages))
		}
		for _, p := range m.Truth.Pages {
			if seen[p.PageRef] != 1 {
				t.Fatalf("%v is in %d documents", p.PageRef, seen[p.PageRef])
			}
			for _, w := range b.Page(p.PageRef).Words {
				if w.Box.X1 < w.Box.X0 || w.Box.X0 < -30 || w.Box.X1 > 660 || w.Box.Y0 < -30 || w.Box.Y1 > 830 {
					t.Fatalf("%q stands at %v on %v", w.Text, w.Box, p.PageRef)
				}
			}
		}
		for _, f := range m.Truth.Facts {
			if f.Text == "" || f.Words[1] <= f.Words[0] {
				t.Fatalf("fact %+v has no words", f)
			}
		}
	})
}

func TestTheSameSeedMakesTheSameBytes(t *testing.T) {
	o := Defaults()
	o.Pages = 30
	one, two := made(t, o), made(t, o)
	a, _ := json.Marshal(one.Truth)
	b, _ := json.Marshal(two.Truth)
	if !bytes.Equal(a, b) {
		t.Error("the truth differs")
	}
	for i := range one.Files {
		x, err := one.Files[i].Bytes()
		if err != nil {
			t.Fatal(err)
		}
		y, err := two.Files[i].Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(x, y) || len(x) == 0 {
			t.Errorf("%s differs", one.Files[i].Name)
		}
	}
	o.Seed++
	if other, _ := json.Marshal(made(t, o).Truth); bytes.Equal(a, other) {
		t.Error("another seed makes the same bundle")
	}
}

func TestGroup4IsReadBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 400).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height")
		if rapid.IntRange(0, 9).Draw(t, "wide") == 0 {
			w += 5000
		}
		b := newBits(w, h)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dots"), 1))
		for y := range h {
			for x := 0; x < w; {
				n := 1 + r.IntN(1+r.IntN(1+r.IntN(w+2)))
				black := r.IntN(2) == 0
				for i := 0; i < n && x < w; i++ {
					b.set(x, y, black)
					x++
				}
			}
			if y > 0 && r.IntN(2) == 0 {
				copy(b.row(y), b.row(y-1))
				b.set(r.IntN(w), y, r.IntN(2) == 0)
			}
		}
		got := image.NewGray(image.Rect(0, 0, w, h))
		if err := ccitt.DecodeIntoGray(got, bytes.NewReader(encodeG4(b)), ccitt.MSB, ccitt.Group4, &ccitt.Options{Invert: false}); err != nil {
			t.Fatal(err)
		}
		want := b.gray()
		if !bytes.Equal(got.Pix, want.Pix) {
			t.Fatal("the picture is another one")
		}
	})
}

func TestWhatCannotBeMadeIsSaid(t *testing.T) {
	for _, o := range []Options{{}, {Pages: 5, Faxed: 2}, {Pages: 5, Duplicates: 0.95}, {Pages: 5, Senders: 9}, {Pages: 30000}, {Pages: 5, Changed: -1}} {
		if _, err := Make(o); err == nil {
			t.Errorf("%+v was made", o)
		}
	}
}

func BenchmarkFaxedPages(b *testing.B) {
	m := made(b, Options{Seed: 1, Pages: 100, Faxed: 1, Plain: true})
	pages := 0
	for i := 0; b.Loop(); i++ {
		f := m.Files[i%len(m.Files)]
		if err := f.write(&counter{w: io.Discard}); err != nil {
			b.Fatal(err)
		}
		pages += len(f.volume.pages)
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
