package store

import (
	"context"
	"fmt"
	"sync"

	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qHeadSize = sqldb.New("read the size of the record", `select size from audit_head where id = 1`)
	qHead     = sqldb.New("read the head of the record", `select size, edge from audit_head where id = 1`)
	qLockHead = sqldb.NewPerEngine("hold the head of the record",
		`select size, edge from audit_head where id = 1`,
		`select size, edge from audit_head where id = 1 for update`)
	qSetHead = sqldb.New("move the head of the record", `update audit_head set size = $1, edge = $2 where id = 1`)
)

// treeCache is the head of the tree as this process last committed it; on SQLite nobody else moves it.
type treeCache struct {
	mu   sync.Mutex
	tree *audit.Tree
}

func (c *treeCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tree = nil
}

type treeKey struct{}

// lockTree returns the tree as it stands in the transaction and holds it there.
func (s *Store) lockTree(ctx context.Context, tx *sqldb.Tx) (audit.Tree, error) {
	if t, ok := tx.Value(treeKey{}).(audit.Tree); ok {
		return t, nil
	}
	if tx.Engine == sqldb.SQLite {
		s.tree.mu.Lock()
		t := s.tree.tree
		s.tree.mu.Unlock()
		if t != nil {
			return *t, nil
		}
	}
	return readTree(ctx, tx, qLockHead)
}

func readTree(ctx context.Context, db sqldb.Querier, q *sqldb.Query) (audit.Tree, error) {
	var size int64
	var edge []byte
	if err := db.QueryRow(ctx, q).Scan(&size, &edge); err != nil {
		return audit.Tree{}, fmt.Errorf("%s: %w", q.Name, err)
	}
	return audit.ParseTree(size, edge)
}

// growTree moves the head of the tree; it is written once for all commands of a transaction.
func (s *Store) growTree(tx *sqldb.Tx, t audit.Tree) {
	tx.SetValue(treeKey{}, t)
	tx.Last(treeKey{}, func(tx *sqldb.Tx) error {
		t := tx.Value(treeKey{}).(audit.Tree)
		if _, err := tx.Exec(context.Background(), qSetHead, t.Size, t.Edge()); err != nil {
			return err
		}
		tx.After(func() {
			s.tree.mu.Lock()
			s.tree.tree = &t
			s.tree.mu.Unlock()
		})
		return nil
	})
}
