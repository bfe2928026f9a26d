package keeping_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
)

func page() *rapid.Generator[records.Page] {
	return rapid.Custom(func(t *rapid.T) records.Page {
		coord := rapid.Float32Range(-2000, 20000)
		p := records.Page{
			Width: coord.Draw(t, "width"), Height: coord.Draw(t, "height"), Rotation: rapid.SampledFrom([]int{0, 90, 180, 270}).Draw(t, "rotation"),
			Skew: rapid.Float32Range(-5, 5).Draw(t, "skew"), Source: rapid.SampledFrom([]records.TextSource{records.Native, records.OCR, records.None}).Draw(t, "source"),
			Blank: rapid.Bool().Draw(t, "blank"), Separator: rapid.Bool().Draw(t, "separator"), Scan: rapid.Bool().Draw(t, "scan"),
			Bates: rapid.String().Draw(t, "bates"), Problem: rapid.String().Draw(t, "problem"),
		}
		for range rapid.IntRange(0, 30).Draw(t, "words") {
			p.Words = append(p.Words, records.Word{
				Text: rapid.String().Draw(t, "text"), Box: records.Box{X0: coord.Draw(t, "x0"), Y0: coord.Draw(t, "y0"), X1: coord.Draw(t, "x1"), Y1: coord.Draw(t, "y1")},
				Line: rapid.Int32().Draw(t, "line"), Block: rapid.Int32().Draw(t, "block"), Confidence: rapid.Uint8().Draw(t, "confidence"),
				Role: records.Role(rapid.IntRange(0, 2).Draw(t, "role")),
			})
		}
		return p
	})
}

func TestAPageIsReadBackAsItWasKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := page().Draw(t, "page")
		got, err := keeping.Decode(keeping.Encode(p))
		if err != nil {
			t.Fatal(err)
		}
		want := keeping.Round(p)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
		if again := keeping.Round(got); !reflect.DeepEqual(again, got) {
			t.Fatalf("a page that was read back is rounded again: %+v, %+v", again, got)
		}
		for i := range p.Words {
			if d := got.Words[i].Box.X0 - p.Words[i].Box.X0; d > 0.011 || d < -0.011 {
				t.Fatalf("a place moved by %v points", d)
			}
		}
	})
}

func TestADamagedPageIsAnError(t *testing.T) {
	body := keeping.Encode(records.Page{Width: 612, Height: 792, Source: records.Native, Words: []records.Word{{Text: "Lumbar"}, {Text: "spine"}}})
	for n := range body {
		if _, err := keeping.Decode(body[:n]); err == nil {
			t.Errorf("%d of %d bytes were read as a page", n, len(body))
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(keeping.Encode(records.Page{}))
	f.Add(keeping.Encode(records.Page{Words: []records.Word{{Text: "one"}, {Text: "two", Line: 1}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := keeping.Decode(b)
		if err != nil {
			return
		}
		again, err := keeping.Decode(keeping.Encode(p))
		if err != nil || len(again.Words) != len(p.Words) {
			t.Fatalf("%v: %d words, then %d", err, len(p.Words), len(again.Words))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	p := records.Page{Width: 612, Height: 792, Source: records.Native}
	for i := range 350 {
		p.Words = append(p.Words, records.Word{Text: "authorization"[:i%13+1], Box: records.Box{X0: float32(i % 10 * 50), Y0: float32(i / 10 * 14), X1: float32(i%10*50 + 40), Y1: float32(i/10*14 + 10)}, Line: int32(i / 10), Confidence: 100})
	}
	body := keeping.Encode(p)
	b.ReportMetric(float64(len(body)), "bytes")
	for b.Loop() {
		if _, err := keeping.Decode(body); err != nil {
			b.Fatal(err)
		}
	}
}
