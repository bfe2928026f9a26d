package web_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// memory is a store in memory, for tests of pages: it decides and folds as the real one does, finds rows by plain
// loops, and can be told to break.
type memory struct {
	keys          []auth.Key
	rules         imr.Rules
	mu            sync.Mutex
	events        map[imr.CaseID][]imr.Event
	rows          []imr.QueueRow
	parties       map[imr.CaseID][]imr.UserID
	accounts      map[imr.UserID]auth.Account
	done          map[string]imr.Result
	blobs         map[string][]byte
	sessions      map[string]memorySession
	drafts        map[imr.CaseID]imr.DraftText
	history       map[imr.CaseID][]imr.DraftText
	spent         map[imr.WorkTime]int
	sessionWrites int
	broken        error // every question is answered with it
}

type memorySession struct {
	data  []byte
	until time.Time
}

func newMemory(r imr.Rules) *memory {
	return &memory{rules: r, events: map[imr.CaseID][]imr.Event{}, parties: map[imr.CaseID][]imr.UserID{}, accounts: map[imr.UserID]auth.Account{},
		done: map[string]imr.Result{}, blobs: map[string][]byte{}, sessions: map[string]memorySession{}}
}

func (m *memory) breaks(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = err
}

func (m *memory) Do(_ context.Context, r imr.Request) (imr.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return imr.Result{}, m.broken
	}
	if res, ok := m.done[r.Key]; ok && r.Key != "" {
		return res, nil
	}
	if r.Case == "" {
		r.Case = imr.CaseID(fmt.Sprintf("CM26-%07d", len(m.events)+1))
	}
	old := m.events[r.Case]
	if r.Saw != imr.AnyVersion && r.Saw != len(old) {
		return imr.Result{}, &imr.Changed{Case: r.Case, Saw: r.Saw, Since: old[min(r.Saw, len(old)):]}
	}
	c, err := imr.Fold(old)
	if err != nil {
		return imr.Result{}, err
	}
	c.ID = r.Case
	es, err := imr.Decide(m.rules, c, r.Command, r.Act)
	if err != nil {
		return imr.Result{}, err
	}
	m.events[r.Case] = append(slices.Clone(old), es...)
	if c, err = imr.Fold(m.events[r.Case]); err != nil {
		return imr.Result{}, err
	}
	m.keepRow(c, r.Act.Recorded)
	res := imr.Result{Case: c, Events: es}
	if r.Key != "" {
		m.done[r.Key] = res
	}
	return res, nil
}

func (m *memory) keepRow(c imr.Case, now time.Time) {
	row, err := imr.RowOf(m.rules, c, now)
	if err != nil {
		panic(err)
	}
	m.addRow(row)
	m.parties[c.ID] = nil
	for _, p := range c.Parties {
		m.parties[c.ID] = append(m.parties[c.ID], p.Account)
	}
}

// addRow puts a row in the queue without a case behind it, or in the place of the one of the same case.
func (m *memory) addRow(row imr.QueueRow) {
	i := slices.IndexFunc(m.rows, func(r imr.QueueRow) bool { return r.Case == row.Case })
	if i < 0 {
		m.rows = append(m.rows, row)
		return
	}
	m.rows[i] = row
}

func (m *memory) Case(_ context.Context, id imr.CaseID) (imr.Case, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return imr.Case{}, m.broken
	}
	es, ok := m.events[id]
	if !ok {
		return imr.Case{}, &imr.Error{Kind: imr.NotFound, Message: "There is no case " + string(id) + "."}
	}
	return imr.Fold(es)
}

func (m *memory) Events(_ context.Context, id imr.CaseID) ([]imr.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.events[id]), m.broken
}

func (m *memory) lets(f imr.QueueFilter) []imr.QueueRow {
	var rows []imr.QueueRow
	for _, r := range m.rows {
		text := strings.ToLower(strings.Join([]string{string(r.Case), r.Worker, r.Claim, r.Request}, " "))
		words := slices.ContainsFunc(strings.Fields(strings.ToLower(f.Words)), func(w string) bool { return !strings.Contains(" "+text, " "+w) })
		switch {
		case words, f.OpenOnly && !r.State.Unfinished(), len(f.States) > 0 && !slices.Contains(f.States, r.State),
			f.Owner != "" && r.Owner != f.Owner, f.NoOwner && r.Owner != "", f.Reviewer != "" && r.Reviewer != f.Reviewer,
			f.Party != "" && !slices.Contains(m.parties[r.Case], f.Party), len(f.Priorities) > 0 && !slices.Contains(f.Priorities, r.Priority),
			!f.DueBefore.IsZero() && (r.DueAt.IsZero() || !r.DueAt.Before(f.DueBefore)),
			!f.DueFrom.IsZero() && (r.DueAt.IsZero() || r.DueAt.Before(f.DueFrom)):
			continue
		}
		rows = append(rows, r)
	}
	return rows
}

