package assemble

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/review"
)

// searchDenial reads the decision under review where the index found no denial of an item in it: the sentence that names the
// item and refuses it, or the entry under which it is refused.
func (w *writer) searchDenial(it imr.Item, out *Item) {
	for _, d := range w.decisions() {
		p := w.paper(d)
		best, score := span{}, enough
		all := p.sentences(span{0, len(p.tokens)})
		for i, s := range all {
			text := p.text(s)
			if n := len(strings.Fields(text)); n > 60 {
				continue
			}
			refused := refuses.MatchString(text) || modifies.MatchString(text)
			if !refused && i+1 < len(all) {
				next := p.text(all[i+1])
				refused = len(strings.Fields(next)) < 16 && (refuses.MatchString(next) || modifies.MatchString(next))
				if refused {
					s.to = all[i+1].to
				}
			}
			if !refused {
				continue
			}
			if a := alike(it.Request, text, ""); a > score {
				best, score = s, a
			}
		}
		if best.to == 0 {
			continue
		}
		passage := p.passage(best)
		out.Denial = append(out.Denial, passage)
		out.Decision = decisionOf(passage.Text)
		if m := grants.FindStringSubmatch(passage.Text); m != nil && out.Decision == "modified" {
			out.Authorized = m[1]
		}
		w.reasonAndGuideline(p, best.from, out)
		return
	}
}

// decisions are the decisions of utilization review, the one under review first, then the newest.
func (w *writer) decisions() []*records.Document {
	var ds []*records.Document
	for _, d := range w.docs {
		if d.Type == "ur_decision" || d.Type == "ur_physician_notes" {
			ds = append(ds, d)
		}
	}
	far := func(d *records.Document) int {
		if w.c.Denial.Decided.IsZero() || d.Date.IsZero() {
			return 1 << 20
		}
		n := int(d.Date) - int(w.c.Denial.Decided)
		return max(n, -n)
	}
	slices.SortStableFunc(ds, func(a, b *records.Document) int { return cmp.Or(far(a)-far(b), cmp.Compare(b.Date, a.Date)) })
	return ds
}

// dispute tells what was asked for and how utilization review decided.
func (w *writer) dispute(items []Item) {
	w.requested(items)
	w.decided(items)
}

// requested tells of each form what it asks for of what is in dispute.
func (w *writer) requested(items []Item) {
	type form struct {
		doc   *records.Document
		asks  []string
		marks []review.Mark
	}
	var forms []*form
	var rest []string
	for i, x := range items {
		name := requestName(w.c.Items[i])
		if x.form.n == 0 {
			rest = append(rest, name)
			continue
		}
		var f *form
		for _, o := range forms {
			if o.doc == x.form.doc {
				f = o
			}
		}
		if f == nil {
			f = &form{doc: x.form.doc}
			forms = append(forms, f)
		}
		asked := cmp.Or(x.form.About, x.form.Text)
		if row := x.Request[0].Text; x.form.kind() == "rfa" && len(strings.Fields(row)) <= 12 && strings.Contains(row, asked) {
			asked = row[strings.Index(row, asked):] // without the label before it, with the amount after it
		}
		asked = lower(strings.Trim(spaces.ReplaceAllString(asked, " "), " .,;:"))
		if odd(asked) {
			asked = name
		}
		if q := x.form.Quantity; q != "" && !strings.Contains(strings.ToLower(asked), strings.ToLower(q)) && visits(asked) == 0 && pillCount(asked) == 0 {
			asked += ", " + q
		}
		if !slices.Contains(f.asks, asked) {
			f.asks = append(f.asks, asked)
		}
		f.marks = append(f.marks, x.Request[0].Mark())
	}
	for _, f := range forms {
		w.say(sentenceStart(w.source(f.doc))+" asks for "+list(f.asks), f.marks...)
	}
	if len(rest) > 0 {
		words := "Authorization was requested for " + list(rest)
		if d := w.c.Denial.RequestDated; !d.IsZero() {
			words += " on " + day(d)
		}
		w.say(words)
	}
}

