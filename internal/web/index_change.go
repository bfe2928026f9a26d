package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/records"
)

// changeOf reads what a form of a paper asks for ("do") and says it in words, with what takes it back. What is wrong
// stands in the input's errors.
func changeOf(in *input, shelf *records.Shelf, d records.Document, ref records.PageRef) change {
	at := shelf.ID(ref)
	n := shelf.Number(ref)
	ch := change{Show: n}
	one := func(k, back records.CorrectionKind) {
		ch.Do = []records.Correction{{Kind: k, Page: at}}
		ch.Undo = []records.Correction{{Kind: back, Page: at}}
	}
	page := "page " + strconv.Itoa(n)
	switch in.values.Get("do") {
	case "what":
		whatOf(in, shelf, d, &ch)
	case "split":
		if d.Pages[0] == ref {
			in.fail("do", "A paper begins at page "+strconv.Itoa(n)+" already.")
			return ch
		}
		one(records.SplitHere, records.JoinHere)
		ch.Says = "A paper of its own begins at " + page + " of the record."
		ch.Back = capital(page) + " of the record goes on from the paper before it, as it did."
	case "join":
		first := shelf.Number(d.Pages[0])
		before, _ := around(shelf, d)
		if d.Pages[0] != ref || before == nil {
			in.fail("do", "Nothing comes before "+page+" that it could go on from.")
			return ch
		}
		one(records.JoinHere, records.SplitHere)
		ch.Show = shelf.Number(before.Pages[0])
		ch.Says = "The paper at page " + strconv.Itoa(first) + " of the record goes on from the one at page " + strconv.Itoa(ch.Show) + "; they are one."
		ch.Back = "A paper of its own begins at page " + strconv.Itoa(first) + " of the record, as it did."
	case "move":
		moveOf(in, shelf, d, ref, &ch)
	case "foreign":
		one(records.IsForeign, records.NotForeign)
		ch.Says, ch.Back = capital(page)+" of the record is of another patient.", capital(page)+" of the record is of this patient."
	case "ours":
		one(records.NotForeign, records.IsForeign)
		ch.Says, ch.Back = capital(page)+" of the record is of this patient.", capital(page)+" of the record is of another patient."
	default:
		in.fail("do", "Choose what to put right.")
	}
	return ch
}

// whatOf compares what a paper is said to be with what was typed.
func whatOf(in *input, shelf *records.Shelf, d records.Document, ch *change) {
	first := shelf.ID(d.Pages[0])
	ch.Show = shelf.Number(d.Pages[0])
	var kinds []string
	for _, k := range records.Kinds() {
		kinds = append(kinds, k.ID)
	}
	kind, title, author, day := in.choice("type", append(kinds, d.Type)...), in.text("title"), in.text("author"), in.day("date")
	if len(title) > 300 || len(author) > 200 {
		in.fail("title", "A title has at most 300 characters, an author 200.")
	}
	if kind == "" && len(in.errs) == 0 {
		in.fail("type", "Choose the kind of paper.")
	}
	if len(in.errs) > 0 {
		return
	}
	var says, back []string
	add := func(k records.CorrectionKind, name, now, was string) {
		if now == was {
			return
		}
		ch.Do = append(ch.Do, records.Correction{Kind: k, Page: first, Value: now})
		ch.Undo = append(ch.Undo, records.Correction{Kind: k, Page: first, Value: was})
		says, back = append(says, name+" “"+orNone(now)+"”"), append(back, name+" “"+orNone(was)+"”")
	}
	if kind != d.Type {
		ch.Do = append(ch.Do, records.Correction{Kind: records.Retype, Page: first, Value: kind})
		ch.Undo = append(ch.Undo, records.Correction{Kind: records.Retype, Page: first, Value: d.Type})
		says, back = append(says, "the kind "+records.KindName(kind)), append(back, "the kind "+records.KindName(d.Type))
	}
	if day != d.Date {
		ch.Do = append(ch.Do, records.Correction{Kind: records.Redate, Page: first, Date: day})
		ch.Undo = append(ch.Undo, records.Correction{Kind: records.Redate, Page: first, Date: d.Date})
		says, back = append(says, "the date "+orNone(plainDay(day))), append(back, "the date "+orNone(plainDay(d.Date)))
	}
	if kind != d.Type && title == records.KindName(d.Type) {
		title = records.KindName(kind) // it was called by its kind, and still is
	}
	add(records.Retitle, "the title", title, d.Title)
	add(records.Reauthor, "the author", author, d.Author)
	if len(ch.Do) == 0 {
		in.fail("type", "Nothing was changed. Change the kind, the date, the title or the author first.")
		return
	}
	at := "The paper at page " + strconv.Itoa(ch.Show) + " of the record has "
	ch.Says, ch.Back = at+strings.Join(says, ", ")+".", at+strings.Join(back, ", ")+" again."
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// moveOf puts a page behind another one of the record, or before all others of its paper.
func moveOf(in *input, shelf *records.Shelf, d records.Document, ref records.PageRef, ch *change) {
	from := slices.Index(d.Pages, ref)
	behind := in.number("behind")
	if len(in.errs) > 0 {
		return
	}
	var back records.PageID // behind which page it was
	if from > 0 {
		back = shelf.ID(d.Pages[from-1])
	}
	page := "Page " + strconv.Itoa(ch.Show) + " of the record "
	ch.Undo = []records.Correction{{Kind: records.MoveAfter, Page: shelf.ID(ref), Other: back}}
	ch.Back = page + "is back in its place."
	if behind == 0 {
		if from == 0 {
			in.fail("behind", "It is the first page of its paper. Give the number of the page behind which it belongs.")
			return
		}
		ch.Do = []records.Correction{{Kind: records.MoveAfter, Page: shelf.ID(ref)}}
		ch.Says = page + "is the first page of its paper."
		return
	}
	other, ok := shelf.Ref(behind)
	if !ok || other == ref {
		in.fail("behind", "Give the number of another page, from 1 to "+thousands(shelf.Pages)+".")
		return
	}
	ch.Do = []records.Correction{{Kind: records.MoveAfter, Page: shelf.ID(ref), Other: shelf.ID(other)}}
	ch.Says = page + "follows page " + strconv.Itoa(behind) + "."
	if from == 0 && slices.Contains(d.Pages, other) {
		return // within the paper: before all others again
	}
	if from == 0 { // it was the first, or the only one, of its paper: part it from the other paper, then gather the rest behind it
		ch.Undo = nil
		host, _, err := paperAt(shelf, strconv.Itoa(behind))
		if err != nil {
			return
		}
		j := slices.Index(host.Pages, other)
		ch.Undo = append(ch.Undo, records.Correction{Kind: records.SplitHere, Page: shelf.ID(ref)})
		last := other
		if j+1 < len(host.Pages) {
			ch.Undo = append(ch.Undo, records.Correction{Kind: records.SplitHere, Page: shelf.ID(host.Pages[j+1])})
			for _, r := range host.Pages[j+1:] {
				ch.Undo = append(ch.Undo, records.Correction{Kind: records.MoveAfter, Page: shelf.ID(r), Other: shelf.ID(last)})
				last = r
			}
		}
		last = ref
		for _, r := range d.Pages[1:] {
			ch.Undo = append(ch.Undo, records.Correction{Kind: records.MoveAfter, Page: shelf.ID(r), Other: shelf.ID(last)})
			last = r
		}
	}
}
