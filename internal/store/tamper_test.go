//go:build unix

package store_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/internal/store/storetest"
)

// A scene is a small record, signed, in a folder that nobody has open, and a way into its tables beside the store.
type scene struct {
	t   *testing.T
	dir string
	db  *sql.DB
}

// record makes a record of two cases and ten events.
func record(t *testing.T) *scene {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	s, err := store.Open(ctx, dir, store.Options{Rules: storetest.Rules, Now: func() time.Time { return storetest.On("2015-12-01") }})
	if err != nil {
		t.Fatal(err)
	}
	var ids [2]imr.CaseID
	for n := range ids {
		r, err := s.Do(ctx, imr.Request{Command: storetest.Application(n), Act: storetest.Act(storetest.Dana, storetest.On("2015-09-28"))})
		if err != nil {
			t.Fatal(err)
		}
		ids[n] = r.Case.ID
	}
	for _, step := range storetest.Life()[:4] {
		for _, id := range ids {
			if _, err := s.Do(ctx, imr.Request{Case: id, Saw: imr.AnyVersion, Command: step.Command, Act: storetest.Act(step.By, storetest.On(step.On))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil { // signs
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqldb.FileName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	x := &scene{t, dir, db}
	x.exec("pragma synchronous = off") // a test of what is written, not of the disk
	x.exec("drop trigger event_stays")
	x.exec("drop trigger event_remains")
	return x
}

func (x *scene) exec(text string, args ...any) {
	x.t.Helper()
	if _, err := x.db.Exec(text, args...); err != nil {
		x.t.Fatalf("%s: %v", text, err)
	}
}

// verify looks at the folder as "openimr audit verify" does.
func (x *scene) verify() audit.Report {
	x.t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, x.dir, store.Options{Rules: storetest.Rules, ReadOnly: true})
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	r, err := s.Verify(ctx)
	if err != nil {
		x.t.Fatal(err)
	}
	return r
}

// found fails the test where the check finds nothing, or nothing with those words.
func (x *scene) found(what, words string) {
	x.t.Helper()
	r := x.verify()
	if r.OK || len(r.Broken) == 0 {
		x.t.Errorf("%s was not found", what)
		return
	}
	for _, b := range r.Broken {
		if strings.Contains(b.Why, words) {
			return
		}
	}
	x.t.Errorf("%s: found only %q", what, r.Broken[0].Why)
}

func TestAnUntouchedRecordIsWhole(t *testing.T) {
	r := record(t).verify()
	if !r.OK || r.Cases != 2 || r.Events != 10 || r.Checkpoints != 1 || len(r.Broken) != 0 {
		t.Errorf("%+v", r)
	}
}

// columns of the table of events; texts are read and written as bytes so that a flipped bit may make any byte.
var columns = []struct {
	name    string
	integer bool
}{{"leaf", true}, {"case_id", false}, {"seq", true}, {"type", false}, {"at", true}, {"recorded", true}, {"body", false}, {"hash", false}, {"nodes", false}}

// Every single bit of every column of every stored event is flipped, one after the other, and each is found. The rows
// are checked in memory by the code that checks the table; that it is given the table is tried below.
func TestEveryFlippedBitIsFound(t *testing.T) {
	x := record(t)
	rows := readRows(t, x.db)
	s := open(t, x.dir, store.Options{ReadOnly: true})
	signed, err := audit.ReadFile(filepath.Join(x.dir, "checkpoints.txt"))
	if err != nil || len(signed) != 1 {
		t.Fatal(signed, err)
	}
	var head audit.Tree
	for _, r := range rows {
		head, _ = head.Append(audit.Hash(r.hash))
	}
	var wg sync.WaitGroup
	flips := make([]int, len(rows))
	for i := range rows {
		wg.Go(func() {
			for c, col := range columns {
				bits := 64
				if !col.integer {
					bits = 8 * len(rows[i].bytes(c))
				}
				for bit := range bits {
					if whole(s, signed, head, rows, i, rows[i].flip(c, bit), c) {
						t.Errorf("bit %d of %s of event %d was not found", bit, col.name, i)
						return
					}
					flips[i]++
				}
			}
		})
	}
	wg.Wait()
	total := 0
	for _, n := range flips {
		total += n
	}
	t.Logf("%d flipped bits of %d events", total, len(rows))
	if total < len(rows)*4000 {
		t.Errorf("only %d bits were flipped", total)
	}
	if !whole(s, signed, head, rows, 0, rows[0], 3) {
		t.Error("the unflipped rows are broken")
	}
}

// whole says whether the check finds nothing with the i-th row replaced.
func whole(s *store.Store, signed []string, head audit.Tree, rows []row, i int, changed row, column int) bool {
	rows = slices.Clone(rows)
	rows[i] = changed
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.leaf, b.leaf) })
	records := make([]audit.Record, len(rows))
	kinds := make([]string, len(rows))
	at, recorded := make([]int64, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		records[i] = audit.Record{Leaf: r.leaf, Case: string(r.caseID), Seq: int(r.seq), Body: r.body, Hash: r.hash, Nodes: r.nodes}
		kinds[i], at[i], recorded[i] = string(r.kind), r.at, r.recorded
	}
	if column >= 3 && column <= 5 {
		return s.CheckEvent(signed, head, records, kinds, at, recorded)
	}
	// The chain and the tree find the others by themselves; nothing needs to be read.
	check := audit.NewChecker(s.Signer(), signed...)
	for _, r := range records {
		check.Add(r)
	}
	check.Done(head)
	return check.Report.OK
}

func TestAFlippedBitInTheFileIsFound(t *testing.T) {
	x := record(t)
	for _, col := range columns {
		t.Run(col.name, func(t *testing.T) {
			x.t = t
			if col.integer {
				flip := "update event set " + col.name + " = (" + col.name + " | 65536) - (" + col.name + " & 65536) where leaf = $1 or leaf = $1 + 65536"
				x.exec(flip, 7)
				x.found("a bit of "+col.name, "")
				x.exec(flip, 7)
			} else {
				kind := "text"
				if col.name == "hash" || col.name == "nodes" {
					kind = "blob"
				}
				var was []byte
				if err := x.db.QueryRow("select cast(" + col.name + " as blob) from event where leaf = 7").Scan(&was); err != nil {
					t.Fatal(err)
				}
				now := append([]byte(nil), was...)
				now[len(now)/2] ^= 4
				x.exec("update event set "+col.name+" = cast($1 as "+kind+") where leaf = 7", now)
				x.found("a bit of "+col.name, "")
				x.exec("update event set "+col.name+" = cast($1 as "+kind+") where leaf = 7", was)
			}
			if r := x.verify(); !r.OK {
				t.Fatalf("put back, it is still broken: %s", r.Broken[0].Why)
			}
		})
	}
}

func TestEveryMissingEventIsFound(t *testing.T) {
	for leaf := range 10 {
		x := record(t)
		x.exec("delete from event where leaf = $1", leaf)
		x.found(fmt.Sprintf("missing event %d", leaf), "missing")
	}
}

func TestEverySwapIsFound(t *testing.T) {
	x := record(t)
	for a := range 10 {
		for b := range a {
			swap := func() {
				x.exec("update event set leaf = -1 where leaf = $1", a)
				x.exec("update event set leaf = $1 where leaf = $2", a, b)
				x.exec("update event set leaf = $1 where leaf = -1", b)
			}
			swap()
			x.found(fmt.Sprintf("events %d and %d swapped", a, b), "")
			swap()
		}
	}
	if r := x.verify(); !r.OK {
		t.Fatalf("swapped back, it is still broken: %s", r.Broken[0].Why)
	}
}

// Somebody removes the last events and makes everything in the database agree again: the head, the row of the case, and
// the checkpoints that the database keeps. The checkpoint outside shows it.
func TestACutTailIsFoundByTheCheckpointOutside(t *testing.T) {
	x := record(t)
	x.exec("delete from event where leaf >= 8")
	x.rechain()
	x.exec("delete from checkpoint")
	r := x.verify()
	if len(r.Broken) != 1 || !strings.Contains(r.Broken[0].Why, "events are missing at the end: there were 10") {
		t.Errorf("%+v", r)
	}
	ctx := context.Background()
	s, err := store.Open(ctx, x.dir, store.Options{Rules: storetest.Rules})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Work(ctx, everyHour, quiet); err == nil || !strings.Contains(err.Error(), "10 were signed") {
		t.Errorf("a server starts on a cut record: %v", err)
	}
}

// Somebody changes an event and computes every hash, the tree and the rows anew. The signed checkpoint shows it, and
// without the key no other can be signed.
func TestAForgedRecordIsFoundByTheCheckpoint(t *testing.T) {
	x := record(t)
	x.exec("update event set body = replace(body, 'Daniel Okafor', 'Daniel Okada') where leaf = 0")
	x.rechain()
	r := x.verify()
	if len(r.Broken) != 1 || !strings.Contains(r.Broken[0].Why, "the first 10 events are not those that were signed") {
		t.Errorf("%+v", r.Broken)
	}
	x.exec("update checkpoint set note = replace(note, '10', '11')")
	x.found("a changed checkpoint", "the signature does not hold")
}

func TestABrokenCheckpointFileIsFound(t *testing.T) {
	x := record(t)
	file := filepath.Join(x.dir, "checkpoints.txt")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		c := append([]byte(nil), b...)
		c[i] ^= 1
		if err := os.WriteFile(file, c, 0o600); err != nil {
			t.Fatal(err)
		}
		x.found(fmt.Sprintf("a changed byte %d of the checkpoints", i), "checkpoint")
	}
}