func requestName(it imr.Item) string {
	name := lower(strings.TrimRight(it.Request, ". "))
	if q := it.Asked; q.Amount > 1 && visits(name) == 0 && pillCount(name) == 0 && !strings.Contains(name, q.String()) {
		name += ", " + q.String()
	}
	return name
}

// decided tells the decision on each item, and once each reason and guideline.
func (w *writer) decided(items []Item) {
	type group struct {
		doc      *records.Document
		decision string
		names    []string
		marks    []review.Mark
		items    []Item
	}
	var groups []*group
	for i, x := range items {
		if len(x.Denial) == 0 {
			continue
		}
		doc := w.book.Document(x.Denial[0].Number)
		var g *group
		for _, o := range groups {
			if o.doc == doc && o.decision == x.Decision {
				g = o
			}
		}
		if g == nil {
			g = &group{doc: doc, decision: x.Decision}
			groups = append(groups, g)
		}
		name := requestName(w.c.Items[i])
		if x.Decision == "modified" && x.Authorized != "" {
			name += " (" + x.Authorized + " authorized)"
		}
		g.names = append(g.names, name)
		g.marks = append(g.marks, x.Denial[0].Mark())
		g.items = append(g.items, x)
	}
	for _, g := range groups {
		verb := cmp.Or(g.decision, "did not authorize")
		if verb == "did not authorize" || g.doc == nil || g.doc.Type != "ur_decision" {
			w.say("Utilization review "+cmp.Or(g.decision, "did not authorize")+" "+list(g.names)+dayOf(w.c.Denial.Decided), g.marks...)
		} else {
			w.say(dayLead(cmp.Or(g.doc.Date, w.c.Denial.Decided))+"utilization review "+verb+" "+list(g.names), g.marks...)
		}
	}
	var told []string
	for _, g := range groups {
		for _, x := range g.items {
			w.reason(x, &told)
		}
	}
	if len(groups) == 0 && !w.c.Denial.Decided.IsZero() {
		words := "Utilization review did not authorize the request" + dayOf(w.c.Denial.Decided)
		if r := strings.TrimSpace(w.c.Denial.Reason); r != "" {
			words += ", for this reason: “" + strings.TrimRight(r, ".") + "”"
		}
		w.say(words)
	}
}

func dayOf(d clock.Day) string {
	if d.IsZero() {
		return ""
	}
	return " on " + day(d)
}

func dayLead(d clock.Day) string {
	if d.IsZero() {
		return ""
	}
	return "On " + day(d) + ", "
}

// reason quotes the reason and the guideline of a decision, each once.
func (w *writer) reason(x Item, told *[]string) {
	if r := x.Reason; r.Number > 0 && !slices.Contains(*told, r.Text) {
		*told = append(*told, r.Text)
		text := firstSentences(r.Text, 2, 60)
		w.say("The stated reason: “"+w.plain(text)+"”", mark(r.Number, r.Words.From, min(r.Words.To, r.Words.From+len(strings.Fields(text)))))
	}
	if g := x.GuidelineAt; g.Number > 0 && !slices.Contains(*told, g.Text) {
		*told = append(*told, g.Text)
		text := strings.TrimRight(firstSentences(g.Text, 3, 60), ". ")
		w.say("The decision cites: “"+text+"”", mark(g.Number, g.Words.From, min(g.Words.To, g.Words.From+len(strings.Fields(text)))))
	}
}

// firstSentences is the beginning of a text: so many sentences, or words where one is very long.
func firstSentences(text string, n, most int) string {
	ss := review.Sentences(text)
	if len(ss) > n {
		text = text[:ss[n-1].To]
	}
	if ws := strings.Fields(text); len(ws) > most {
		text = strings.Join(ws[:most], " ") + " …"
	}
	return text
}
