package document

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// Papers of tests are text files: "=== new" begins a page that begins a document, "=== +" one that goes on; what the
// document is stands behind it. "# " sets a line large, "~~" puts what follows at the foot of the page.

type truth struct {
	begins       bool
	kind, author string
	date         clock.Day
	dated        bool
}

var truthField = regexp.MustCompile(`(\w+)=("[^"]*"|\S*)`)

func readPapers(t testing.TB, name string) ([]records.Page, []truth) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var pages []records.Page
	var truths []truth
	for _, part := range strings.Split("\n"+string(b), "\n=== ")[1:] {
		head, text, _ := strings.Cut(part, "\n")
		x := truth{begins: strings.HasPrefix(head, "new")}
		for _, m := range truthField.FindAllStringSubmatch(head, -1) {
			v := strings.Trim(m[2], `"`)
			switch m[1] {
			case "type":
				x.kind = v
			case "author":
				x.author = v
			case "date":
				x.dated = true
				if v != "" {
					x.date = clock.MustDay(v)
				}
			}
		}
		pages, truths = append(pages, typeset(text)), append(truths, x)
	}
	return pages, truths
}

// typeset sets a text on a page of letter size: characters 5 points wide, lines 12 points apart.
func typeset(text string) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: records.Native}
	y, line, block, foot := float32(40), int32(0), int32(0), false
	for _, l := range strings.Split(text, "\n") {
		if l == "~~" {
			y, foot = 752, true
			block++
			continue
		}
		if strings.TrimSpace(l) == "" {
			block++
			y += 12
			continue
		}
		h := float32(9)
		if strings.HasPrefix(l, "# ") {
			l, h = l[2:], 14
			block++
		}
		if y > 740 && !foot {
			y = 40
		}
		for at := 0; at < len(l); {
			if l[at] == ' ' {
				at++
				continue
			}
			end := at
			for end < len(l) && l[end] != ' ' {
				end++
			}
			wide := h * 5 / 9
			p.Words = append(p.Words, records.Word{Text: l[at:end], Line: line, Block: block, Confidence: 100,
				Box: records.Box{X0: 50 + float32(at)*wide, Y0: y, X1: 50 + float32(end)*wide, Y1: y + h}})
			at = end
		}
		line++
		y += h + 3
		if h > 9 {
			block++
		}
	}
	return p
}

func bundleOf(files ...[]records.Page) records.Bundle {
	var b records.Bundle
	for i, f := range files {
		b.Files = append(b.Files, records.File{Name: fmt.Sprintf("%d.pdf", i+1), SHA256: strings.Repeat(fmt.Sprintf("%x", i+1), 64)[:64], Pages: f})
	}
	return b
}

// A score counts what was found against what is true.
type score struct {
	cuts, found, right                          int // document beginnings
	docs, kinds, dates, dated, authors, authord int
	wrong                                       []string
}

func (s score) f1() float64 {
	return 2 * float64(s.right) / float64(max(s.cuts+s.found, 1))
}

func (s *score) count(name string, truths []truth, docs []records.Document, file int) {
	of := map[int]records.Document{}
	for _, d := range docs {
		for _, r := range d.Pages {
			if r.File == file {
				of[r.Page] = d
			}
		}
	}
	for i, x := range truths {
		is := of[i+1].ID != of[i].ID
		if i > 0 { // the first page of a file always begins
			if x.begins {
				s.cuts++
			}
			if is {
				s.found++
			}
			if x.begins && is {
				s.right++
			}
			if x.begins != is {
				s.wrong = append(s.wrong, fmt.Sprintf("%s page %d: begins %t, should be %t", name, i+1, is, x.begins))
			}
		}
		if !x.begins {
			continue
		}
		d := of[i+1]
		s.docs++
		if d.Type == x.kind {
			s.kinds++
		} else {
			s.wrong = append(s.wrong, fmt.Sprintf("%s page %d: is %s, should be %s (%q)", name, i+1, d.Type, x.kind, d.Title))
		}
		if x.dated {
			s.dated++
			if d.Date == x.date {
				s.dates++
			} else {
				s.wrong = append(s.wrong, fmt.Sprintf("%s page %d (%s): of %s, should be %s", name, i+1, x.kind, d.Date, x.date))
			}
		}
		if x.author != "" {
			s.authord++
			if strings.Contains(d.Author, x.author) {
				s.authors++
			} else {
				s.wrong = append(s.wrong, fmt.Sprintf("%s page %d (%s): by %q, should be %q", name, i+1, x.kind, d.Author, x.author))
			}
		}
	}
}

func (s score) String() string {
	return fmt.Sprintf("cuts F1 %.3f; of %d documents %.3f of the right kind, %.3f of the right date, %.3f by the right author", s.f1(), s.docs,
		part64(s.kinds, s.docs), part64(s.dates, s.dated), part64(s.authors, s.authord))
}

func part64(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

// misread changes letters as text recognition does: one of so many characters, and never the same twice.
func misread(p records.Page, oneOf int, seed uint64) records.Page {
	r := rand.New(rand.NewPCG(seed, 7))
	swaps := map[byte]string{'o': "0", 'O': "0", '0': "O", 'l': "1", 'I': "l", '1': "l", 'S': "5", '5': "S", 'e': "c", 'c': "e", 'm': "rn", 'a': "o", 'n': "u", 'h': "b", 'B': "8", 'i': "j", 't': "f", 'E': "F", 'R': "K"}
	words := slices.Clone(p.Words)
	for i := range words {
		var b strings.Builder
		for _, c := range []byte(words[i].Text) {
			s, ok := swaps[c]
			if r.IntN(oneOf) == 0 && ok {
				b.WriteString(s)
				words[i].Confidence = 55
			} else {
				b.WriteByte(c)
			}
		}
		words[i].Text = b.String()
		words[i].Box.Y0 += r.Float32() - 0.5
		words[i].Box.Y1 += r.Float32() - 0.5
	}
	p.Words, p.Source, p.Scan = words, records.OCR, true
	return p
}
