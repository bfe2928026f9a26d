package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qKey = sqldb.New("find a request by its key", `
		select case_id, first_seq, last_seq, digest from request_key where name = $1`)
	qAddKey = sqldb.New("keep the key of a request", `
		insert into request_key (name, case_id, first_seq, last_seq, digest, at) values ($1, $2, $3, $4, $5, $6)
		on conflict (name) do nothing`)
	qNextNumber = sqldb.New("give the next case number", `
		insert into case_number (year, last) values ($1, 1)
		on conflict (year) do update set last = case_number.last + 1
		returning last`)
	qCaseExists = sqldb.New("is there a case", `select count(*) from cases where id = $1`)
	qAddCase    = sqldb.New("add a case", `
		insert into cases (`+rowColumns+`, worker_key, is_open, programme, head, rowed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
		on conflict (id) do nothing`)
	qSetCase = sqldb.New("bring a case up to date", `
		update cases set worker = $2, claim = $3, request = $4, items = $5, state = $6, priority = $7, owner = $8, owner_name = $9,
			reviewer = $10, next_step = $11, owes = $12, due_rule = $13, due = $14, due_at = $15, received = $16, changed = $17,
			version = $18, worker_key = $19, is_open = $20, head = $21, rowed_at = $22
		where id = $1 and version = $23`)
	qAddParty  = sqldb.New("let an account see a case", `insert into case_party (account, case_id) values ($1, $2) on conflict (account, case_id) do nothing`)
	qDropParty = sqldb.New("no longer let an account see a case", `delete from case_party where account = $1 and case_id = $2`)
	qAddWord   = sqldb.New("add a word of a case", `insert into case_word (word, case_id) values ($1, $2) on conflict (word, case_id) do nothing`)
	qDropWord  = sqldb.New("remove a word of a case", `delete from case_word where word = $1 and case_id = $2`)
	qAddEvent  = sqldb.New("record an event", `
		insert into event (leaf, case_id, seq, type, at, recorded, body, hash, nodes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
)

var caseNumber = regexp.MustCompile(`^CM\d{2}-\d{7}$`)

// Do decides on a request and records what follows. When it returns without an error, that is durable. Errors are
// *imr.Error where the request is refused, *imr.Changed where the case is no longer as the actor saw it, and others
// where the store itself fails; then it is not known whether the request was recorded, and the same request with the
// same Key may be sent again.
func (s *Store) Do(ctx context.Context, r imr.Request) (imr.Result, error) {
	if s.read {
		return imr.Result{}, errors.New("the store was opened for reading only")
	}
	if r.Command == nil {
		return imr.Result{}, errors.New("a request without a command")
	}
	if r.Act.Recorded.IsZero() {
		r.Act.Recorded = s.now()
	}
	var digest []byte
	if r.Key != "" {
		var err error
		if digest, err = digestOf(r); err != nil {
			return imr.Result{}, err
		}
	}
	var res imr.Result
	err := s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		res, err = s.do(ctx, tx, r, digest)
		return err
	})
	if err != nil {
		return imr.Result{}, err
	}
	return res, nil
}

// digestOf tells requests with the same key apart. The time is left out: it differs when the request is sent again.
func digestOf(r imr.Request) ([]byte, error) {
	b, err := json.Marshal(struct {
		Case    imr.CaseID
		Type    string
		Command imr.Command
		By      imr.UserID
	}{r.Case, fmt.Sprintf("%T", r.Command), r.Command, r.Act.Actor.ID})
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}

func (s *Store) do(ctx context.Context, tx *sqldb.Tx, r imr.Request, digest []byte) (imr.Result, error) {
	if r.Key != "" {
		if res, done, err := s.answered(ctx, tx, r, digest); done || err != nil {
			return res, err
		}
	}
	old, err := s.lockCase(ctx, tx, r)
	if err != nil {
		return imr.Result{}, err
	}
	if r.Saw != imr.AnyVersion && r.Case != "" && r.Saw != old.c.Version {
		since, err := s.eventsAfter(ctx, tx, r.Case, r.Saw)
		if err != nil {
			return imr.Result{}, err
		}
		return imr.Result{}, &imr.Changed{Case: r.Case, Saw: r.Saw, Since: since}
	}
	events, err := imr.Decide(s.rules, old.c, r.Command, r.Act)
	if err != nil {
		return imr.Result{}, err
	}
	next, err := s.record(ctx, tx, old, events, r.Key, digest)
	if err != nil {
		return imr.Result{}, err
	}
	return imr.Result{Case: next.c, Events: events}, nil
}

// answered gives the result of a request that was recorded before.
func (s *Store) answered(ctx context.Context, tx *sqldb.Tx, r imr.Request, digest []byte) (imr.Result, bool, error) {
	var id imr.CaseID
	var first, last int
	var was []byte
	err := tx.QueryRow(ctx, qKey, r.Key).Scan(&id, &first, &last, &was)
	if errors.Is(err, sql.ErrNoRows) {
		return imr.Result{}, false, nil
	}
	if err != nil {
		return imr.Result{}, false, fmt.Errorf("%s: %w", qKey.Name, err)
	}
	if !slices.Equal(was, digest) {
		return imr.Result{}, false, &imr.Error{Kind: imr.Conflict, Field: "key", Message: "This key was used for another request; take a new one."}
	}
	events, _, err := s.load(ctx, tx, id)
	if err != nil {
		return imr.Result{}, false, err
	}
	if len(events) < last {
		return imr.Result{}, false, fmt.Errorf("the request was recorded as events %d to %d of %s, which has only %d", first, last, id, len(events))
	}
	c, err := imr.Fold(events[:last])
	return imr.Result{Case: sealed(c), Events: events[first-1 : last]}, true, err
}

// lockCase returns the case of a request as it stands, held until the transaction ends. For a new case it finds the
// number: the one that the request brings, or the next of the year in which the application was received.
func (s *Store) lockCase(ctx context.Context, tx *sqldb.Tx, r imr.Request) (*entry, error) {
	_, opens := r.Command.(*imr.ApplicationReceived)
	if r.Case == "" {
		if !opens {
			return nil, &imr.Error{Kind: imr.NotFound, Field: "case", Message: "Say which case is meant."}
		}
		id, err := s.nextNumber(ctx, tx, r.Act.At)
		if err != nil {
			return nil, err
		}
		return &entry{c: imr.Case{ID: id}}, nil
	}
	old, err := s.current(ctx, tx, r.Case)
	if err != nil {
		return nil, err
	}
	if old != nil {
		return old, nil
	}
	switch {
	case !opens:
		return nil, noCase(r.Case)
	case !caseNumber.MatchString(string(r.Case)):
		return nil, &imr.Error{Kind: imr.Incomplete, Field: "case", Message: fmt.Sprintf("%q is no case number; it has the form CM15-0190123.", r.Case)}
	}
	return &entry{c: imr.Case{ID: r.Case}}, nil
}

func noCase(id imr.CaseID) error {
	return &imr.Error{Kind: imr.NotFound, Field: "case", Message: fmt.Sprintf("There is no case %s.", id)}
}

// nextNumber gives the next number of a year. Numbers that other cases brought with them are passed over.
func (s *Store) nextNumber(ctx context.Context, tx *sqldb.Tx, at time.Time) (imr.CaseID, error) {
	year := clock.DayIn(at, imr.Office).Year()
	for {
		var n, taken int
		if err := tx.QueryRow(ctx, qNextNumber, year).Scan(&n); err != nil {
			return "", fmt.Errorf("%s: %w", qNextNumber.Name, err)
		}
		id := imr.CaseID(fmt.Sprintf("CM%02d-%07d", year%100, n))
		if err := tx.QueryRow(ctx, qCaseExists, string(id)).Scan(&taken); err != nil {
			return "", fmt.Errorf("%s: %w", qCaseExists.Name, err)
		}
		if taken == 0 {
			return id, nil
		}
	}
}

// record writes events and everything that follows from them.
func (s *Store) record(ctx context.Context, tx *sqldb.Tx, old *entry, events []imr.Event, key string, digest []byte) (*entry, error) {
	next := &entry{c: old.c, head: old.head}
	bodies := make([][]byte, len(events))
	hashes := make([]audit.Hash, len(events))
	for i, e := range events {
		if err := next.c.Apply(e); err != nil {
			return nil, err
		}
		body, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		if escaped(body, `\ufffd`) || escaped(body, `\u0000`) {
			return nil, &imr.Error{Kind: imr.Incomplete, Message: "The text holds bytes that are no characters, so it could not be kept as it was written; write it without them."}
		}
		next.head = audit.EventHash(next.head, string(e.Case), e.Seq, body)
		bodies[i], hashes[i] = body, next.head
	}
	next.c = sealed(next.c)
	now := s.now()
	var err error
	if next.row, err = rowOf(s.rules, next.c, now); err != nil {
		return nil, err
	}
	if err := s.writeRow(ctx, tx, old, next, now); err != nil {
		return nil, err
	}
	if due := next.row.DueAt; due.After(now) && !due.Equal(old.row.DueAt) {
		if err := job.WhenDue(ctx, tx, next.c.ID, due.Add(time.Second), now); err != nil {
			return nil, err
		}
	}
	if toRead(old.c, next.c) {
		if err := s.jobs.Read(ctx, tx, next.c.ID, false); err != nil {
			return nil, err
		}
	}
	if key != "" {
		n, err := tx.Exec(ctx, qAddKey, key, string(next.c.ID), events[0].Seq, next.c.Version, digest, millis(now))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, sqldb.ErrAgain // the same request came twice at once
		}
	}
	// The head of the tree is locked last: on PostgreSQL everybody waits for it.
	tree, err := s.lockTree(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i, e := range events {
		leaf := tree.Size
		var nodes []byte
		tree, nodes = tree.Append(hashes[i])
		if _, err := tx.Exec(ctx, qAddEvent, leaf, string(e.Case), e.Seq, string(e.Type), millis(e.At), millis(e.Recorded),
			string(bodies[i]), hashes[i][:], nodes); err != nil {
			return nil, err
		}
	}
	s.growTree(tx, tree)
	s.keep(tx, next)
	return next, nil
}

// toRead says whether something came that changes what is read of a case or how it is indexed.
func toRead(old, next imr.Case) bool {
	return len(next.Files) != len(old.Files) || len(next.Corrections) != len(old.Corrections) ||
		len(next.Files) > 0 && (next.Worker != old.Worker || next.Claim != old.Claim || next.Injury.Date != old.Injury.Date)
}

// escaped says whether JSON holds an escape such as \ufffd, which stands for what was no text. The same characters typed
// by somebody have a backslash before them.
func escaped(body []byte, escape string) bool {
	for from := 0; ; {
		i := bytes.Index(body[from:], []byte(escape))
		if i < 0 {
			return false
		}
		i += from
		before := 0
		for before < i && body[i-1-before] == '\\' {
			before++
		}
		if before%2 == 0 {
			return true
		}
		from = i + len(escape)
	}
}

func (s *Store) writeRow(ctx context.Context, tx *sqldb.Tx, old, next *entry, now time.Time) error {
	id := string(next.c.ID)
	args := rowArgs(next.row)
	if old.c.Version == 0 {
		n, err := tx.Exec(ctx, qAddCase, append(args, programmeID, next.head[:], millis(now))...)
		if err != nil {
			return err
		}
		if n == 0 {
			return sqldb.ErrAgain // somebody opened the case meanwhile
		}
	} else {
		n, err := tx.Exec(ctx, qSetCase, append(args, next.head[:], millis(now), old.c.Version)...)
		if err != nil {
			return err
		}
		if n == 0 {
			return sqldb.ErrAgain
		}
	}
	if err := diff(ctx, tx, id, accounts(old.c), accounts(next.c), qDropParty, qAddParty); err != nil {
		return err
	}
	if err := addLetters(ctx, tx, old.c, next.c); err != nil {
		return err
	}
	if old.row.Worker == next.row.Worker && old.row.Claim == next.row.Claim && old.row.Request == next.row.Request {
		return nil
	}
	var before []string
	if old.c.Version > 0 {
		before = words(old.row)
	}
	return diff(ctx, tx, id, before, words(next.row), qDropWord, qAddWord)
}

// diff drops what is only in the first list and adds what is only in the second.
func diff(ctx context.Context, tx *sqldb.Tx, id string, before, now []string, drop, add *sqldb.Query) error {
	for _, v := range before {
		if !slices.Contains(now, v) {
			if _, err := tx.Exec(ctx, drop, v, id); err != nil {
				return err
			}
		}
	}
	for _, v := range now {
		if !slices.Contains(before, v) {
			if _, err := tx.Exec(ctx, add, v, id); err != nil {
				return err
			}
		}
	}
	return nil
}
