package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// A queueQuery is what the address of the queue asks for. Every part is a parameter of the address, so that any view
// can be kept as a bookmark; what is not understood is left out and never an error.
type queueQuery struct {
	Words    string
	Stage    string // a state or the ID of a stage group
	Owner    string // "me", "none" or an account
	Priority imr.Priority
	Due      string // "late", "today", "soon": the tiles
	All      bool   // also what is closed
	Sort     imr.QueueOrder
	Down     bool
	After    string // of the page before
}

const (
	maxWords = 200
	pageSize = 100
)

func parseQueue(q url.Values) queueQuery {
	one := func(key string, known ...string) string {
		v := strings.TrimSpace(q.Get(key))
		if len(known) > 0 && !slices.Contains(known, v) {
			return ""
		}
		return v
	}
	p := queueQuery{
		Words:    cut(strings.Join(strings.Fields(strings.ToValidUTF8(one("q"), "")), " "), maxWords),
		Owner:    cut(one("owner"), 64),
		Priority: imr.Priority(one("priority", string(imr.Regular), string(imr.Expedited), string(imr.Formulary))),
		Due:      one("due", "late", "today", "soon"),
		All:      one("which") == "all",
		Sort: imr.QueueOrder(one("sort", string(imr.ByCase), string(imr.ByWorker), string(imr.ByState), string(imr.ByOwner),
			string(imr.ByReceived))),
		Down:  one("dir") == "down",
		After: cut(one("after"), 400),
	}
	if s := one("stage"); statesOf(s) != nil {
		p.Stage = s
	}
	return p
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// statesOf returns the states that a choice of stage means, nil for no choice.
func statesOf(stage string) []imr.State {
	for _, g := range stageGroups {
		if g.ID == stage {
			return g.States
		}
	}
	if s := imr.State(stage); slices.Contains(stages, s) {
		return []imr.State{s}
	}
	return nil
}

// filter returns the query within the cases that the visitor may see.
func (p queueQuery) filter(v *Visit) imr.QueueFilter {
	f := v.scope()
	f.Words, f.States, f.Order, f.Descending, f.After, f.Limit = p.Words, statesOf(p.Stage), p.Sort, p.Down, p.After, pageSize
	f.OpenOnly = !p.All && p.Words == "" && !slices.ContainsFunc(f.States, func(s imr.State) bool { return !s.Unfinished() })
	if v.Plain() {
		f.OpenOnly = false
	}
	if p.Priority != "" {
		f.Priorities = []imr.Priority{p.Priority}
	}
	switch p.Owner {
	case "":
	case "me":
		f.Owner = v.Account.ID
	case "none":
		f.NoOwner = true
	default:
		f.Owner = imr.UserID(p.Owner)
	}
	today := clock.DayIn(v.Now, imr.Office)
	midnight := today.AddDays(1).At(0, 0, 0, imr.Office)
	switch p.Due {
	case "late":
		f.DueBefore = v.Now
	case "today":
		f.DueFrom, f.DueBefore = v.Now, midnight
	case "soon":
		f.DueFrom, f.DueBefore = midnight, today.AddDays(4).At(0, 0, 0, imr.Office)
	}
	return f
}

// address returns the address of this query from its first page on, with some of it changed.
func (p queueQuery) address(change func(*queueQuery)) string {
	p.After = ""
	if change != nil {
		change(&p)
	}
	q := p.values()
	if len(q) == 0 {
		return "/queue"
	}
	return "/queue?" + q.Encode()
}

func (p queueQuery) values() url.Values {
	q := url.Values{}
	set := func(k, v string) {
		if v != "" {
			q.Set(k, v)
		}
	}
	set("q", p.Words)
	set("stage", p.Stage)
	set("owner", p.Owner)
	set("priority", string(p.Priority))
	set("due", p.Due)
	if p.All {
		set("which", "all")
	}
	set("sort", string(p.Sort))
	if p.Down {
		set("dir", "down")
	}
	set("after", p.After)
	return q
}

// A chip is one filter at work, with the address without it.
type filterChip struct{ Words, Without string }

// chips tells the filters at work.
func (p queueQuery) chips(owners []auth.Account) []filterChip {
	var cs []filterChip
	add := func(words string, without func(*queueQuery)) { cs = append(cs, filterChip{words, p.address(without)}) }
	if p.Words != "" {
		add("“"+p.Words+"”", func(p *queueQuery) { p.Words = "" })
	}
	if p.Due != "" {
		add(map[string]string{"late": "Late", "today": "Due today", "soon": "Due in 3 days"}[p.Due], func(p *queueQuery) { p.Due = "" })
	}
	if p.Stage != "" {
		add("Stage: "+stageWords(p.Stage), func(p *queueQuery) { p.Stage = "" })
	}
	if p.Owner != "" {
		add("Owner: "+ownerWords(p.Owner, owners), func(p *queueQuery) { p.Owner = "" })
	}
	if p.Priority != "" {
		add(priorityName(p.Priority), func(p *queueQuery) { p.Priority = "" })
	}
	if p.All {
		add("Closed cases too", func(p *queueQuery) { p.All = false })
	}
	return cs
}

func stageWords(stage string) string {
	for _, g := range stageGroups {
		if g.ID == stage {
			return g.Name
		}
	}
	return imr.StageName(imr.State(stage))
}

func ownerWords(owner string, owners []auth.Account) string {
	switch owner {
	case "me":
		return "me"
	case "none":
		return "nobody"
	}
	for _, a := range owners {
		if string(a.ID) == owner {
			return a.Name
		}
	}
	return owner
}

func priorityName(p imr.Priority) string {
	switch p {
	case imr.Expedited:
		return "Expedited"
	case imr.Formulary:
		return "Formulary dispute"
	}
	return "Regular"
}

// A savedView is a query that people come back to.
type savedView struct {
	Name    string
	Address string
	Here    bool
}

// views returns the views above the queue; the one that is shown is marked.
func (p queueQuery) views() []savedView {
	vs := []savedView{
		{Name: "Everyone", Address: queueQuery{}.address(nil)},
		{Name: "Mine", Address: queueQuery{Owner: "me"}.address(nil)},
		{Name: "Due soon", Address: queueQuery{Due: "soon"}.address(nil)},
		{Name: "Late", Address: queueQuery{Due: "late"}.address(nil)},
		{Name: "Expedited", Address: queueQuery{Priority: imr.Expedited}.address(nil)},
		{Name: "Closed too", Address: queueQuery{All: true}.address(nil)},
	}
	here := p.address(func(p *queueQuery) { p.Sort, p.Down = "", false })
	for i := range vs {
		vs[i].Here = vs[i].Address == here
	}
	return vs
}

// A column is a head of the table, which sorts by it.
type column struct {
	Name    string
	Class   string
	Order   imr.QueueOrder
	Sorts   bool
	Address string // sorted by it, or the other way round
	Aria    string // "ascending", "descending", "" where it does not sort now
}

// columns returns the heads of the table.
func (p queueQuery) columns(withOwner bool) []column {
	cols := []column{{Name: "Due", Class: "due", Order: imr.ByDue, Sorts: true}, {Name: "Case", Class: "case", Order: imr.ByCase, Sorts: true},
		{Name: "In dispute", Class: "item"}, {Name: "Stage", Class: "stage", Order: imr.ByState, Sorts: true}, {Name: "Next step", Class: "next"}}
	if withOwner {
		cols = append(cols, column{Name: "Owner", Class: "owner", Order: imr.ByOwner, Sorts: true})
	}
	now := p.Sort
	if now == "" {
		now = imr.ByDue
	}
	for i := range cols {
		c := &cols[i]
		down := false
		if c.Sorts && c.Order == now {
			c.Aria, down = "ascending", !p.Down
			if p.Down {
				c.Aria = "descending"
			}
		}
		order := c.Order
		if order == imr.ByDue {
			order = ""
		}
		c.Address = p.address(func(p *queueQuery) { p.Sort, p.Down = order, down })
	}
	return cols
}
