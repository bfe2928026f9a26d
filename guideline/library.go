package guideline

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openimr/openimr/clock"
)

// A Guideline is one row of the library: a schedule, a guideline, a chapter or a section of one.
type Guideline struct {
	ID           string
	Parent       string // "" for a row that stands alone
	Level        string // schedule, guideline, chapter, section, regulation, formulary, study, none
	Family       Source
	Title        string
	Publisher    string
	Edition      string // as the publisher dates it: "2004", "2019-04-24", "continuously updated"
	Year         int    // of the edition, 0 where it has none
	Section      string // name of the section or chapter, "" above that level
	CitationForm string // the words in which letters cite it
	Authority    string // section of law that adopts it or gives it its place
	From, To     clock.Day
	Regions      []string // ids of body regions
	Topics       []string
	Status       string // current, superseded, proposed, unknown
	SameAs       string // the row that holds the same text under another name, "" where none
	Next         string // the edition that took its place, "" where the library knows none
	Confidence   string // read, secondary, memory
	Note         string
}

//go:embed data/guidelines.tsv
var guidelinesTSV string

//go:embed data/sections.tsv
var sectionsTSV string

type table struct {
	rows     []Guideline
	byID     map[string]int
	children map[string][]int
	horizon  clock.Day // the last adoption that the library has read
}

var library = sync.OnceValue(func() *table {
	t, err := loadLibrary(guidelinesTSV)
	if err != nil {
		panic(err) // the table is part of the program; a test loads it
	}
	return t
})

// Library returns all rows in the order of the table. The rows are shared: do not change them.
func Library() []Guideline { return library().rows }

// ByID returns the row with an id.
func ByID(id string) (Guideline, bool) {
	t := library()
	i, ok := t.byID[id]
	if !ok {
		return Guideline{}, false
	}
	return t.rows[i], true
}

// Children returns the rows directly under a row, in the order of the table: the guidelines of a
// schedule, the chapters of a guideline, the sections of a chapter. For a row that has none of its
// own, the sections of its SameAs row are given, so that ACOEM2-CH09 lists what MTUS-SHO-2004 has.
func Children(id string) []Guideline {
	t := library()
	list := t.children[id]
	if len(list) == 0 {
		if i, ok := t.byID[id]; ok {
			list = t.children[t.rows[i].SameAs]
		}
	}
	out := make([]Guideline, len(list))
	for k, i := range list {
		out[k] = t.rows[i]
	}
	return out
}

// SectionNames returns the section names that a pick list offers under a chapter: those of the library
// and those which letters use, in alphabetical order, without known misspellings.
func SectionNames(id string) []string {
	ix := names()
	c := ix.chapterByID(id)
	if c == nil {
		return nil
	}
	var out []string
	for _, s := range ix.groups[c.group].list {
		if !s.misspelt {
			out = append(out, s.name)
		}
	}
	for _, g := range Children(c.id) {
		if g.Level == "section" && !slices.Contains(out, g.Section) {
			out = append(out, g.Section)
		}
	}
	slices.Sort(out)
	return out
}

var libraryColumns = []string{
	"id", "parent", "level", "family", "title", "publisher", "edition", "section", "citation_form",
	"authority", "from", "to", "regions", "topics", "status", "same_as", "superseded_by", "confidence", "note",
}

func loadLibrary(tsv string) (*table, error) {
	lines, err := readTSV("guidelines.tsv", tsv, libraryColumns)
	if err != nil {
		return nil, err
	}
	t := &table{byID: make(map[string]int, len(lines)), children: map[string][]int{}}
	for n, f := range lines {
		g := Guideline{
			ID: f[0], Parent: f[1], Level: f[2], Family: Source(f[3]), Title: f[4], Publisher: f[5], Edition: f[6],
			Section: f[7], CitationForm: f[8], Authority: f[9], Regions: split(f[12]), Topics: split(f[13]),
			Status: f[14], SameAs: f[15], Next: f[16], Confidence: f[17], Note: f[18],
		}
		if len(g.Edition) >= 4 {
			if y, err := strconv.Atoi(g.Edition[:4]); err == nil {
				g.Year = y
			}
		}
		for _, d := range []struct {
			to   *clock.Day
			text string
		}{{&g.From, f[10]}, {&g.To, f[11]}} {
			if d.text == "" {
				continue
			}
			if *d.to, err = clock.ParseDay(d.text); err != nil {
				return nil, fmt.Errorf("guidelines.tsv line %d (%s): %w", n+2, g.ID, err)
			}
		}
		if g.ID == "" {
			return nil, fmt.Errorf("guidelines.tsv line %d has no id", n+2)
		}
		if _, twice := t.byID[g.ID]; twice {
			return nil, fmt.Errorf("guidelines.tsv line %d: id %s stands twice", n+2, g.ID)
		}
		t.byID[g.ID] = len(t.rows)
		t.rows = append(t.rows, g)
		if g.Family == MTUS && g.From > t.horizon {
			t.horizon = g.From
		}
	}
	for i, g := range t.rows {
		for _, ref := range []string{g.Parent, g.SameAs, g.Next} {
			if _, ok := t.byID[ref]; ref != "" && !ok {
				return nil, fmt.Errorf("guidelines.tsv: %s names %s, which is not in the table", g.ID, ref)
			}
		}
		if g.Parent != "" {
			t.children[g.Parent] = append(t.children[g.Parent], i)
		}
	}
	return t, nil
}

// readTSV splits a table with the given head line into its fields and checks their number.
func readTSV(name, tsv string, columns []string) ([][]string, error) {
	lines := strings.Split(strings.TrimSuffix(tsv, "\n"), "\n")
	if got := lines[0]; got != strings.Join(columns, "\t") {
		return nil, fmt.Errorf("%s begins with %q and not with its column names", name, got)
	}
	out := make([][]string, 0, len(lines)-1)
	for i, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) != len(columns) {
			return nil, fmt.Errorf("%s line %d has %d fields and needs %d", name, i+2, len(f), len(columns))
		}
		out = append(out, f)
	}
	return out, nil
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}
