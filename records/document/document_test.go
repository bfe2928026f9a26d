package document

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

func papers(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) < 3 {
		t.Fatalf("%d files of papers: %v", len(names), err)
	}
	return names
}

func TestPapersOfManyVoicesAreCutAndNamed(t *testing.T) {
	var s score
	for _, n := range papers(t) {
		pages, truths := readPapers(t, filepath.Base(n))
		docs, _ := Cut(bundleOf(pages), Options{})
		s.count(filepath.Base(n), truths, docs, 0)
	}
	t.Log(s)
	for _, w := range s.wrong {
		t.Log(w)
	}
	if s.f1() < 0.98 || part64(s.kinds, s.docs) < 0.98 || part64(s.dates, s.dated) < 0.98 || part64(s.authors, s.authord) < 0.95 {
		t.Error("the figures are worse than they were")
	}
}

func TestMisreadPapersAreCutAndNamed(t *testing.T) {
	var s score
	for seed := range uint64(6) {
		for _, n := range papers(t) {
			pages, truths := readPapers(t, filepath.Base(n))
			for i := range pages {
				pages[i] = misread(pages[i], 50, seed*1000+uint64(i))
			}
			docs, _ := Cut(bundleOf(pages), Options{})
			s.count(filepath.Base(n), truths, docs, 0)
		}
	}
	t.Log(s)
	for _, w := range s.wrong[:min(len(s.wrong), 40)] {
		t.Log(w)
	}
	if s.f1() < 0.95 || part64(s.kinds, s.docs) < 0.95 || part64(s.dates, s.dated) < 0.9 {
		t.Error("the figures are worse than they were")
	}
}

func TestPagesOutOfOrderArePutBack(t *testing.T) {
	all, _ := readPapers(t, "other.txt")
	qme, letter, bill := all[1:5], all[0], all[6]
	for name, pages := range map[string][]records.Page{
		"two pages changed":          {letter, qme[0], qme[2], qme[1], qme[3], bill},
		"from the last to the first": {letter, qme[3], qme[2], qme[1], qme[0], bill},
		"another paper in between":   {qme[0], qme[1], bill, qme[2], qme[3], letter},
		"the last page first":        {qme[3], letter, qme[0], qme[1], qme[2], bill},
	} {
		docs, _ := Cut(bundleOf(pages), Options{})
		if len(docs) != 3 {
			t.Errorf("%s: %d documents, not 3: %+v", name, len(docs), docs)
			continue
		}
		i := slices.IndexFunc(docs, func(d records.Document) bool { return d.Type == "qme_report" })
		if i < 0 || len(docs[i].Pages) != 4 {
			t.Errorf("%s: %+v", name, docs)
			continue
		}
		for k, r := range docs[i].Pages {
			if p := pages[r.Page-1]; p.Text() != qme[k].Text() {
				t.Errorf("%s: page %d is %q", name, k+1, p.Text()[:40])
			}
		}
	}
}

func TestBlankPagesStayAndSeparatorsStandAlone(t *testing.T) {
	all, _ := readPapers(t, "clinic.txt")
	blank := records.Page{Width: 612, Height: 792, Blank: true, Source: records.None}
	separator := typeset("DOCUMENT SEPARATOR")
	separator.Separator = true
	docs, _ := Cut(bundleOf([]records.Page{all[1], blank, all[2], blank, separator, all[3], blank}, []records.Page{blank, blank}), Options{})
	slices.SortFunc(docs, func(a, b records.Document) int { return compareRef(a.Pages[0], b.Pages[0]) })
	var sizes []int
	for _, d := range docs {
		sizes = append(sizes, len(d.Pages))
	}
	if !slices.Equal(sizes, []int{4, 1, 2, 2}) || docs[1].Type != "record_index" || docs[3].Type != "photo_id" {
		t.Errorf("%v %+v", sizes, docs)
	}
}

func TestAFileGoesOnInTheNextByItsPageNumbers(t *testing.T) {
	all, _ := readPapers(t, "other.txt")
	if docs, _ := Cut(bundleOf(all[1:3], all[3:5]), Options{}); len(docs) != 1 || len(docs[0].Pages) != 4 {
		t.Errorf("%+v", docs)
	}
	if docs, _ := Cut(bundleOf(all[1:3], all[1:5]), Options{}); len(docs) != 2 {
		t.Errorf("%+v", docs)
	}
}

func TestTheSamePaperTwiceIsTwoDocuments(t *testing.T) {
	all, truths := readPapers(t, "hard.txt")
	imaging := slices.IndexFunc(truths, func(x truth) bool { return x.kind == "imaging_report" })
	p := all[imaging]
	b := bundleOf([]records.Page{p, p, all[0], all[1], all[2], all[0], all[1], all[2]})
	var dups []records.Duplicate
	for _, d := range [][2]int{{2, 1}, {6, 3}, {7, 4}, {8, 5}} {
		dups = append(dups, records.Duplicate{Page: records.PageRef{Page: d[0]}, Of: records.PageRef{Page: d[1]}, Relation: records.SamePage})
	}
	if docs, _ := Cut(b, Options{Duplicates: dups}); len(docs) != 4 {
		t.Errorf("%d documents: %+v", len(docs), docs)
	}
}

