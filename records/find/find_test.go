package find_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/find"
)

// page makes a page of lines.
func page(lines ...string) records.Page {
	var p records.Page
	for n, line := range lines {
		for _, w := range strings.Fields(line) {
			p.Words = append(p.Words, records.Word{Text: w, Line: int32(n)})
		}
	}
	return p
}

func TestWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	p := page("RE: José Núñez-Peña, Claim WC-2015-0412", "The patient's lumbar spine shows spondylolisthesis;", "request for authori-", "zation of", "12 visits follow-", "up, ﬁrst 7.5/325", "mg Norco. (7.5/325) “Pain” 8/10 pain")
	for _, x := range []struct {
		typed string
		want  []find.Match
	}{
		{"lumbar spine", []find.Match{{7, 9}}},
		{"LUMBAR   Spine", []find.Match{{7, 9}}},
		{"lumbar sp", []find.Match{{7, 9}}},
		{"spondyl", []find.Match{{10, 11}}},
		{"jose nunez", []find.Match{{1, 3}}},
		{"nuñez pena claim", []find.Match{{2, 4}}},
		{"0412", []find.Match{{4, 5}}},
		{"2015-0412", []find.Match{{4, 5}}},
		{"patients lumbar", []find.Match{{6, 8}}},
		{"patient’s", []find.Match{{6, 7}}},
		{"authorization", []find.Match{{13, 15}}},
		{"for authorization of 12", []find.Match{{12, 17}}},
		{"authori", []find.Match{{13, 14}}},
		{"authori zation", []find.Match{{13, 15}}},
		{"follow-up", []find.Match{{18, 20}}},
		{"follow up first", []find.Match{{18, 21}}},
		{"followup", []find.Match{{18, 20}}},
		{"first", []find.Match{{20, 21}}},
		{"7.5/325 mg", []find.Match{{21, 23}}},
		{"7.5/325", []find.Match{{21, 22}, {24, 25}}},
		{"pain", []find.Match{{25, 26}, {27, 28}}},
		{"pa", []find.Match{{6, 7}, {25, 26}, {27, 28}}},
		{`"pa"`, nil},
		{`"pain"`, []find.Match{{25, 26}, {27, 28}}},
		{`"lumbar spine"`, []find.Match{{7, 9}}},
		{`"umbar spine"`, nil},
		{"umbar spine", []find.Match{{7, 9}}},
		{"spine lumbar", nil},
		{"", nil}, {`"`, nil}, {"...", nil}, {"- -", nil},
	} {
		q := find.Parse(x.typed).In(find.NewText(1).With(map[int]records.Page{1: p}))
		if got := q.Find(1, 100); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%q: got %v, want %v", x.typed, got, x.want)
		}
		if n := q.Count(1); n != len(x.want) {
			t.Errorf("%q: counted %d, want %d", x.typed, n, len(x.want))
		}
	}
}

func TestNoMoreIsFoundThanWasAskedFor(t *testing.T) {
	f := find.NewText(1).With(map[int]records.Page{1: page("a a a a", "a a")})
	if n := len(find.Parse("a").In(f).Find(1, 4)); n != 4 {
		t.Errorf("found %d", n)
	}
	if n := find.Parse(`"a"`).In(f).Count(1); n != 6 {
		t.Errorf("counted %d whole words", n)
	}
}

// Whatever stands on a page, the words of it are found in it, and every place lies within it.
func TestWhatStandsThereIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-zé'\-.ß½ﬁ0-9“]{1,8}`), 1, 30).Draw(t, "words")
		var p records.Page
		for i, w := range words {
			p.Words = append(p.Words, records.Word{Text: w, Line: int32(i / 4)})
		}
		f := find.NewText(1).With(map[int]records.Page{1: p})
		from := rapid.IntRange(0, len(words)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(words)).Draw(t, "to")
		q := find.Parse(strings.Join(words[from:to], " "))
		if strings.HasPrefix(strings.TrimSpace(strings.Join(words[from:to], " ")), "“") {
			return // asks for whole words
		}
		ms := q.In(f).Find(1, 1000)
		if q.Empty() {
			if len(ms) > 0 {
				t.Fatalf("nothing was found %d times", len(ms))
			}
			return
		}
		found := false
		for _, m := range ms {
			if m.From < 0 || m.To <= m.From || m.To > len(words) {
				t.Fatalf("%v of %d words", m, len(words))
			}
			found = found || m.From >= from && m.To <= to
		}
		if !found {
			t.Fatalf("%q is not found in %q: %v", words[from:to], words, ms)
		}
		if n := q.In(f).Count(1); n != len(ms) {
			t.Fatalf("counted %d, found %d", n, len(ms))
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("lumbar spine\nauthori-\nzation", "authorization")
	f.Add("a\xffb \u0301x", "\u201cx")
	f.Fuzz(func(t *testing.T, text, typed string) {
		if !utf8.ValidString(text) && len(text) > 1000 {
			return
		}
		p := page(strings.Split(text, "\n")...)
		for _, m := range find.Parse(typed).In(find.NewText(1).With(map[int]records.Page{1: p})).Find(1, 10) {
			if m.From < 0 || m.To <= m.From || m.To > len(p.Words) {
				t.Fatalf("%v of %d words", m, len(p.Words))
			}
		}
	})
}

func BenchmarkFold(b *testing.B) {
	var p records.Page
	for i := range 350 {
		p.Words = append(p.Words, records.Word{Text: "Authorization"[:1+rand.IntN(13)], Line: int32(i / 10)})
	}
	for b.Loop() {
		find.NewText(1).With(map[int]records.Page{1: p})
	}
}
