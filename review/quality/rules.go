package quality

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A Kind is what a remark of the quality check is.
type Kind string

// The kinds. A remark of an older record has none and is a deficiency.
const (
	Deficiency Kind = "deficiency" // something is to be mended
	Praise     Kind = "praise"     // something was done well; nothing is to be answered
	Suggestion Kind = "suggestion" // other words, which the reviewer takes or declines
	Question   Kind = "question"   // something is to be answered
)

// Kinds lists the kinds in the order of a form.
var Kinds = []Kind{Deficiency, Suggestion, Question, Praise}

// Name is the kind in words: "Deficiency".
func (k Kind) Name() string {
	switch k {
	case Praise:
		return "Praise"
	case Suggestion:
		return "Suggestion"
	case Question:
		return "Question"
	}
	return "Deficiency"
}

// Answered says that the reviewer answers a remark of this kind before the draft goes back.
func (k Kind) Answered() bool { return k != Praise }

// A Code names what a remark is about, so that remarks can be counted.
type Code struct {
	ID        string // "cite.missing"
	Kind      Kind
	Name      string   // "Citation missing"
	Help      string   // when it is used
	Checks    []string // beginnings of the rules of machine checks that find it: "cite.missing"
	Authority string
}

// An Item is one line of the checklist that is ticked before a draft passes.
type Item struct {
	ID        string
	Text      string // "Nothing in the letter tells who the reviewer is."
	Help      string
	Checks    []string // rules of the machine checks that can answer it, as beginnings: "cite."; none where only a person can
	Authority string
}

// A Tick is the answer to one line of the checklist.
type Tick struct {
	Item    string `json:"item"`
	Answer  Answer `json:"answer"`
	Machine bool   `json:"machine,omitempty"` // proposed by the checks and left as it was
}

// An Answer to a line of the checklist.
type Answer string

// The answers. A draft with a No is returned, not passed.
const (
	Yes    Answer = "yes"
	No     Answer = "no"
	NotFor Answer = "not_applicable"
)

// Sampling says how many determinations a second physician looks at.
type Sampling struct {
	Permille   int // of a thousand first drafts, how many are drawn
	MonthlyCap int // at most so many in a calendar month of the office
}

// Rules are what a programme says of the quality check. They are data; the zero value asks for nothing.
type Rules struct {
	Codes     []Code
	Checklist []Item
	Sampling  Sampling
}

// Code finds a code by its ID.
func (r Rules) Code(id string) (Code, bool) {
	for _, c := range r.Codes {
		if c.ID == id {
			return c, true
		}
	}
	return Code{}, false
}

// CodeName is the name of a code; one that the table no longer has is told by its ID.
func (r Rules) CodeName(id string) string {
	if c, ok := r.Code(id); ok {
		return c.Name
	}
	return id
}

// CodeOf finds the code that speaks of what a rule of the machine checks found; the longest beginning wins.
func (r Rules) CodeOf(rule string) (found Code, ok bool) {
	longest := 0
	for _, c := range r.Codes {
		for _, begin := range c.Checks {
			if len(begin) > longest && strings.HasPrefix(rule, begin) {
				found, longest = c, len(begin)
			}
		}
	}
	return found, longest > 0
}

// AllYes answers every line of the checklist with yes.
func (r Rules) AllYes() []Tick {
	ts := make([]Tick, len(r.Checklist))
	for i, it := range r.Checklist {
		ts[i] = Tick{Item: it.ID, Answer: Yes}
	}
	return ts
}

// Fault says what keeps a list of answers from passing a draft: the line that lacks its answer or has a no. ok is true
// where nothing does.
func (r Rules) Fault(ticks []Tick) (line Item, answer Answer, ok bool) {
	given := map[string]Answer{}
	for _, t := range ticks {
		given[t.Item] = t.Answer
	}
	for _, it := range r.Checklist {
		if a := given[it.ID]; a != Yes && a != NotFor {
			return it, a, false
		}
	}
	return Item{}, "", true
}

// ParseCodes reads a programme's table of codes: tab-separated, with a head line.
func ParseCodes(r io.Reader) ([]Code, error) {
	var cs []Code
	seen := map[string]bool{}
	err := lines(r, "id\tkind\tname\thelp\tchecks\tauthority", func(f []string) error {
		c := Code{f[0], Kind(f[1]), f[2], f[3], semicolons(f[4]), f[5]}
		switch {
		case c.ID == "" || c.Name == "":
			return fmt.Errorf("a code without an id or a name")
		case seen[c.ID]:
			return fmt.Errorf("the code %q is there twice", c.ID)
		case c.Kind != Deficiency && c.Kind != Praise && c.Kind != Suggestion && c.Kind != Question:
			return fmt.Errorf("the code %q has the unknown kind %q", c.ID, f[1])
		}
		seen[c.ID] = true
		cs = append(cs, c)
		return nil
	})
	return cs, err
}

func semicolons(s string) []string {
	var list []string
	for _, c := range strings.Split(s, ";") {
		if c = strings.TrimSpace(c); c != "" {
			list = append(list, c)
		}
	}
	return list
}

// ParseChecklist reads a programme's checklist. Its column checks holds beginnings of rules, parted by semicolons.
func ParseChecklist(r io.Reader) ([]Item, error) {
	var is []Item
	seen := map[string]bool{}
	err := lines(r, "id\ttext\thelp\tchecks\tauthority", func(f []string) error {
		it := Item{ID: f[0], Text: f[1], Help: f[2], Authority: f[4]}
		if it.ID == "" || it.Text == "" {
			return fmt.Errorf("a line without an id or a text")
		}
		if seen[it.ID] {
			return fmt.Errorf("the line %q is there twice", it.ID)
		}
		it.Checks = semicolons(f[3])
		seen[it.ID] = true
		is = append(is, it)
		return nil
	})
	return is, err
}

// ParseSampling reads a programme's table of the blind audit: one setting a row. It returns a list of one.
func ParseSampling(r io.Reader) ([]Sampling, error) {
	var s Sampling
	err := lines(r, "setting\tvalue\treason", func(f []string) error {
		n, err := strconv.Atoi(f[1])
		switch {
		case err != nil || n < 0:
			return fmt.Errorf("%s: %q is no count", f[0], f[1])
		case f[0] == "permille" && n <= 1000:
			s.Permille = n
		case f[0] == "permille":
			return fmt.Errorf("%d of a thousand cannot be drawn", n)
		case f[0] == "monthly_cap":
			s.MonthlyCap = n
		default:
			return fmt.Errorf("there is no setting %q", f[0])
		}
		return nil
	})
	return []Sampling{s}, err
}

func lines(r io.Reader, columns string, each func(f []string) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		f := strings.Split(sc.Text(), "\t")
		switch {
		case n == 1 && sc.Text() != columns:
			return fmt.Errorf("line 1: the columns are not %q", columns)
		case n == 1:
			continue
		case len(f) != strings.Count(columns, "\t")+1:
			return fmt.Errorf("line %d: %d columns instead of %d", n, len(f), strings.Count(columns, "\t")+1)
		}
		if err := each(f); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return sc.Err()
}
