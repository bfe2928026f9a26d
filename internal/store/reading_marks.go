package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/records"
)

var (
	qMarks = sqldb.New("list marks", `
		select body from mark where case_id = $1 and gone = 0 and (account = $2 or shared = 1) order by id`)
	qMark    = sqldb.New("read a mark", `select body from mark where case_id = $1 and id = $2`)
	qSetMark = sqldb.New("keep a mark", `
		insert into mark (case_id, id, account, shared, gone, body) values ($1, $2, $3, $4, 0, $5)
		on conflict (case_id, id) do update set shared = excluded.shared, gone = 0, body = excluded.body
		where mark.account = excluded.account`)
	qDropMark = sqldb.New("take a mark away", `update mark set gone = 1 where case_id = $1 and id = $2 and account = $3`)
	qOpenPage = sqldb.New("note that a page was opened", `
		insert into page_opened (case_id, account, sha256, page, at) values ($1, $2, $3, $4, $5)
		on conflict (case_id, account, sha256, page) do nothing`)
	qOpenedPages = sqldb.New("list opened pages", `
		select sha256, page, at from page_opened where case_id = $1 and account = $2 order by sha256, page`)
)

func scanMark(r sqldb.Row) (m records.Mark, err error) {
	var body string
	if err = r.Scan(&body); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(body), &m)
}

// Marks returns the marks of a case that somebody may see: their own and the shared ones, in the order of their making.
func (s *Store) Marks(ctx context.Context, id imr.CaseID, by imr.UserID) ([]records.Mark, error) {
	return sqldb.List(ctx, s.db, qMarks, scanMark, string(id), string(by))
}

// mostMarkText bounds what is written on one mark, in bytes.
const mostMarkText = 20_000

// PutMark adds a mark, or changes one's own of the same ID, also one that was taken away. It returns the mark as it is
// kept: with its ID and times.
func (s *Store) PutMark(ctx context.Context, id imr.CaseID, m records.Mark) (records.Mark, error) {
	switch {
	case m.By == "":
		return m, &imr.Error{Kind: imr.Incomplete, Field: "by", Message: "It is not known whose mark this is."}
	case m.Kind != records.Bookmark && m.Kind != records.Highlight && m.Kind != records.Note:
		return m, &imr.Error{Kind: imr.Incomplete, Field: "kind", Message: fmt.Sprintf("%q is no kind of mark: bookmark, highlight or note.", m.Kind)}
	case m.Page.Page < 1 || len(m.Page.File) != 64:
		return m, &imr.Error{Kind: imr.Incomplete, Field: "page", Message: "The mark is on no page."}
	case m.From < 0 || m.To < m.From:
		return m, &imr.Error{Kind: imr.Incomplete, Field: "to", Message: "The words of the mark end before they begin."}
	case len(m.Text)+len(m.Quote) > mostMarkText:
		return m, &imr.Error{Kind: imr.Incomplete, Field: "text", Message: "The note is too long; write at most 20,000 characters."}
	case len(m.ID) > 40 || strings.ContainsAny(m.ID, "/?# "):
		return m, &imr.Error{Kind: imr.Incomplete, Field: "id", Message: "The ID of the mark cannot be used."}
	}
	m.Text, m.Quote = strings.ToValidUTF8(m.Text, ""), strings.ToValidUTF8(m.Quote, "")
	if m.ID == "" {
		m.ID = rand.Text()
	}
	now := fromMillis(millis(s.now()))
	given := m
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		m = given
		m.Made, m.Changed = now, now
		old, err := listTx(ctx, tx, qMark, scanMark, string(id), m.ID)
		if err != nil {
			return err
		}
		if len(old) > 0 {
			if old[0].By != m.By {
				return &imr.Error{Kind: imr.NotAllowed, Field: "id", Message: "This mark is somebody else's; only who made it can change it."}
			}
			m.Made = old[0].Made
		}
		body, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("keep a mark: %w", err)
		}
		shared := 0
		if m.Shared {
			shared = 1
		}
		n, err := tx.Exec(ctx, qSetMark, string(id), m.ID, m.By, shared, string(body))
		if err == nil && n == 0 {
			return sqldb.ErrAgain // somebody took the ID meanwhile
		}
		return err
	})
	return m, err
}

// RemoveMark takes one's own mark away; putting it again brings it back.
func (s *Store) RemoveMark(ctx context.Context, id imr.CaseID, by imr.UserID, mark string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, qDropMark, string(id), mark, string(by))
		if err == nil && n == 0 {
			return &imr.Error{Kind: imr.NotFound, Message: "There is no such mark of yours."}
		}
		return err
	})
}

// OpenPages notes that somebody had pages before their eyes; the first time of each stays.
func (s *Store) OpenPages(ctx context.Context, id imr.CaseID, by imr.UserID, pages []records.PageID) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		for _, p := range pages {
			if _, err := tx.Exec(ctx, qOpenPage, string(id), string(by), p.File, p.Page, millis(s.now())); err != nil {
				return err
			}
		}
		return nil
	})
}

// OpenedPages lists the pages that somebody had before their eyes.
func (s *Store) OpenedPages(ctx context.Context, id imr.CaseID, by imr.UserID) ([]records.Opened, error) {
	return sqldb.List(ctx, s.db, qOpenedPages, func(r sqldb.Row) (o records.Opened, err error) {
		var at int64
		err = r.Scan(&o.Page.File, &o.Page.Page, &at)
		o.At = fromMillis(at)
		return o, err
	}, string(id), string(by))
}
