package guideline

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// sectionGroup tells which list of section names a chapter uses.
type sectionGroup uint8

const (
	groupNone sectionGroup = iota
	groupACOEM
	groupPain
	groupOpioid
	groupPostsurgical
	groupODG
	groupCount
)

var groupNames = map[string]sectionGroup{
	"acoem": groupACOEM, "pain": groupPain, "opioid": groupOpioid, "postsurgical": groupPostsurgical,
}

// A chapterName is one way in which letters name a chapter, and the editions that it can mean.
type chapterName struct {
	key      string // lower case
	title    string // as letters write it, without "Guidelines" and without the year
	number   int    // of the chapter in ACOEM's 2nd edition, 0 for others
	editions []edition
}

type edition struct {
	year  int
	id    string
	group sectionGroup
}

type sectionName struct {
	key      string
	name     string
	misspelt bool
}

// names of one kind, by their first letter and the longest first, so that the first match is the best.
type byLetter[T any] [256][]T

type sectionList struct {
	list  []sectionName
	index byLetter[sectionName]
}

type nameIndex struct {
	chapters byLetter[*chapterName]
	numbers  [20]*chapterName // chapters of ACOEM's 2nd edition
	groups   [groupCount]sectionList
	odg      byLetter[odgName]
	ids      map[string]*chapterEdition
}

type chapterEdition struct {
	edition
	name *chapterName
}

type odgName struct{ key, id string }

func (ix *nameIndex) chapterByID(id string) *chapterEdition {
	if c, ok := ix.ids[id]; ok {
		return c
	}
	if g, ok := ByID(id); ok {
		return ix.ids[g.SameAs]
	}
	return nil
}

// The letters' names of the chapters, with the row that each edition is filed under. Topics that the
// MTUS took over from ACOEM's 2nd edition are filed under the ACOEM chapter; SameAs leads to the MTUS row.
var letterNames = []struct {
	id    string
	year  int
	group sectionGroup
	names []string // the first is the one that is written
}{
	{"MTUS-GA-2004", 2004, groupACOEM, []string{"General Approaches"}},
	{"ACOEM2-CH01", 2004, groupACOEM, []string{"Prevention"}},
	{"ACOEM2-CH02", 2004, groupACOEM, []string{"General Approach to Initial Assessment and Documentation"}},
	{"ACOEM2-CH03", 2004, groupACOEM, []string{"Initial Approaches to Treatment"}},
	{"ACOEM2-CH04", 2004, groupACOEM, []string{"Work-Relatedness"}},
	{"ACOEM2-CH05", 2004, groupACOEM, []string{"Cornerstones of Disability Prevention and Management"}},
	{"ACOEM2-CH06", 2004, groupACOEM, []string{"Pain, Suffering, and the Restoration of Function"}},
	{"ACOEM2-CH07", 2004, groupACOEM, []string{"Independent Medical Examinations and Consultations"}},
	{"ACOEM2-CH08", 2004, groupACOEM, []string{"Neck and Upper Back Complaints"}},
	{"ACOEM2-CH09", 2004, groupACOEM, []string{"Shoulder Complaints"}},
	{"ACOEM2-CH10", 2004, groupACOEM, []string{"Elbow Complaints"}},
	{"MTUS-ELB-2007", 2007, groupACOEM, []string{"Elbow Complaints", "Elbow Disorders"}},
	{"ACOEM2-CH11", 2004, groupACOEM, []string{"Forearm, Wrist, and Hand Complaints", "Forearm, Wrist and Hand Complaints"}},
	{"ACOEM2-CH12", 2004, groupACOEM, []string{"Low Back Complaints"}},
	{"ACOEM2-CH13", 2004, groupACOEM, []string{"Knee Complaints"}},
	{"ACOEM2-CH14", 2004, groupACOEM, []string{"Ankle and Foot Complaints"}},
	{"ACOEM2-CH15", 2004, groupACOEM, []string{"Stress-Related Conditions", "Stress Related Conditions"}},
	{"ACOEM2-CH16", 2004, groupACOEM, []string{"Eye"}},
	{"MTUS-ACU-2007", 2007, groupNone, []string{"Acupuncture Treatment", "Acupuncture Medical Treatment"}},
	{"MTUS-CP-2009", 2009, groupPain, []string{"Chronic Pain Medical Treatment", "Chronic Pain Treatment"}},
	{"MTUS-CP-2016", 2016, groupPain, []string{"Chronic Pain Medical Treatment", "Chronic Pain Treatment"}},
	{"MTUS-OP-2016", 2016, groupOpioid, []string{"Opioid Treatment", "Opioids Treatment"}},
	{"MTUS-PS-2009", 2009, groupPostsurgical, []string{"Postsurgical Treatment", "Post-surgical Treatment"}},
}

