package document

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openimr/openimr/records"
)

// A number is what a page says of its place: page k of n; n is 0 where only k stands there, k is 0 where nothing does.
type number struct{ k, n int }

var (
	ofPages   = regexp.MustCompile(`(?i)\b(?:page|pg|pag|pagc|p)\b[.:#]?\s*(?:no\.?\s*)?([0-9OIl|]{1,3})\s*(?:of|/|0f)\s*([0-9OIl|]{1,4})\b`)
	plainOf   = regexp.MustCompile(`(?i)^\W*([0-9]{1,3})\s*(?:of|/)\s*([0-9]{1,3})\W*$`)
	trailOf   = regexp.MustCompile(`(?i)\s([0-9]{1,3})\s*of\s*([0-9]{1,3})\W*$`)
	onePage   = regexp.MustCompile(`(?i)\b(?:page|pg)\b[.:#]?\s*(?:no\.?\s*)?-?\s*([0-9]{1,3}|one|two|three|four|five)\b`)
	dashed    = regexp.MustCompile(`^[-–—~.\s]+([0-9]{1,3})[-–—~.\s]+$`)
	alone     = regexp.MustCompile(`^([0-9]{1,3})$`)
	faxStyle  = regexp.MustCompile(`(?i)\b(?:fax|from|to|tel|id)\b|\b(?:p|pg|page)[. ]*[0-9]|[0-9]{7,}|[0-9]{3}[-. ][0-9]{4}\b|[0-9]+/[0-9]+\W*$`)
	faxClock  = regexp.MustCompile(`\b[0-9OIl]{1,2}[:.][0-9OIl]{2}(?::[0-9OIl]{2})?\s*(?:[AaPp]\.?[Mm])?\b`)
	faxDate   = regexp.MustCompile(`(?i)\b(?:[0-9OIl]{1,2}[/\-. ][0-9OIl]{1,2}[/\-. ][0-9OIl]{2,4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .\-]+[0-9]{1,2}(?:,?[ .\-]+[0-9]{2,4})?|[0-9]{4}-[0-9]{2}-[0-9]{2})\b`)
	faxPages  = regexp.MustCompile(`(?i)\b(?:p|pg|page)\s*[.:]?\s*([0-9]{1,4})(?:\s*(?:of|/)\s*([0-9]{1,4}))?`)
	faxSlash  = regexp.MustCompile(`\b([0-9]{1,3})\s*/\s*([0-9]{1,3})\s*$`)
	counted   = regexp.MustCompile(`(?i)\b(?:visits?|sessions?|weeks?|tx|treatments?|doses?|days?|refills?|units?|appointments?|level)\b|#`) // of something else than pages
	continued = regexp.MustCompile(`(?i)\bcont(?:inued|inuation|'d|’d|d)\b`)
)

var spelled = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}

func asInt(s string) int {
	if n, ok := spelled[strings.ToLower(s)]; ok {
		return n
	}
	s = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", "|", "1").Replace(s)
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// faxLine says which lines of a page are the line of a fax machine, where the reading did not mark them: at the very
// top, with a date, a time and a sender or a page.
func faxLine(p *records.Page) map[int32]bool {
	lines := map[int32]bool{}
	for i := 0; i < len(p.Words); {
		j := i + 1
		for j < len(p.Words) && p.Words[j].Line == p.Words[i].Line {
			j++
		}
		if (p.Words[i].Box.Y0+p.Words[i].Box.Y1)/2 < p.Height*0.055 {
			t := wordsText(p.Words[i:j])
			if faxClock.MatchString(t) && faxDate.MatchString(t) && faxStyle.MatchString(t) {
				lines[p.Words[i].Line] = true
			}
		}
		i = j
	}
	return lines
}

func wordsText(ws []records.Word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// faxNumber is the page of the fax, by the line of the fax machine.
func faxNumber(p *records.Page) number {
	faxed := faxLine(p)
	var ws []records.Word
	for _, w := range p.Words {
		if w.Role == records.FaxHeader || faxed[w.Line] {
			ws = append(ws, w)
		}
	}
	t := wordsText(ws)
	if m := faxPages.FindStringSubmatch(t); m != nil {
		return number{asInt(m[1]), asInt(m[2])}
	}
	if m := faxSlash.FindStringSubmatch(t); m != nil {
		return number{asInt(m[1]), asInt(m[2])}
	}
	return number{}
}

// printedNumber finds the number that is printed at the head or foot of a page. "Page 2 of 5" counts wherever it stands
// near an edge; a number alone only at the very foot or head.
func (s *page) printedNumber() number {
	var found number
	for i, l := range s.lines {
		y := s.y(l)
		if y > 0.22 && y < 0.80 || l.sentence && !ofPages.MatchString(l.text) {
			continue
		}
		if m := ofPages.FindStringSubmatch(l.text); m != nil {
			if n := (number{asInt(m[1]), asInt(m[2])}); n.k >= 1 && n.k <= n.n {
				return n
			}
		}
		if y > 0.12 && y < 0.88 {
			continue
		}
		if found.k > 0 && found.n > 0 {
			continue
		}
		for _, re := range []*regexp.Regexp{plainOf, trailOf} {
			if m := re.FindStringSubmatch(l.text); m != nil && found.n == 0 && len(l.words) <= 12 && !counted.MatchString(l.text) {
				if n := (number{asInt(m[1]), asInt(m[2])}); n.k >= 1 && n.k <= n.n && n.n < 400 {
					found = n
				}
			}
		}
		if m := onePage.FindStringSubmatch(l.text); m != nil && found.k == 0 && len(l.words) <= 14 {
			found.k = asInt(m[1])
		}
		if m := dashed.FindStringSubmatch(l.text); m != nil && found.k == 0 {
			found.k = asInt(m[1])
		}
		edge := y > 0.9 && i == len(s.lines)-1 || y < 0.06 && i == 0
		if k := s.trailing(i); k > 0 && found.k == 0 && (y < 0.08 || y > 0.92) {
			found.k = k
		}
		if m := alone.FindStringSubmatch(l.text); m != nil && found.k == 0 && edge {
			found.k = asInt(m[1])
		}
	}
	return found
}

// trailing is a number that ends a line far from its other words, as running heads have it; 0 where there is none.
func (s *page) trailing(i int) int {
	l := s.lines[i]
	n := len(l.words)
	if n < 2 || i > 1 && i < len(s.lines)-2 {
		return 0
	}
	last, before := s.of.Words[l.words[n-1]], s.of.Words[l.words[n-2]]
	if m := alone.FindStringSubmatch(last.Text); m != nil && last.Box.X0-before.Box.X1 > 4*max(l.height, 5) && last.Box.X0 > s.of.Width*0.75 {
		return asInt(m[1])
	}
	return 0
}
