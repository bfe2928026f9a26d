package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qAddOpened = sqldb.New("keep how a file was opened", `
		insert into file_opened (sha256, kind, pages, pages_read, problem, opened) values ($1, $2, $3, 0, $4, $5)
		on conflict (sha256) do nothing`)
	qAddPage = sqldb.New("keep a page as it was read", `
		insert into page_read (sha256, page, sheet, body) values ($1, $2, $3, $4) on conflict (sha256, page) do nothing`)
	qCountPages = sqldb.New("count pages of a file that were read", `update file_opened set pages_read = pages_read + $2 where sha256 = $1`)
	qRecount    = sqldb.New("count anew the pages of a file that were read", `
		update file_opened set pages_read = (select count(*) from page_read p where p.sha256 = file_opened.sha256)
		where sha256 = $1 and pages_read <> (select count(*) from page_read p where p.sha256 = file_opened.sha256)`)
	qPage   = sqldb.New("read a page", `select body from page_read where sha256 = $1 and page = $2`)
	qSheets = sqldb.New("list the pages of a file without their words", `select page, sheet from page_read where sha256 = $1 order by page`)
	qPages  = sqldb.New("list pages of a file", `
		select page, body from page_read where sha256 = $1 and page >= $2 and page <= $3 order by page`)

	qPlaces   = sqldb.New("list the numbers of a case's files", `select file, first, pages from case_file where case_id = $1 order by file`)
	qAddPlace = sqldb.New("give the pages of a file their numbers", `
		insert into case_file (case_id, file, first, pages) values ($1, $2, $3, $4) on conflict (case_id, file) do nothing`)

	qIndexPart = sqldb.New("read a part of an index", `select basis, made, body from case_index where case_id = $1 and part = $2`)
	qIndexMade = sqldb.New("when was a part of an index made", `select basis, made from case_index where case_id = $1 and part = $2`)
	qSetIndex  = sqldb.New("keep a part of an index", `
		insert into case_index (case_id, part, basis, made, body) values ($1, $2, $3, $4, $5)
		on conflict (case_id, part) do update set basis = excluded.basis, made = excluded.made, body = excluded.body`)

	qTakeReading = sqldb.New("take the reading of a case", `
		insert into case_reading (case_id, server, until) values ($1, $2, $3)
		on conflict (case_id) do update set server = excluded.server, until = excluded.until
		where case_reading.server = excluded.server or case_reading.until <= $4`)
	qLeaveReading = sqldb.New("leave the reading of a case", `delete from case_reading where case_id = $1 and server = $2`)
)

// OpenedFiles returns what is known of files, by their hash; those that were not opened yet are missing.
func (s *Store) OpenedFiles(ctx context.Context, shas []string) (map[string]keeping.File, error) {
	m := make(map[string]keeping.File, len(shas))
	const most = 500
	for len(shas) > 0 {
		n := min(len(shas), most)
		var w sqldb.Where
		sqldb.In(&w, "sha256", shas[:n])
		shas = shas[n:]
		list, err := sqldb.ListText(ctx, s.db, n, `select sha256, kind, pages, pages_read, problem, opened from file_opened where true`+w.String(),
			func(r sqldb.Row) (f keeping.File, err error) {
				var at int64
				err = r.Scan(&f.SHA256, &f.Kind, &f.Pages, &f.Read, &f.Problem, &at)
				f.Opened = fromMillis(at)
				return f, err
			}, w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("list opened files: %w", err)
		}
		for _, f := range list {
			m[f.SHA256] = f
		}
	}
	return m, nil
}

// FileOpened keeps how a file was opened; the first result stays.
func (s *Store) FileOpened(ctx context.Context, f keeping.File) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qAddOpened, f.SHA256, f.Kind, f.Pages, f.Problem, millis(s.now()))
		return err
	})
}

// AddPages keeps pages in one transaction and returns how many were not there before: there is one result for each
// page, the first.
func (s *Store) AddPages(ctx context.Context, pages []keeping.Page) (added int, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		added = 0
		var files []string
		of := map[string]int{}
		for _, p := range pages {
			n, err := tx.Exec(ctx, qAddPage, p.SHA256, p.Number, p.Sheet, p.Body)
			if err != nil {
				return err
			}
			if _, seen := of[p.SHA256]; !seen {
				files = append(files, p.SHA256)
			}
			of[p.SHA256] += int(n)
			added += int(n)
		}
		for _, sha := range files {
			if of[sha] == 0 {
				continue
			}
			if _, err := tx.Exec(ctx, qCountPages, sha, of[sha]); err != nil {
				return err
			}
		}
		return nil
	})
	return added, err
}

// Recount counts the pages of a file anew, should some have been lost.
func (s *Store) Recount(ctx context.Context, sha string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qRecount, sha)
		return err
	})
}

