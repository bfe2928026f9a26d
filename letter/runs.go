package letter

import "strings"

// runs gathers the text of one paragraph as a reader meets it: white space folded, neighbours of one
// style joined. A line break stays as "\n".
type runs struct {
	list  []Run
	text  []byte // of the last run, whose style is style
	style Run
	space bool // a space is owed before the next word
	brk   bool // a line break is owed, which swallows the space
}

// add folds s into the paragraph. The space between two styles belongs to the earlier one.
func (rs *runs) add(s string, style Run) {
	for s != "" {
		i := strings.IndexFunc(s, isSpace)
		if i == 0 {
			rs.space = true
			j := strings.IndexFunc(s, func(r rune) bool { return !isSpace(r) })
			if j < 0 {
				return
			}
			s = s[j:]
			continue
		}
		if i < 0 {
			i = len(s)
		}
		rs.word(s[:i], style)
		s = s[i:]
	}
}

func (rs *runs) word(w string, style Run) {
	if len(rs.text) > 0 {
		switch {
		case rs.brk:
			rs.text = append(rs.text, '\n')
		case rs.space:
			rs.text = append(rs.text, ' ')
		}
		if rs.style.Bold != style.Bold || rs.style.Italic != style.Italic {
			rs.end()
		}
	}
	rs.space, rs.brk = false, false
	rs.style = style
	rs.text = append(rs.text, w...)
}

func (rs *runs) end() {
	if len(rs.text) > 0 {
		rs.style.Text = string(rs.text)
		rs.list = append(rs.list, rs.style)
		rs.text = rs.text[:0]
	}
}

// newline breaks the line, unless nothing stands before it.
func (rs *runs) newline() { rs.brk = len(rs.text) > 0 }

func (rs *runs) take() []Run {
	rs.end()
	got := rs.list
	*rs = runs{}
	return got
}

// isSpace leaves out the no-break space, which a writer means.
func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

func plain(list []Run) string {
	if len(list) == 1 {
		return list[0].Text
	}
	var b strings.Builder
	for _, r := range list {
		b.WriteString(r.Text)
	}
	return b.String()
}
