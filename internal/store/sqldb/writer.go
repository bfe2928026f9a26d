package sqldb

import (
	"context"
	"errors"
	"fmt"
)

// A call is one command that waits for the writer of SQLite.
type call struct {
	ctx  context.Context
	fn   func(*Tx) error
	done chan error
}

// mostAtOnce bounds the commands of one transaction, so that the first need not wait long for the last.
const mostAtOnce = 64

// enqueue waits until the writer has done the command. Once the command has begun, its outcome is waited for, whatever
// becomes of ctx: the caller must learn whether it was kept.
func (db *DB) enqueue(ctx context.Context, fn func(*Tx) error) error {
	if db.queue == nil {
		return errors.New("the database was opened for reading only")
	}
	c := &call{ctx, fn, make(chan error, 1)}
	select {
	case <-db.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	case db.queue <- c:
	}
	select {
	case err := <-c.done:
		return err
	case <-db.stopped:
		select {
		case err := <-c.done:
			return err
		default:
			return ErrClosed // it came between the last batch and the end
		}
	}
}

// writer is the only goroutine that writes commands to SQLite.
func (db *DB) writer() {
	defer close(db.stopped)
	batch := make([]*call, 0, mostAtOnce)
	for {
		batch = batch[:0]
		select {
		case c := <-db.queue:
			batch = append(batch, c)
		case <-db.done:
			select { // what came before the end is still done
			case c := <-db.queue:
				batch = append(batch, c)
			default:
				return
			}
		}
	more:
		for len(batch) < mostAtOnce {
			select {
			case c := <-db.queue:
				batch = append(batch, c)
			default:
				break more
			}
		}
		db.run(batch)
	}
}

// run does a batch in one transaction and answers everybody. The transaction hangs on no caller's context: one who
// goes away must not undo the work of the others.
func (db *DB) run(batch []*call) {
	ctx := context.Background()
	live := batch[:0]
	for _, c := range batch {
		if err := c.ctx.Err(); err != nil {
			c.done <- err
			continue
		}
		live = append(live, c)
	}
	if len(live) == 0 {
		return
	}
	failed := make([]error, len(live))
	err := db.attempt(ctx, func(t *Tx) error {
		if len(live) == 1 {
			return protect(t, live[0].fn)
		}
		for i, c := range live {
			if _, err := t.Exec(ctx, savepoint); err != nil {
				return err
			}
			if failed[i] = protect(t, c.fn); failed[i] != nil {
				if _, err := t.Exec(ctx, rollbackTo); err != nil {
					return err // the whole transaction is gone, as when the disk is full
				}
			}
			if _, err := t.Exec(ctx, release); err != nil {
				return err
			}
		}
		return nil
	})
	for i, c := range live {
		switch {
		case failed[i] != nil:
			c.done <- failed[i]
		default:
			c.done <- err
		}
	}
}

var (
	savepoint  = NewPerEngine("begin a command", "savepoint command", "select 1")
	rollbackTo = NewPerEngine("undo a command", "rollback to command", "select 1")
	release    = NewPerEngine("end a command", "release command", "select 1")
)

// protect turns a panic of a command into an error, so that the batch of the others survives it.
func protect(t *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a command panicked: %v", p)
		}
	}()
	return fn(t)
}
