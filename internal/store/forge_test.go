//go:build unix

package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/internal/store/storetest"
)

var (
	everyHour = job.Every{Sweep: time.Hour, Checkpoint: time.Hour, Tidy: time.Hour}
	quiet     = slog.New(slog.NewTextHandler(io.Discard, nil))
)

// copy makes a copy of the scene in a folder of its own.
func (x *scene) copy() *scene {
	x.t.Helper()
	dir := x.t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "c"), os.DirFS(x.dir)); err != nil {
		x.t.Fatal(err)
	}
	dir = filepath.Join(dir, "c")
	db, err := sql.Open("sqlite", filepath.Join(dir, sqldb.FileName))
	if err != nil {
		x.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	x.t.Cleanup(func() { _ = db.Close() })
	return &scene{x.t, dir, db}
}

// rechain computes everything anew that can be computed from the bodies of the events, as somebody would who has the
// program and the database but not the key.
func (x *scene) rechain() {
	x.t.Helper()
	var tree audit.Tree
	heads := map[imr.CaseID]audit.Hash{}
	versions := map[imr.CaseID]int{}
	for _, r := range readRows(x.t, x.db) {
		var e imr.Event
		if err := json.Unmarshal(r.body, &e); err != nil {
			x.t.Fatal(err)
		}
		h := audit.EventHash(heads[e.Case], string(e.Case), e.Seq, r.body)
		heads[e.Case], versions[e.Case] = h, e.Seq
		var nodes []byte
		tree, nodes = tree.Append(h)
		x.exec("update event set hash = $1, nodes = $2 where leaf = $3", h[:], nodes, r.leaf)
	}
	x.exec("update audit_head set size = $1, edge = $2", tree.Size, tree.Edge())
	for id, h := range heads {
		x.exec("update cases set head = $1, version = $2 where id = $3", h[:], versions[id], string(id))
	}
	ctx := context.Background()
	s, err := store.Open(ctx, x.dir, store.Options{Rules: storetest.Rules, Checkpoints: filepath.Join(x.t.TempDir(), "elsewhere"),
		Now: func() time.Time { return storetest.On("2015-12-01") }})
	if err != nil {
		x.t.Fatal(err)
	}
	if err := errors.Join(s.Rebuild(ctx), s.Close()); err != nil {
		x.t.Fatal(err)
	}
}

// A row is one stored event.
type row struct {
	leaf              int64
	caseID            []byte
	seq               int64
	kind              []byte
	at, recorded      int64
	body, hash, nodes []byte
}

func readRows(t *testing.T, db *sql.DB) (list []row) {
	t.Helper()
	rows, err := db.Query("select leaf, case_id, seq, type, at, recorded, body, hash, nodes from event order by leaf")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.leaf, &r.caseID, &r.seq, &r.kind, &r.at, &r.recorded, &r.body, &r.hash, &r.nodes); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func (r *row) bytes(column int) []byte {
	return map[int][]byte{1: r.caseID, 3: r.kind, 6: r.body, 7: r.hash, 8: r.nodes}[column]
}

// flip returns the row with one bit changed.
func (r row) flip(column, bit int) row {
	if b := r.bytes(column); b != nil {
		b = bytes.Clone(b)
		b[bit/8] ^= 1 << (bit % 8)
		switch column {
		case 1:
			r.caseID = b
		case 3:
			r.kind = b
		case 6:
			r.body = b
		case 7:
			r.hash = b
		case 8:
			r.nodes = b
		}
		return r
	}
	mask := int64(1) << bit
	switch column {
	case 0:
		r.leaf ^= mask
	case 2:
		r.seq ^= mask
	case 4:
		r.at ^= mask
	case 5:
		r.recorded ^= mask
	}
	return r
}
