package sqldb

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// A call is one command that waits for its turn to write to SQLite.
type call struct {
	ctx  context.Context
	fn   func(*Tx) error
	done chan error    // its outcome
	lead chan struct{} // it is to run the next transaction
}

// A line is the commands that wait to write. The first of them runs a transaction with those behind it, in its own
// goroutine; those who come meanwhile are the next transaction. So one caller alone waits for nobody, and many share
// one flush of the disk.
type line struct {
	mu      sync.Mutex
	waiting []*call
	busy    bool       // somebody runs a transaction
	idle    *sync.Cond // nobody does
	closed  bool
}

// mostAtOnce bounds the commands of one transaction, so that the first need not wait long for the last.
const mostAtOnce = 64

// enqueue waits until the command is done. Once it has begun, its outcome is waited for, whatever becomes of ctx: the
// caller must learn whether it was kept.
func (db *DB) enqueue(ctx context.Context, fn func(*Tx) error) error {
	if db.line == nil {
		return errors.New("the database was opened for reading only")
	}
	c := &call{ctx, fn, make(chan error, 1), make(chan struct{}, 1)}
	l := db.line
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return ErrClosed
	}
	l.waiting = append(l.waiting, c)
	if l.busy {
		l.mu.Unlock()
		select {
		case err := <-c.done:
			return err
		case <-c.lead:
		}
	} else {
		l.busy = true
		l.mu.Unlock()
	}
	db.runNext()
	return <-c.done // it was the first of those that ran
}

// runNext runs the commands that wait, as many as fit into one transaction, and hands the lead to the next.
func (db *DB) runNext() {
	l := db.line
	l.mu.Lock()
	n := min(len(l.waiting), mostAtOnce)
	batch := l.waiting[:n:n]
	l.waiting = l.waiting[n:]
	l.mu.Unlock()
	db.run(batch)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) > 0 {
		l.waiting[0].lead <- struct{}{}
		return
	}
	l.waiting = nil // what was behind the first is not held any longer
	l.busy = false
	l.idle.Broadcast()
}

// close lets those who wait finish, and nobody else begin.
func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for l.busy {
		l.idle.Wait()
	}
}

// run does a batch in one transaction and answers everybody. The transaction hangs on no caller's context: one who
// goes away must not undo the work of the others.
func (db *DB) run(batch []*call) {
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
	failed, err := db.together(live, false)
	if errors.Is(err, errHalf) {
		failed, err = db.together(live, true)
	}
	for i, c := range live {
		if failed[i] != nil {
			c.done <- failed[i]
		} else {
			c.done <- err
		}
	}
}

// errHalf says that a command failed after it had written something.
var errHalf = errors.New("a command failed half way")

// together runs commands in one transaction. A command that is refused has written nothing yet, so there is nothing to
// undo; savepoints, which cost as much as a statement or two, are for the rare one that fails half way: then all run
// again, each under its own.
func (db *DB) together(batch []*call, savepoints bool) ([]error, error) {
	ctx := context.Background()
	failed := make([]error, len(batch))
	err := db.attempt(ctx, func(t *Tx) error {
		for i, c := range batch {
			if savepoints {
				if _, err := t.Exec(ctx, savepoint); err != nil {
					return err
				}
			}
			t.wrote = false
			failed[i] = protect(t, c.fn)
			switch {
			case failed[i] != nil && len(batch) == 1:
				return failed[i]
			case failed[i] != nil && savepoints:
				if _, err := t.Exec(ctx, rollbackTo); err != nil {
					return err // the whole transaction is gone, as when the disk is full
				}
			case failed[i] != nil && t.wrote:
				return errHalf
			}
			if savepoints {
				if _, err := t.Exec(ctx, release); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return failed, err
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
