package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/library"
)

var (
	qAddPublished = sqldb.New("keep a published determination", `
		insert into published (number, decided, body) values ($1, $2, $3) on conflict (number) do nothing`)
	qAddPublishedItem = sqldb.New("keep a published request", `
		insert into published_item (seq, item, request) select seq, $2, $3 from published where number = $1`)
	qPublished      = sqldb.New("read a published determination", `select body from published where number = $1`)
	qLastPublished  = sqldb.New("the newest published determination", `select coalesce(max(seq), 0) from published`)
	qPublishedAfter = sqldb.New("list published requests", `
		select p.seq, p.number, p.decided, i.item, i.request from published p join published_item i on i.seq = p.seq
		where p.seq > $1 order by p.seq, i.item`)
	qCasesOfWorker = sqldb.New("list the other cases of a worker", `
		select o.id from cases c join cases o on o.worker_key = c.worker_key and o.id <> c.id where c.id = $1 order by o.id limit 200`)
)

// published is the index over the published determinations; it grows as they come.
type published struct {
	mu    sync.Mutex
	last  int64
	all   []library.Request
	index *library.Index
}

// AddPublished keeps published determinations and says how many are new. One that is kept already stays as it is.
func (s *Store) AddPublished(ctx context.Context, entries []library.Entry) (added int, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		added = 0
		for _, e := range entries {
			body, err := json.Marshal(e)
			if err != nil {
				return fmt.Errorf("keep %s: %w", e.Number, err)
			}
			n, err := tx.Exec(ctx, qAddPublished, e.Number, e.Decided.String(), string(body))
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			added++
			for i, it := range e.Items {
				if _, err := tx.Exec(ctx, qAddPublishedItem, e.Number, i, it.Request); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return added, err
}

// Published reads one published determination; an *imr.Error of kind imr.NotFound where there is none of that number.
func (s *Store) Published(ctx context.Context, number string) (library.Entry, error) {
	var body string
	var e library.Entry
	switch err := s.db.QueryRow(ctx, qPublished, number).Scan(&body); {
	case errors.Is(err, sql.ErrNoRows):
		return e, &imr.Error{Kind: imr.NotFound, Message: "There is no published determination of that number."}
	case err != nil:
		return e, fmt.Errorf("%s: %w", qPublished.Name, err)
	}
	return e, json.Unmarshal([]byte(body), &e)
}

// LikePublished finds published requests that are like one, the best first; all is over how many it looked.
func (s *Store) LikePublished(ctx context.Context, request string, most int) (ms []library.Match, all int, err error) {
	x, err := s.publishedIndex(ctx)
	if err != nil {
		return nil, 0, err
	}
	return x.Like(request, most), x.Len(), nil
}

func (s *Store) publishedIndex(ctx context.Context) (*library.Index, error) {
	p := &s.published
	p.mu.Lock()
	defer p.mu.Unlock()
	var last int64
	if err := s.db.QueryRow(ctx, qLastPublished).Scan(&last); err != nil {
		return nil, fmt.Errorf("%s: %w", qLastPublished.Name, err)
	}
	if p.index != nil && last == p.last {
		return p.index, nil
	}
	newest := p.last
	more, err := sqldb.List(ctx, s.db, qPublishedAfter, func(r sqldb.Row) (q library.Request, err error) {
		var seq int64
		var day string
		if err = r.Scan(&seq, &q.Number, &day, &q.Item, &q.Words); err != nil {
			return q, err
		}
		newest = max(newest, seq)
		if day != "" {
			q.Decided, err = clock.ParseDay(day)
		}
		return q, err
	}, p.last)
	if err != nil {
		return nil, err
	}
	p.all, p.last = append(p.all, more...), newest
	p.index = library.NewIndex(p.all)
	return p.index, nil
}

// CasesOfWorker lists the other cases whose worker has the same name, at most 200. Whether it is the same person is for who reads them.
func (s *Store) CasesOfWorker(ctx context.Context, id imr.CaseID) ([]imr.CaseID, error) {
	return sqldb.List(ctx, s.db, qCasesOfWorker, func(r sqldb.Row) (c imr.CaseID, err error) {
		var text string
		err = r.Scan(&text)
		return imr.CaseID(text), err
	}, string(id))
}
