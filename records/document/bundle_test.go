package document

import (
	"fmt"
	"slices"
	"testing"

	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
)

// truthOf lists what is so of the pages of one file of a made bundle, page by page.
func truthOf(m *bundle.Made, file int) []truth {
	var ts []truth
	before := -1
	for _, p := range m.Truth.Pages {
		if p.File != file {
			continue
		}
		x := truth{begins: p.Document != before}
		if d := m.Truth.Documents[p.Document]; x.begins {
			x.kind, x.date, x.dated, x.author = d.Type, d.Date, true, d.Author
		}
		before = p.Document
		ts = append(ts, x)
	}
	return ts
}

func TestMadeBundlesAreCutAndNamed(t *testing.T) {
	seeds := []uint64{11, 12}
	for _, slips := range []float64{0, 0.02} {
		var s score
		flagged, foreign, right := 0, 0, 0
		for _, seed := range seeds {
			o := bundle.Defaults()
			o.Seed, o.Pages, o.Foreign, o.Shuffle = seed, 300, 10, 0.1
			m, err := bundle.Make(o)
			if err != nil {
				t.Fatal(err)
			}
			b := m.Read(slips)
			var dups []records.Duplicate
			for _, d := range m.Truth.Duplicates {
				dups = append(dups, records.Duplicate{Page: d.Page, Of: d.Of, Relation: d.Relation})
			}
			docs, fs := Cut(b, Options{Duplicates: dups, Patient: m.Truth.Patient.Records()})
			for f := range b.Files {
				s.count(fmt.Sprintf("seed %d file %d (%s)", seed, f, b.Files[f].Name), truthOf(m, f), docs, f)
			}
			for _, p := range m.Truth.Pages {
				is := slices.ContainsFunc(fs, func(x records.Foreign) bool { return x.Page == p.PageRef })
				if p.Foreign {
					foreign++
				}
				if is {
					flagged++
				}
				if is && p.Foreign {
					right++
				}
				if is != p.Foreign {
					s.wrong = append(s.wrong, fmt.Sprintf("seed %d %v: flagged %t, foreign %t named %t", seed, p.PageRef, is, p.Foreign, p.Named))
				}
			}
		}
		t.Logf("slips %g: %s; %d foreign pages, %d flagged, %d rightly", slips, s, foreign, flagged, right)
		for _, w := range s.wrong[:min(len(s.wrong), 40)] {
			t.Log(w)
		}
		if s.f1() < 0.95 || part64(s.kinds, s.docs) < 0.95 || part64(s.dates, s.dated) < 0.97-2*slips || right < foreign*9/10 || flagged > right+1 {
			t.Error("the figures are not reached")
		}
	}
}
