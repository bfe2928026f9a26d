package web

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/letter"
)

// Anybody who holds a letter can ask whether it is genuine and the last word. The page is open to everybody, so it tells
// nothing that the letter itself does not: the number of the case, the date and the outcome, to compare with the paper in
// the hand, and whether a later letter took its place. No name, no treatment, no step of the case that is not a letter:
// that an appeal is pending, for one, stays with the parties. Who has neither the code of 60 bits nor the very bytes of
// the letter learns not even that there is a case. A file that is sent is hashed, looked at and forgotten.

// Letters finds the letters that were served.
type Letters interface {
	CaseOfLetter(ctx context.Context, sha256, code string) (imr.CaseID, error) // by one of the two; imr.NotFound where there is none
}

func (s *server) verifyRoutes() []Route {
	return []Route{
		{Pattern: "GET /verify", Open: true, Handle: s.verifyPage},
		{Pattern: "POST /verify", Open: true, MaxBody: maxLetter + 64<<10, Handle: s.verify},
		{Pattern: "GET /verify/certificate.pem", Open: true, Handle: s.verifyCertificate},
	}
}

const (
	maxLetter       = 8 << 20 // bytes of a file that is sent to be checked; letters have some 100 kB
	checksAMinute   = 30      // from one address
	checksTogether  = 2       // files that are looked at at once
	keptPaces       = 50_000
	verifyUncertain = "It may be of another organization, or of no one. Ask the organization that the letter names, by the telephone number that you know and not the one on the paper."
)

// A pace slows down who asks too often, by address: a window of a minute, in memory.
type pace struct {
	mu   sync.Mutex
	most int
	asks map[string]asked
}

type asked struct {
	n     int
	since time.Time
}

func newPace(most int) *pace { return &pace{most: most, asks: map[string]asked{}} }

// take says whether one more may ask now.
func (p *pace) take(address string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.asks[address]
	if now.Sub(a.since) >= time.Minute || now.Before(a.since) {
		if len(p.asks) >= keptPaces {
			clear(p.asks) // many addresses at once: whoever sends them gains a minute
		}
		a = asked{since: now}
	}
	a.n++
	p.asks[address] = a
	return a.n <= p.most
}

// A verifyView is the page: the question, and the answer to the last one.
type verifyView struct {
	Code   string
	Error  string // of what was asked
	Field  string // at fault
	Answer *verifyAnswer
}

// A verifyAnswer is what is told of a letter.
type verifyAnswer struct {
	Verdict   string // "genuine", "replaced", "reversed", "altered" or "unknown"
	Title     string
	Words     []string
	Case      imr.CaseID // "" where nothing is known
	Dated     clock.Day
	Outcome   string // as the letter words it
	By        clock.Day
	Reversed  clock.Day
	Signature *signing.Report // of a file
}

func (s *server) verifyPage(v *Visit) error { return s.showVerify(v, http.StatusOK, verifyView{}) }

func (s *server) showVerify(v *Visit, status int, p verifyView) error {
	if strings.HasPrefix(v.R.Header.Get("Accept"), "application/json") {
		return v.JSON(status, verifyJSONOf(p))
	}
	title := "Check a letter"
	if p.Answer != nil {
		title = p.Answer.Title
	}
	return v.Render(status, Page{Title: title, Bare: true}, verifyBody(v, p))
}

var sumForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// verify answers a question by code, by file, or, from programs, by the hash of a file.
func (s *server) verify(v *Visit) error {
	if !s.paces.take(s.addressOf(v.R), v.Now) {
		v.W.Header().Set("Retry-After", "60")
		return s.showVerify(v, http.StatusTooManyRequests, verifyView{Error: "Many letters were checked from your network within a minute. Wait a minute, then try again.", Field: "code"})
	}
	q, err := readQuestion(v.R)
	if err != nil {
		return formError(err)
	}
	p := verifyView{Code: q.code[:min(len(q.code), 40)]}
	refuse := func(field, words string) error {
		p.Field, p.Error = field, words
		return s.showVerify(v, http.StatusUnprocessableEntity, p)
	}
	switch code, ok := imr.ParseCode(q.code); {
	case q.tooLarge:
		return refuse("letter", fmt.Sprintf("The file has more than %d MB. A letter is smaller: choose the PDF file as you received it.", maxLetter>>20))
	case len(q.file) > 0:
		p.Answer, err = s.answerFile(v, q.file)
	case sumForm.MatchString(q.sum):
		p.Answer, err = s.answerFor(v, q.sum, "")
	case q.sum != "":
		return refuse("sha256", "That is no SHA-256: it has 64 digits from 0 to f.")
	case ok:
		p.Answer, err = s.answerFor(v, "", code)
	case strings.TrimSpace(q.code) != "":
		return refuse("code", "A code has twelve letters and digits, in three groups of four: 7F3K-9QXM-2WTB. Look at it again.")
	default:
		return refuse("code", "Type the code that stands in the letter, or choose its PDF file.")
	}
	if err != nil {
		return err
	}
	return s.showVerify(v, http.StatusOK, p)
}

// A question is what was asked.
type question struct {
	code, sum string
	file      []byte
	tooLarge  bool
}

// readQuestion reads a form, with or without a file. Nothing of it touches a disk.
func readQuestion(r *http.Request) (q question, err error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		err = r.ParseForm()
		return question{code: r.PostForm.Get("code"), sum: r.PostForm.Get("sha256")}, err
	}
	mr, err := r.MultipartReader()
	if err != nil {
		return q, err
	}
	for range 8 {
		part, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			return q, nil
		}
		if err != nil {
			return q, err
		}
		most := int64(200)
		if part.FormName() == "letter" {
			most = maxLetter
		}
		data, err := io.ReadAll(io.LimitReader(part, most+1))
		if err != nil {
			return q, err
		}
		switch part.FormName() {
		case "letter":
			q.tooLarge = int64(len(data)) > most
			q.file = data
		case "code":
			q.code = string(data)
		case "sha256":
			q.sum = string(data)
		}
		if q.tooLarge {
			return q, nil
		}
	}
	return q, nil
}

