package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/pdf"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/library"
	"github.com/openimr/openimr/programme"
)

// memory is a store without a disk, which plays by the same rules.
type memory struct {
	auth.Accounts
	t        *testing.T
	rules    imr.Rules
	accounts map[imr.UserID]auth.Account
	cases    map[imr.CaseID]imr.Case
	files    map[string][]byte
	signer   *signing.Signer
}

func (m *memory) AddPublished(_ context.Context, es []library.Entry) (int, error) {
	return len(es), nil
}

func (m *memory) CreateAccount(_ context.Context, a auth.Account) error {
	m.accounts[a.ID] = a
	return nil
}

func (m *memory) Account(_ context.Context, id imr.UserID) (auth.Account, error) {
	a, ok := m.accounts[id]
	if !ok {
		return a, &imr.Error{Kind: imr.NotFound, Message: "There is no such account."}
	}
	return a, nil
}

func (m *memory) Do(_ context.Context, r imr.Request) (imr.Result, error) {
	c := m.cases[r.Case]
	c.ID = r.Case
	if c.Version != r.Saw {
		return imr.Result{}, fmt.Errorf("version %d was seen, it is %d", r.Saw, c.Version)
	}
	events, err := imr.Decide(m.rules, c, r.Command, r.Act)
	if err != nil {
		return imr.Result{}, err
	}
	for _, e := range events {
		if err := c.Apply(e); err != nil {
			return imr.Result{}, err
		}
	}
	m.cases[r.Case] = c
	return imr.Result{Case: c, Events: events}, nil
}

func (m *memory) Put(_ context.Context, r io.Reader) (string, int64, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(data)
	sha := hex.EncodeToString(sum[:])
	m.files[sha] = data
	return sha, int64(len(data)), nil
}

func fill(t *testing.T, now time.Time) *memory {
	t.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{t: t, rules: p.Rules, accounts: map[imr.UserID]auth.Account{}, cases: map[imr.CaseID]imr.Case{}, files: map[string][]byte{}}
	told := 0
	from := clock.MustDay("2013-01-01").At(0, 0, 0, time.UTC)
	certificate, key, err := signing.MakeCertificate(string(Letterhead().Organization.Name), from, from.AddDate(20, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if m.signer, err = signing.ParseSigner(certificate, key); err != nil {
		t.Fatal(err)
	}
	if err := (Place{m, m, Letterhead(), m.signer}).Fill(t.Context(), now, sample.All(now), func(done, all int) { told++ }); err != nil {
		t.Fatal(err)
	}
	if want := len(sample.All(now)); told != want || len(m.cases) != want {
		t.Errorf("%d of %d cases were told, %d are there", told, want, len(m.cases))
	}
	return m
}

func pages(t *testing.T, data []byte) int {
	t.Helper()
	d, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestEveryPaperAndLetterCanBeOpened(t *testing.T) {
	m := fill(t, time.Date(2026, 11, 24, 15, 0, 0, 0, imr.Office))
	papers, letters := 0, 0
	for id, c := range m.cases {
		for _, d := range c.Documents {
			if got := pages(t, m.files[d.SHA256]); got != d.Pages {
				t.Errorf("%s: the paper %s has %d pages and should have %d", id, d.ID, got, d.Pages)
			}
			papers++
		}
		if c.LetterHash != "" {
			if pages(t, m.files[c.LetterHash]) < 2 {
				t.Errorf("%s: the served letter is too short", id)
			}
			if r := signing.Check(m.files[c.LetterHash], m.signer.Chain, time.Now()); r.State != signing.Intact || !r.Trusted {
				t.Errorf("%s: the signature of the letter: %+v", id, r)
			}
			if d := letter.Parse("letter.pdf", m.files[c.LetterHash]); c.Code == "" || d.Served == nil || d.Served.Verification == nil || string(d.Served.Verification.Code) != c.Code {
				t.Errorf("%s: the letter does not hold its code %q", id, c.Code)
			}
			letters++
		}
	}
	if papers < 50 || letters < 3 {
		t.Errorf("there are %d papers and %d letters", papers, letters)
	}
}

func TestEverybodyCanLogIn(t *testing.T) {
	m := fill(t, time.Date(2027, 1, 2, 3, 0, 0, 0, imr.Office))
	passwords := auth.NewPasswords()
	a := m.accounts["dana.kim"]
	if ok, err := passwords.Match(t.Context(), a.Hash, Password); err != nil || !ok {
		t.Errorf("the password of the demonstration does not fit: %v", err)
	}
	roles := map[auth.Role]bool{}
	for _, a := range m.accounts {
		if err := auth.Check(a); err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
		roles[a.Role] = true
	}
	links := Links()
	tokens := map[string]bool{}
	for _, l := range links {
		tokens[l.Token] = true
		if m.accounts[l.Person.ID].Role != auth.Role(l.Person.Role) {
			t.Errorf("the link of %s leads nowhere", l.Person.ID)
		}
		delete(roles, auth.Role(l.Person.Role))
	}
	if len(roles) > 0 || len(tokens) != len(links) {
		t.Errorf("without a link: %v; %d tokens for %d links", roles, len(tokens), len(links))
	}
}

func TestTheNameOfAPaperIsAFileName(t *testing.T) {
	for title, want := range map[string]string{
		"Utilization review decision":                     "utilization-review-decision.pdf",
		"Primary treating physician's progress report":    "primary-treating-physicians-progress-report.pdf",
		"MRI of the left knee, 3 sequences (/etc/passwd)": "mri-of-the-left-knee-3-sequences-etcpasswd.pdf",
	} {
		if got := fileName(title); got != want {
			t.Errorf("%s: got %s", title, got)
		}
	}
}