func TestDaysOfPapers(t *testing.T) {
	for text, want := range map[string]string{
		"July 14, 2015": "2015-07-14", "7/14/15": "2015-07-14", "07-14-2015": "2015-07-14", "14-JUL-2015": "2015-07-14", "2015-07-14": "2015-07-14",
		"Jul. 14th, 2015": "2015-07-14", "14 July 2015": "2015-07-14", "this 14th day of July, 2015": "2015-07-14", "O7/l4/2O15": "2015-07-14", "JUL 14, 2015@09:30": "2015-07-14",
		"7.14.2015": "2015-07-14", "07 / 14 / 2015": "2015-07-14", "February 30, 2015": "", "13/45/2015": "", "555-0111": "", "62310-50": "", "1/2": "", "03/22/1971": "1971-03-22", "3/22/71": "1971-03-22",
		"Sept 9, 2015": "2015-09-09", "JUL-14-2015": "2015-07-14", "2013-11-62": "2013-11-02", "2612-05-22": "2012-05-22", "2011-05~30": "2011-05-30", "11/66/2014": "2014-11-06", "1965-@1-27": "1965-01-27", "July 6, 2Ol5": "2015-07-06",
	} {
		got := daysIn(text)
		switch {
		case want == "" && len(got) > 0:
			t.Errorf("%q: %s", text, got[0].day)
		case want != "" && (len(got) != 1 || got[0].day != clock.MustDay(want)):
			t.Errorf("%q: %+v, want %s", text, got, want)
		}
	}
}

func TestNamesOfPages(t *testing.T) {
	for _, c := range []struct {
		page, patient string
		want          kinship
	}{
		{"DOE, JANE A.", "Jane Doe", samePerson}, {"Jane Doe", "Jane A. Doe", samePerson}, {"J. Doe", "Jane Doe", samePerson}, {"Doe Jane", "Jane Doe", samePerson},
		{"Jane Doe-Miller", "Jane Doe", samePerson}, {"Bob Stone", "Robert Stone", samePerson}, {"JANF D0E", "Jane Doe", samePerson}, {"Mrs. Jane Doe", "Jane Doe", samePerson},
		{"Maria de la Cruz", "Maria Cruz", samePerson}, {"CRUZ MARIA", "Maria de la Cruz", samePerson}, {"Hemandez, Luis", "Luis Hernandez", samePerson},
		{"Peter Doe", "Jane Doe", otherGiven}, {"Jane Roe-Smith", "Jane Doe", otherFamily}, {"Terrence Alvarado", "Marisol Ortega", otherPerson}, {"ALVARADO, TERRENCE", "Marisol Ortega", otherPerson},
	} {
		a, ok := nameOf(c.page)
		b, ok2 := nameOf(c.patient)
		if got := compare(a, b); got != c.want || !ok || !ok2 {
			t.Errorf("%q and %q: %d, want %d", c.page, c.patient, got, c.want)
		}
	}
}

func TestPagesOfOthersAreFlagged(t *testing.T) {
	clinic, _ := readPapers(t, "clinic.txt")
	other, _ := readPapers(t, "other.txt")
	p := records.Patient{Name: "Marisol R. Ortega", BirthDate: clock.MustDay("1971-03-22"), Claim: "SC-2209-4471", Injury: clock.MustDay("2014-09-18")}
	if _, f := Cut(bundleOf(clinic), Options{Patient: p}); len(f) > 0 {
		t.Errorf("her own pages are flagged: %+v", f)
	}
	pages := slices.Concat(clinic[:4], other[1:5], clinic[4:], other[10:11], other[13:14])
	_, f := Cut(bundleOf(pages), Options{Patient: p})
	var at []int
	for _, x := range f {
		at = append(at, x.Page.Page)
	}
	n := len(pages)
	if !slices.Equal(at, []int{5, 6, 7, 8, n - 1, n}) {
		t.Errorf("flagged %v of %d", at, n)
	}
	if len(f) > 0 && f[0].Why != "The page names Terrence Alvarado, not Marisol R. Ortega, gives the birth date July 2, 1966, not March 22, 1971 and gives another claim number than SC-2209-4471." {
		t.Error(f[0].Why)
	}
	if _, f := Cut(bundleOf(pages), Options{}); len(f) > 0 {
		t.Errorf("nobody is known, and yet: %+v", f)
	}
}

func FuzzCut(f *testing.F) {
	f.Add("PROOF OF SERVICE\n\nPage 1 of 2\f\nDate: 7/14/2015\nPatient: Doe, Jane", "Jane Doe")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, text, patient string) {
		if len(text) > 2000 {
			return
		}
		p := typeset(text[:min(len(text), 400)])
		docs, _ := Cut(bundleOf([]records.Page{p, typeset(patient[:min(len(patient), 200)])}), Options{Patient: records.Patient{Name: patient}})
		n := 0
		for _, d := range docs {
			n += len(d.Pages)
		}
		if n != 2 {
			t.Errorf("%d pages of 2", n)
		}
	})
}

func BenchmarkCut(b *testing.B) {
	var pages []records.Page
	for _, n := range papers(b) {
		ps, _ := readPapers(b, filepath.Base(n))
		pages = append(pages, ps...)
	}
	bundle := bundleOf(pages)
	for b.Loop() {
		Cut(bundle, Options{})
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}