// answerFor tells of a letter by its hash or its code.
func (s *server) answerFor(v *Visit, sum, code string) (*verifyAnswer, error) {
	a, err := s.found(v.R.Context(), sum, code)
	if a != nil || err != nil {
		return a, err
	}
	if code != "" {
		return &verifyAnswer{Verdict: "unknown", Title: "No letter has this code", Words: []string{"No letter with the code " + code + " was served here. Compare it with the paper, letter by letter.", verifyUncertain}}, nil
	}
	return &verifyAnswer{Verdict: "unknown", Title: "Not a letter that was served here", Words: []string{"No letter with these bytes was served here.", verifyUncertain}}, nil
}

// answerFile tells of a file: by its hash where it is a letter that was served, else by its signature.
func (s *server) answerFile(v *Visit, data []byte) (*verifyAnswer, error) {
	select {
	case s.checking <- struct{}{}:
		defer func() { <-s.checking }()
	case <-v.R.Context().Done():
		return nil, v.R.Context().Err()
	}
	var trusted []*x509.Certificate
	if s.Signer != nil {
		trusted = s.Signer.Chain
	}
	r := signing.Check(data, trusted, v.Now)
	a, err := s.found(v.R.Context(), r.SHA256, "")
	if err != nil {
		return nil, err
	}
	if a != nil {
		a.Signature = &r
		return a, nil
	}
	if r.Signed != "" && r.State == signing.Added {
		if a, err = s.found(v.R.Context(), r.Signed, ""); err != nil {
			return nil, err
		}
		if a != nil {
			a.Verdict, a.Title, a.Signature = "altered", "This letter was changed after it was signed", &r
			a.Words = []string{"The file holds a letter that was served here, and something was added to it afterwards. What you see may not be what was signed: ask for the letter anew."}
			return a, nil
		}
	}
	a = &verifyAnswer{Verdict: "unknown", Title: "Not a letter that was served here", Signature: &r}
	switch {
	case r.State == signing.Changed || r.State == signing.Added || r.State == signing.Damaged && r.Certificate != nil:
		a.Verdict, a.Title = "altered", "This file was changed after it was signed"
		a.Words = []string{r.Why, "Do not rely on it. Ask for the letter anew."}
	case r.State == signing.Intact && r.Trusted:
		a.Title = "Signed here, and not served"
		a.Words = []string{"The file was signed by " + r.Name + " and is unchanged, but it is not among the letters that were served."}
	case r.State == signing.Intact:
		a.Words = []string{"The file is not among the letters that were served here. It carries a signature of somebody else.", verifyUncertain}
	default:
		a.Words = []string{"The file is not among the letters that were served here.",
			"A letter that was printed and scanned, saved by another program, or taken in another form than PDF is another file: check it by its code.", verifyUncertain}
	}
	return a, nil
}

// found tells of a letter that was served; nil where there is none.
func (s *server) found(ctx context.Context, sum, code string) (*verifyAnswer, error) {
	if s.Letters == nil {
		return nil, nil
	}
	id, err := s.Letters.CaseOfLetter(ctx, sum, code)
	if kindIs(err, imr.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find a letter: %w", err)
	}
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	l, ok := c.LetterWith(sum, code)
	if !ok {
		return nil, fmt.Errorf("the letters of %s are not those by which it is found", id)
	}
	a := &verifyAnswer{Case: id, Dated: l.Served, Outcome: s.outcomeOf(ctx, l.SHA256)}
	standing, by := c.StandingOf(l)
	switch standing {
	case imr.Replaced:
		a.Verdict, a.Title, a.By = "replaced", "Genuine, but not the last word", by.Served
		a.Words = []string{"This letter was served, and a corrected letter of " + longDay(by.Served) + " has taken its place. The decision is the same. Read the later letter: it says what was corrected."}
	case imr.Reversed:
		a.Verdict, a.Title, a.Reversed = "reversed", "Genuine, but no longer in force", l.SetAside
		a.Words = []string{"This letter was served, and the Appeals Board set its determination aside on " + longDay(l.SetAside) + ". Another review decides."}
	default:
		a.Verdict, a.Title = "genuine", "Genuine, and the last word"
		a.Words = []string{"This letter was served, and no later letter has taken its place."}
	}
	return a, nil
}

// outcomeOf reads the outcome out of a letter that was served, as it words it; "" where it cannot be read.
func (s *server) outcomeOf(ctx context.Context, sum string) string {
	f, err := s.Blobs.Open(ctx, sum)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxLetter))
	if err != nil {
		return ""
	}
	d := letter.Parse("letter.pdf", data)
	if d.Served == nil {
		return ""
	}
	return letter.OutcomeWord(d.Served.Outcome)
}

// verifyCertificate sends the certificate with which letters are signed, for those who check with a program of their own.
func (s *server) verifyCertificate(v *Visit) error {
	if s.Signer == nil {
		return s.missing(v)
	}
	var out []byte
	for _, c := range s.Signer.Chain {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/x-pem-file")
	h.Set("Content-Disposition", `attachment; filename="certificate.pem"`)
	v.answered = true
	_, _ = v.W.Write(out) // the visitor has gone: nobody to tell
	return nil
}