var names = sync.OnceValue(func() *nameIndex {
	ix, err := buildNames(library(), sectionsTSV)
	if err != nil {
		panic(err) // the tables are part of the program; a test loads them
	}
	return ix
})

func buildNames(t *table, tsv string) (*nameIndex, error) {
	ix := &nameIndex{ids: map[string]*chapterEdition{}}
	all := map[string]*chapterName{}
	add := func(name string, e edition, number int) error {
		if _, ok := t.byID[e.id]; !ok {
			return fmt.Errorf("the chapter %q names %s, which is not in the library", name, e.id)
		}
		c := all[lower(name)]
		if c == nil {
			c = &chapterName{key: lower(name), title: name}
			all[c.key] = c
		}
		if !slices.ContainsFunc(c.editions, func(o edition) bool { return o.year == e.year }) {
			c.editions = append(c.editions, e)
		}
		if number != 0 {
			c.number = number
			if ix.numbers[number] == nil {
				ix.numbers[number] = c
			}
		}
		if ix.ids[e.id] == nil {
			ix.ids[e.id] = &chapterEdition{e, c}
		}
		return nil
	}
	for _, l := range letterNames {
		number := 0
		if _, err := fmt.Sscanf(l.id, "ACOEM2-CH%d", &number); err != nil {
			number = 0
		}
		for _, n := range l.names {
			if err := add(n, edition{l.year, l.id, l.group}, number); err != nil {
				return nil, err
			}
		}
	}
	for i := range t.rows { // the editions since 2017 are cited by their title
		g := &t.rows[i]
		if g.Family != MTUS || g.Level != "guideline" || g.Year == 0 || ix.ids[g.ID] != nil || g.SameAs != "" {
			continue
		}
		title := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(g.Title, " Guideline"), " Guidelines"), " Medical Treatment")
		form := strings.TrimPrefix(g.CitationForm, "MTUS ")
		form = strings.TrimSuffix(form, fmt.Sprintf(" %d", g.Year))
		for _, n := range []string{form, title} {
			if err := add(n, edition{g.Year, g.ID, groupNone}, 0); err != nil {
				return nil, err
			}
		}
	}
	for _, c := range all {
		for _, key := range spellings(c.key) {
			spelt := *c
			spelt.key = key
			put(&ix.chapters, key, &spelt)
		}
	}
	sortIndex(&ix.chapters, func(c *chapterName) string { return c.key })

	lines, err := readTSV("sections.tsv", tsv, []string{"group", "section", "origin"})
	if err != nil {
		return nil, err
	}
	for n, f := range lines {
		g, ok := groupNames[f[0]]
		if !ok {
			return nil, fmt.Errorf("sections.tsv line %d: no group is named %q", n+2, f[0])
		}
		ix.addSection(g, f[1], strings.Contains(f[2], "misspelt"))
	}
	for i := range t.rows {
		switch g := &t.rows[i]; {
		case g.Family != ODG:
		case g.Level == "section":
			ix.addSection(groupODG, g.Section, false)
		case g.Level == "chapter":
			ix.addODG(g)
		}
	}
	for g := range ix.groups {
		sortIndex(&ix.groups[g].index, func(s sectionName) string { return s.key })
	}
	sortIndex(&ix.odg, func(o odgName) string { return o.key })
	return ix, nil
}

func (ix *nameIndex) addSection(g sectionGroup, name string, misspelt bool) {
	l := &ix.groups[g]
	if slices.ContainsFunc(l.list, func(s sectionName) bool { return s.name == name }) {
		return
	}
	l.list = append(l.list, sectionName{lower(name), name, misspelt})
	for _, key := range spellings(lower(name)) {
		put(&l.index, key, sectionName{key, name, misspelt})
	}
}