func (m *memory) Queue(_ context.Context, f imr.QueueFilter, _ time.Time) (imr.QueuePage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return imr.QueuePage{}, m.broken
	}
	rows := m.lets(f)
	total := len(rows)
	slices.SortFunc(rows, func(a, b imr.QueueRow) int {
		by := cmp.Compare(a.Case, b.Case)
		if f.Order == "" || f.Order == imr.ByDue {
			by = cmp.Or(a.DueAt.Compare(b.DueAt), by)
		}
		if f.Descending {
			by = -by
		}
		return by
	})
	if f.After != "" {
		i := slices.IndexFunc(rows, func(r imr.QueueRow) bool { return string(r.Case) == f.After })
		if i < 0 {
			return imr.QueuePage{}, &imr.Error{Kind: imr.Incomplete, Field: "after", Message: "This page does not follow any other."}
		}
		rows = rows[i+1:]
	}
	p := imr.QueuePage{Total: total}
	limit := cmp.Or(f.Limit, 100)
	if len(rows) > limit {
		rows = rows[:limit]
		p.Next = string(rows[limit-1].Case)
	}
	p.Rows = rows
	return p, nil
}

func (m *memory) Counts(_ context.Context, f imr.QueueFilter, now time.Time) (imr.QueueCounts, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f.OpenOnly = true
	n := imr.QueueCounts{ByState: map[imr.State]int{}}
	today := clock.DayIn(now, imr.Office)
	for _, r := range m.lets(f) {
		n.Open++
		n.ByState[r.State]++
		if r.Owner == "" {
			n.NoOwner++
		}
		switch {
		case r.DueAt.IsZero():
		case r.DueAt.Before(now):
			n.Late++
		case r.Due == today:
			n.Today++
		case r.Due <= today+3:
			n.Soon++
		}
	}
	return n, m.broken
}

func (m *memory) CreateAccount(_ context.Context, a auth.Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.accounts[a.ID] = a
	return nil
}

func (m *memory) UpdateAccount(ctx context.Context, a auth.Account) error {
	return m.CreateAccount(ctx, a)
}

func (m *memory) Account(_ context.Context, id imr.UserID) (auth.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, ok := m.accounts[id]
	if !ok {
		return a, &imr.Error{Kind: imr.NotFound, Message: "There is no such account."}
	}
	return a, nil
}

func (m *memory) AccountsByRole(_ context.Context, role auth.Role) ([]auth.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var as []auth.Account
	for _, a := range m.accounts {
		if a.Role == role {
			as = append(as, a)
		}
	}
	slices.SortFunc(as, func(a, b auth.Account) int { return cmp.Compare(a.ID, b.ID) })
	return as, nil
}

func (m *memory) Put(_ context.Context, r io.Reader) (string, int64, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(b)
	name := hex.EncodeToString(sum[:])
	m.mu.Lock()
	defer m.mu.Unlock()
	m.blobs[name] = b
	return name, int64(len(b)), nil
}

func (m *memory) Open(_ context.Context, sum string) (io.ReadSeekCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.blobs[sum]
	if !ok {
		return nil, &imr.Error{Kind: imr.NotFound, Message: "There is no such file."}
	}
	return struct {
		*bytes.Reader
		io.Closer
	}{bytes.NewReader(b), io.NopCloser(nil)}, nil
}

// memorySessions keeps sessions in memory; it can tell them all.
type memorySessions struct{ *memory }

func (s memorySessions) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.sessions[token]
	return e.data, ok && noon.Before(e.until), nil
}

func (s memorySessions) CommitCtx(_ context.Context, token string, b []byte, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessionWrites++
	s.sessions[token] = memorySession{bytes.Clone(b), until}
	return nil
}

func (s memorySessions) DeleteCtx(_ context.Context, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, token)
	return nil
}

func (s memorySessions) AllCtx(context.Context) (map[string][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[string][]byte{}
	for k, e := range s.sessions {
		all[k] = e.data
	}
	return all, nil
}

func (s memorySessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s memorySessions) Commit(token string, b []byte, until time.Time) error {
	return s.CommitCtx(context.Background(), token, b, until)
}

func (s memorySessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// must stops a test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *memory) AddKey(_ context.Context, k auth.Key) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys = append(m.keys, k)
	return nil
}

func (m *memory) KeysOf(_ context.Context, id imr.UserID) ([]auth.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ks []auth.Key
	for _, k := range m.keys {
		if k.Account == id {
			ks = append(ks, k)
		}
	}
	return ks, nil
}

func (m *memory) RemoveKey(_ context.Context, id imr.UserID, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, k := range m.keys {
		if k.Account == id && k.ID == key {
			m.keys = slices.Delete(m.keys, i, i+1)
			return nil
		}
	}
	return &imr.Error{Kind: imr.NotFound, Message: "There is no such key."}
}

func (m *memory) KeyByHash(_ context.Context, hash string) (auth.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.keys {
		if k.Hash == hash {
			return k, nil
		}
	}
	return auth.Key{}, &imr.Error{Kind: imr.NotFound, Message: "There is no such key."}
}
