// Package demo fills a new store with the invented cases of package sample, so that everybody can see the program at
// work: people who can log in, papers that can be opened, cases at every stage, and letters that were served.
//
// Each case is played act by act through the store, as people would do it, with the days of its story; nothing is
// written past the rules.
package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/library"
	"github.com/openimr/openimr/taggedpdf"
)

// Password is the one of every account of the demonstration.
const Password = "show me an invented case"

// A Store is what the demonstration needs of a store.
type Store interface {
	auth.Accounts
	Do(ctx context.Context, r imr.Request) (imr.Result, error)
	AddPublished(ctx context.Context, entries []library.Entry) (added int, err error)
}

// Blobs is where the papers are kept.
type Blobs interface {
	Put(ctx context.Context, r io.Reader) (sha256 string, size int64, err error)
}

// Letterhead is the invented organization of the demonstration.
func Letterhead() letter.Letterhead {
	return letter.Letterhead{
		Organization: letter.Organization{
			Name:      "Golden Valley Independent Review",
			Address:   []letter.Text{"PO Box 1840", "Sacramento, CA 95812"},
			Telephone: "(916) 555-0140",
			SignedBy:  "Miguel Santos, MD", Title: "Medical Director",
		},
		County: "Sacramento",
		Verify: Address + "/verify",
		Director: letter.Addressee{
			Role: "Administrative Director", Name: "Administrative Director, Division of Workers' Compensation",
			Method: "electronic", To: "imr@example.org",
		},
	}
}

// Address is where people would reach the server of the invented organization. No name that ends so is in use.
const Address = "https://golden-valley.example"

// Town is where the organization of the demonstration deposits its letters.
const Town = "Sacramento, California"

// A Place is where a demonstration is built.
type Place struct {
	Store      Store
	Blobs      Blobs
	Letterhead letter.Letterhead
	Signer     *signing.Signer // nil: the letters are not signed
}

// Fill makes the accounts and plays the cases of the stories, as of now. Done again with the same stories it goes on
// where it stopped, because each act has its key; told is called after each case.
func (p Place) Fill(ctx context.Context, now time.Time, stories []sample.Story, told func(done, all int)) error {
	if err := p.people(ctx, now); err != nil {
		return err
	}
	if _, err := p.Store.AddPublished(ctx, published()); err != nil {
		return err
	}
	for i, story := range stories {
		if err := p.tell(ctx, story); err != nil {
			return err
		}
		told(i+1, len(stories))
	}
	return nil
}

// people makes the accounts. They share one password, so it is hashed once: hashing is slow by intent.
func (p Place) people(ctx context.Context, now time.Time) error {
	people := sample.People()
	hash, err := auth.NewPasswords().Hash(ctx, people[0].ID, Password)
	if err != nil {
		return fmt.Errorf("password of the demonstration: %w", err)
	}
	for _, who := range people {
		if _, err := p.Store.Account(ctx, who.ID); err == nil {
			continue
		}
		err := p.Store.CreateAccount(ctx, auth.Account{
			ID: who.ID, Role: auth.Role(who.Role), Name: who.Name, Email: who.Email, Hash: hash,
			LicensedIn: who.LicensedIn, Specialties: who.Specialties, Created: now.UTC(),
		})
		if err != nil {
			return fmt.Errorf("account %s: %w", who.ID, err)
		}
	}
	return nil
}

func (p Place) tell(ctx context.Context, story sample.Story) error {
	err := story.EachDocument(func(app *imr.ApplicationReceived, d *imr.Document) error {
		data, err := Paper(d.Title, sample.Paper(app, *d))
		if err != nil {
			return err
		}
		d.Name = fileName(d.Title)
		d.SHA256, _, err = p.Blobs.Put(ctx, bytes.NewReader(data))
		return err
	})
	if err != nil {
		return err
	}
	do := func(r imr.Request) (imr.Case, error) {
		r.Command = withCode(r)
		result, err := p.Store.Do(ctx, r)
		return result.Case, err
	}
	return story.Play(do, func(c imr.Case, s imr.Served, at time.Time) (string, error) {
		data, err := p.letter(ctx, c, s, at)
		if err != nil {
			return "", err
		}
		sha, _, err := p.Blobs.Put(ctx, bytes.NewReader(data))
		return sha, err
	})
}

// withCode gives a determination that is signed the code by which its letter can be checked. It is made of the name of the
// act, so that a story that is told again has the same.
func withCode(r imr.Request) imr.Command {
	a, ok := r.Command.(*imr.Approved)
	if !ok {
		return r.Command
	}
	signed := *a
	sum := sha256.Sum256([]byte("code of the demonstration " + r.Key))
	signed.Code = imr.MakeCode([imr.CodeLength]byte(sum[:imr.CodeLength]))
	return &signed
}

// letter writes the letter of a case as it is served.
func (p Place) letter(ctx context.Context, c imr.Case, s imr.Served, at time.Time) ([]byte, error) {
	h := p.Letterhead
	d := letter.FromCase(c, h, clock.DayIn(at, imr.Office)).Proved(h, s.Services, c.Parties, s.Server, s.Place, at)
	var over *taggedpdf.Signature
	if p.Signer != nil {
		over = p.Signer.Over(ctx, "Final Determination in the case "+string(c.ID), s.Place, at)
	}
	return letter.Signed(d, over)
}

// A Link logs one person in without a password.
type Link struct {
	Token  string
	Person sample.Person
}

// Links makes a link for the first person of each role, in the order in which the work goes. Who knows a token can log
// in with it, so it is as hard to guess as a key.
func Links() []Link {
	var links []Link
	seen := map[string]bool{}
	for _, p := range sample.People() {
		if !seen[p.Role] {
			links = append(links, Link{rand.Text(), p})
		}
		seen[p.Role] = true
	}
	return links
}