// addODG files an ODG chapter under its title up to the first bracket or dash: letters write
// "Low Back", "Low Back - Lumbar & Thoracic (Acute & Chronic)" and "Low back section" alike.
func (ix *nameIndex) addODG(g *Guideline) {
	title := g.Title
	for _, cut := range []string{" (", " - "} {
		title, _, _ = strings.Cut(title, cut)
	}
	short := map[string][]string{
		"ODG-NUB": {"Neck"}, "ODG-KNE": {"Knee"}, "ODG-ANK": {"Ankle"}, "ODG-HIP": {"Hip"}, "ODG-LB": {"Lumbar"},
		"ODG-PAIN": {"Chronic Pain"}, "ODG-FWH": {"Forearm, Wrist and Hand", "Hand, Wrist, and Forearm"},
		"ODG-MIS": {"Mental Illness", "Mental/Stress"},
	}
	for _, n := range append([]string{title}, short[g.ID]...) {
		for _, key := range spellings(lower(n)) {
			put(&ix.odg, key, odgName{key, g.ID})
		}
	}
}

// spellings returns a name with "and", with "&", and as it stands.
func spellings(key string) []string {
	out := []string{key}
	for _, v := range []string{strings.ReplaceAll(key, " and ", " & "), strings.ReplaceAll(key, " & ", " and ")} {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func put[T any](ix *byLetter[T], key string, v T) { ix[key[0]] = append(ix[key[0]], v) }

func sortIndex[T any](ix *byLetter[T], key func(T) string) {
	for i := range ix {
		slices.SortStableFunc(ix[i], func(a, b T) int {
			if d := len(key(b)) - len(key(a)); d != 0 {
				return d
			}
			return strings.Compare(key(a), key(b))
		})
	}
}

// chapterAt returns the longest chapter name at s[i:], and where it ends.
func (ix *nameIndex) chapterAt(s string, i int) (*chapterName, int) {
	if i >= len(s) {
		return nil, i
	}
	for _, c := range ix.chapters[lowerByte(s[i])] {
		if end := match(s, i, c.key); end > 0 {
			return c, end
		}
	}
	return nil, i
}

func (ix *nameIndex) sectionAt(g sectionGroup, s string, i int) (*sectionName, int) {
	if i >= len(s) {
		return nil, i
	}
	list := ix.groups[g].index[lowerByte(s[i])]
	for k := range list {
		if end := match(s, i, list[k].key); end > 0 {
			return &list[k], end
		}
	}
	return nil, i
}

// match compares s[i:] with a lower-case name and returns where the name ends in s, or 0. A hyphen with
// a blank after it, which the break of a line leaves behind, counts as a hyphen and as nothing
// ("Electro- diagnostic", "Low- Level"). The name must end where a word does.
func match(s string, i int, name string) int {
	for j := 0; j < len(name); j++ {
		if i >= len(s) {
			return 0
		}
		c := lowerByte(s[i])
		if c != name[j] {
			if c != '-' || i+2 >= len(s) || s[i+1] != ' ' || lowerByte(s[i+2]) != name[j] {
				return 0
			}
			i += 3
			continue
		}
		i++
		if c == '-' && i < len(s) && s[i] == ' ' && j+1 < len(name) && name[j+1] != ' ' {
			i++
		}
	}
	if i < len(s) && isWordByte(s[i]) && isWordByte(s[i-1]) {
		return 0
	}
	return i
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func isWordByte(c byte) bool {
	c = lowerByte(c)
	return 'a' <= c && c <= 'z' || isDigit(c) || c >= 0x80
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// lower changes only ASCII letters, so that it never changes the length of a text.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

func equalFold(a, b string) bool { return len(a) == len(b) && hasPrefixFold(a, lower(b)) }

// hasPrefixFold says whether s begins with a lower-case prefix, whatever the case of s.
func hasPrefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if lowerByte(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// indexFold is strings.Index for a lower-case sub, whatever the case of s.
func indexFold(s, sub string) int {
	if sub == "" {
		return 0
	}
	for i := 0; i+len(sub) <= len(s); i++ {
		if lowerByte(s[i]) == sub[0] && hasPrefixFold(s[i:], sub) {
			return i
		}
	}
	return -1
}

// haystacks are the words of each row for Search, each with a blank before it.
var haystacks = sync.OnceValue(func() []string {
	rows := Library()
	out := make([]string, len(rows))
	for i, g := range rows {
		text := strings.Join([]string{g.ID, string(g.Family), g.Title, g.Section, g.Edition, g.CitationForm}, " ")
		out[i] = " " + strings.Join(strings.FieldsFunc(lower(text), func(r rune) bool {
			return strings.ContainsRune(" ,;:()[]&/", r)
		}), " ")
	}
	return out
})