// PageBody returns a page as it is kept, or nil where it was not read yet.
func (s *Store) PageBody(ctx context.Context, sha string, page int) ([]byte, error) {
	var body []byte
	err := s.db.QueryRow(ctx, qPage, sha, page).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", qPage.Name, err)
	}
	return body, nil
}

// Sheets gives each page of a file that was read, without its words.
func (s *Store) Sheets(ctx context.Context, sha string, each func(page int, sheet []byte) error) error {
	return s.eachPage(ctx, qSheets, each, sha)
}

// PageBodies gives the pages of a file that were read, from one (inclusive) to another (inclusive).
func (s *Store) PageBodies(ctx context.Context, sha string, from, to int, each func(page int, body []byte) error) error {
	return s.eachPage(ctx, qPages, each, sha, from, to)
}

func (s *Store) eachPage(ctx context.Context, q *sqldb.Query, each func(int, []byte) error, args ...any) error {
	rows, err := s.db.Query(ctx, q, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", q.Name, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var page int
		var body sql.RawBytes
		if err := rows.Scan(&page, &body); err != nil {
			return fmt.Errorf("%s: %w", q.Name, err)
		}
		if err := each(page, body); err != nil {
			return err
		}
	}
	return rows.Err()
}

func scanPlace(r sqldb.Row) (p keeping.Place, err error) {
	return p, r.Scan(&p.File, &p.First, &p.Pages)
}

// Places returns the numbers that the files of a case have, in their order.
func (s *Store) Places(ctx context.Context, id imr.CaseID) ([]keeping.Place, error) {
	return sqldb.List(ctx, s.db, qPlaces, scanPlace, string(id))
}

// Number gives numbers of the record to the files of a case that have none yet, in the order in which they came: shas
// are all its files. It stops at the first that was not opened, so that the order holds. It returns all numbers.
func (s *Store) Number(ctx context.Context, id imr.CaseID, shas []string) (places []keeping.Place, err error) {
	opened, err := s.OpenedFiles(ctx, shas)
	if err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, _, err := readRow(ctx, tx, qLockRow, id); err != nil { // one server at a time
			return err
		}
		if places, err = listTx(ctx, tx, qPlaces, scanPlace, string(id)); err != nil {
			return err
		}
		next := 1
		for _, p := range places {
			next = max(next, p.First+p.Pages)
		}
		for i := len(places); i < len(shas); i++ {
			f, ok := opened[shas[i]]
			if !ok {
				return nil
			}
			p := keeping.Place{File: i, Pages: f.Pages}
			if f.Pages > 0 {
				p.First = next
				next += f.Pages
			}
			if _, err := tx.Exec(ctx, qAddPlace, string(id), p.File, p.First, p.Pages); err != nil {
				return err
			}
			places = append(places, p)
		}
		return nil
	})
	return places, err
}

func listTx[T any](ctx context.Context, tx *sqldb.Tx, q *sqldb.Query, scan func(sqldb.Row) (T, error), args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, q, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Name, err)
	}
	defer func() { _ = rows.Close() }()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.Name, err)
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// IndexPart returns a part of the index of a case, or the zero value where there is none. With known, its body is left
// out where it was made then.
func (s *Store) IndexPart(ctx context.Context, id imr.CaseID, part string, known time.Time) (x keeping.Index, err error) {
	var made int64
	err = s.db.QueryRow(ctx, qIndexMade, string(id), part).Scan(&x.Basis, &made)
	if err == nil && (known.IsZero() || millis(known) != made) {
		err = s.db.QueryRow(ctx, qIndexPart, string(id), part).Scan(&x.Basis, &made, &x.Body)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return keeping.Index{}, nil
	}
	if err != nil {
		return keeping.Index{}, fmt.Errorf("%s: %w", qIndexPart.Name, err)
	}
	x.Made = fromMillis(made)
	return x, nil
}

// SetIndexPart keeps a part of the index of a case, in place of the one before.
func (s *Store) SetIndexPart(ctx context.Context, id imr.CaseID, part string, x keeping.Index) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qSetIndex, string(id), part, x.Basis, millis(x.Made), x.Body)
		return err
	})
}

// TakeReading lets one server read a case until an instant; false where another one does so. LeaveReading ends it.
func (s *Store) TakeReading(ctx context.Context, id imr.CaseID, server string, until time.Time) (ok bool, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, qTakeReading, string(id), server, millis(until), millis(s.now()))
		ok = n == 1
		return err
	})
	return ok, err
}

// LeaveReading lets another server read a case.
func (s *Store) LeaveReading(ctx context.Context, id imr.CaseID, server string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qLeaveReading, string(id), server)
		return err
	})
}