func TestRowsThatDoNotFollowFromTheEventsAreFound(t *testing.T) {
	x := record(t)
	for _, text := range []string{
		"update cases set worker = 'Somebody Else'", "update cases set state = 'final', is_open = 0", "update cases set due_at = due_at + 1",
		"update cases set is_open = 0", "update cases set worker_key = 'x'", "update cases set head = zeroblob(32)", "update cases set version = 9",
		"update cases set reviewer = 'ruth.adeyemi'", "update cases set next_step = 'Nothing'", "update cases set programme = 'other'",
		"insert into case_party (account, case_id) select 'stranger', id from cases", "delete from case_party where account = 'paula.reyes'",
		"delete from case_word where word = 'daniel'", "insert into case_word (word, case_id) select 'zebra', id from cases",
		"update audit_head set size = 9, edge = zeroblob(64)", "update audit_head set edge = zeroblob(64)", "update audit_head set edge = zeroblob(1)",
		"pragma foreign_keys = off; delete from cases; pragma foreign_keys = on", "update checkpoint set size = 9", "update checkpoint set at = at + 1000", "update checkpoint set at = at + 1",
	} {
		copied := x.copy()
		copied.exec(text)
		copied.found(text, "")
	}
}

// What follows from the events can be made anew from them, whatever became of it.
func TestRebuildMendsTheRows(t *testing.T) {
	x := record(t)
	x.exec("update cases set worker = 'Somebody Else', state = 'final', is_open = 0, due_at = 5, reviewer = 'x', worker_key = 'x' where id = 'CM15-0000001'")
	x.exec("delete from case_party")
	x.exec("insert into case_party (account, case_id) select 'stranger', id from cases")
	x.exec("delete from case_word where word > 'd'")
	x.found("changed rows", "does not say what follows")
	ctx := context.Background()
	s := open(t, x.dir, store.Options{Now: func() time.Time { return storetest.On("2015-12-01") }})
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	r, err := s.Verify(ctx)
	if err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
	p, err := s.Queue(ctx, imr.QueueFilter{Words: "daniel", Party: "worker0"}, time.Now())
	if err != nil || p.Total != 1 || p.Rows[0].Worker != "Daniel Okafor" {
		t.Errorf("%+v, %v", p, err)
	}
}
