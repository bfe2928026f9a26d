package web

import (
	"context"
	"html"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// queueRows are the rows of one page of the queue, and the way to the next. They are the one thing written without
// templ: a hundred rows of ten columns are most of the page that staff open all day, and this takes a fifth of the time.
// Whatever comes from a case passes through text.
func queueRows(v *Visit, d queueData) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		kept := rowBuffers.Get().(*[]byte)
		o := rowWriter{now: v.Now, today: clock.DayIn(v.Now, imr.Office), pick: d.Bulk, owner: d.Owner, b: (*kept)[:0]}
		defer func() {
			*kept = o.b
			rowBuffers.Put(kept)
		}()
		for i := range d.Page.Rows {
			o.row(&d.Page.Rows[i])
		}
		if d.Page.Next != "" {
			o.raw(`<tr role="row" class="more"><td role="cell" colspan="7"><a href="`)
			o.text(d.Query.address(func(q *queueQuery) { q.After = d.Page.Next }))
			o.raw(`">Next `, strconv.Itoa(pageSize), ` cases</a></td></tr>`)
		}
		_, err := w.Write(o.b)
		return err
	})
}

var rowBuffers = sync.Pool{New: func() any { return new([]byte) }}

// rowWriter writes rows. It keeps the words of the last due time, which the next row often shares.
type rowWriter struct {
	now         time.Time
	today       clock.Day
	pick, owner bool
	b           []byte

	due   clock.Day
	dueAt time.Time
	chip  string
}

// raw writes markup of ours; text writes words from elsewhere.
func (o *rowWriter) raw(parts ...string) {
	for _, p := range parts {
		o.b = append(o.b, p...)
	}
}

func (o *rowWriter) text(s string) { o.b = append(o.b, html.EscapeString(s)...) }

func (o *rowWriter) small(class, s string) {
	o.raw(`<small`, class, `>`)
	o.text(s)
	o.raw(`</small>`)
}

func (o *rowWriter) row(r *imr.QueueRow) {
	id := html.EscapeString(string(r.Case))
	o.raw(`<tr role="row">`)
	if o.pick {
		o.raw(`<td role="cell" class="pick"><input type="checkbox" name="case" value="`, id, `=`)
		o.text(string(r.Owner))
		o.raw(`" form="bulk" aria-label="Select `, id, `"></td>`)
	}
	o.raw(`<td role="cell" class="due">`)
	if r.DueRule == "" {
		o.raw(`<span class="muted">Nothing due</span>`)
	} else {
		o.raw(`<a href="/cases/`, id, `#due" `, o.chipOf(r.Due, r.DueAt))
	}
	o.raw(`</td><td role="cell" class="case"><a class="open" href="/cases/`, id, `">`, id, `</a> `)
	o.small("", r.Worker)
	o.raw(`</td><td role="cell" class="item">`)
	o.text(r.Request)
	if r.Items > 1 {
		o.raw(` <small>and `, strconv.Itoa(r.Items-1), ` more</small>`)
	}
	o.raw(`</td><td role="cell" class="stage">`)
	o.text(imr.StageName(r.State))
	if r.Priority != imr.Regular && r.Priority != "" {
		o.raw(" ")
		o.small(` class="priority"`, priorityName(r.Priority))
	}
	o.raw(`</td><td role="cell" class="next">`)
	o.text(r.NextStep)
	if r.Owes != "" {
		o.raw(" ")
		o.small("", r.Owes)
	}
	if o.owner {
		o.raw(`</td><td role="cell" class="owner">`)
		if r.OwnerName == "" {
			o.raw(`<span class="muted">Nobody yet</span>`)
		} else {
			o.text(r.OwnerName)
		}
	}
	o.raw("</td></tr>\n")
}

// chipOf returns the rest of a chip's element, with the date under it.
func (o *rowWriter) chipOf(due clock.Day, at time.Time) string {
	if o.chip == "" || due != o.due || !at.Equal(o.dueAt) {
		d := distance(at, o.now, int(due-o.today), byHour(due, at))
		o.due, o.dueAt = due, at
		o.chip = `class="chip ` + string(d.Urgency) + `" title="` + dueTitle(due, at) + `">` + d.Words + `</a> <small>` + weekDay(due, o.now) + `</small>`
	}
	return o.chip
}
