package duplicate

import (
	"context"
	"slices"

	"github.com/openimr/openimr/records"
)

// eyes keep the sheets that were looked at last: a sheet is about 6 MB.
type eyes struct {
	ctx  context.Context
	o    Options
	last []seen
}

type seen struct {
	of records.PageRef
	*sheet
}

const keep = 6

func newEyes(ctx context.Context, o Options) *eyes { return &eyes{ctx: ctx, o: o} }

// sheet is the ink of a page, nil where its picture cannot be had.
func (e *eyes) sheet(p *page) *sheet {
	if i := slices.IndexFunc(e.last, func(s seen) bool { return s.of == p.ref }); i >= 0 {
		s := e.last[i]
		e.last = append(slices.Delete(e.last, i, i+1), s)
		return s.sheet
	}
	if e.o.Pictures == nil || e.ctx.Err() != nil {
		return nil
	}
	s := seen{of: p.ref}
	if g, dpi, err := e.o.Pictures(e.ctx, p.ref); err == nil && g != nil && dpi > 0 && !g.Bounds().Empty() {
		s.sheet = newSheet(g, dpi)
	}
	if len(e.last) >= keep {
		e.last = slices.Delete(e.last, 0, 1)
	}
	e.last = append(e.last, s)
	return s.sheet
}

// choose says which of the matches a page folds under; where under none, which it is most likely a changed copy of.
func (f *finder) choose(e *eyes, i int, ms []match) (best int, folds bool) {
	if len(ms) == 0 {
		return -1, false
	}
	p := f.pages[i]
	fits, looked := -1, 0
	for k := range ms {
		m := &ms[k]
		if m.verdict == differ || e.o.Pictures == nil {
			if m.verdict == agree && !p.thin() {
				return k, true
			}
			continue
		}
		if looked++; looked > looks {
			break
		}
		m.sight = e.look(m.a, m.b, m.reading)
		switch {
		case m.sight.known && !m.folds(), !m.sight.known && (m.verdict != agree || p.thin()):
			continue
		case fits < 0:
			fits = k
		case m.sight.worst < ms[fits].sight.worst-clear:
			fits = k
		case m.sight.worst < ms[fits].sight.worst+clear:
			return 0, false // it could be either: under none
		}
		if m.verdict == agree {
			break
		}
	}
	if fits >= 0 {
		return fits, true
	}
	return 0, false
}

// clear is by how much a page must be more like one representative than like another.
const clear = 0.02

func (m *match) folds() bool { return m.sight.relation != "" && m.sight.relation != "changed" }
