package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qDraft = sqldb.New("read the text of a case's reviewer", `
		select d.case_id, d.reviewer, d.rev, d.body, d.saved from draft_text d
		join cases c on c.id = d.case_id and c.reviewer = d.reviewer
		where d.case_id = $1`)
	qReviewer = sqldb.New("who reviews a case", `select reviewer from cases where id = $1`)
	qAddDraft = sqldb.New("keep the first text", `
		insert into draft_text (case_id, reviewer, rev, body, saved) values ($1, $2, 1, $3, $4) on conflict (case_id, reviewer) do nothing`)
	qSetDraft = sqldb.New("keep a text", `
		update draft_text set rev = rev + 1, body = $3, saved = $4 where case_id = $1 and reviewer = $2 and rev = $5`)
)

func scanDraft(r sqldb.Row) (d imr.DraftText, err error) {
	var body string
	var saved int64
	if err = r.Scan(&d.Case, &d.By, &d.Rev, &body, &saved); err != nil {
		return d, err
	}
	d.Saved = fromMillis(saved)
	return d, json.Unmarshal([]byte(body), &d.Draft)
}

// Draft returns the text that the reviewer of a case is typing, or the zero value where there is none. The text of an
// earlier reviewer is never returned.
func (s *Store) Draft(ctx context.Context, id imr.CaseID) (imr.DraftText, error) {
	return draftOf(ctx, s.db, id)
}

func draftOf(ctx context.Context, db sqldb.Querier, id imr.CaseID) (imr.DraftText, error) {
	d, err := scanDraft(db.QueryRow(ctx, qDraft, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return imr.DraftText{}, nil
	}
	if err != nil {
		return imr.DraftText{}, fmt.Errorf("%s: %w", qDraft.Name, err)
	}
	return d, nil
}

// SaveDraft keeps the text and returns it with its new Rev; when it returns, the text is durable. Only the reviewer of
// the case may save. A text that does not build on the one stored is refused with *imr.DraftChanged, which has what is
// needed to put the two together.
func (s *Store) SaveDraft(ctx context.Context, d imr.DraftText) (imr.DraftText, error) {
	body, err := json.Marshal(d.Draft)
	if err != nil {
		return imr.DraftText{}, fmt.Errorf("save a draft: %w", err)
	}
	d.Saved = fromMillis(millis(s.now()))
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		var reviewer imr.UserID
		switch err := tx.QueryRow(ctx, qReviewer, string(d.Case)).Scan(&reviewer); {
		case errors.Is(err, sql.ErrNoRows):
			return noCase(d.Case)
		case err != nil:
			return fmt.Errorf("%s: %w", qReviewer.Name, err)
		case reviewer == "" || reviewer != d.By:
			return &imr.Error{Kind: imr.NotAllowed, Rule: "Labor Code 139.5(d)(3)", Message: "Only the reviewer of this case can write its draft."}
		}
		var n int64
		var err error
		if d.Rev == 0 {
			n, err = tx.Exec(ctx, qAddDraft, string(d.Case), string(d.By), string(body), millis(d.Saved))
		} else {
			n, err = tx.Exec(ctx, qSetDraft, string(d.Case), string(d.By), string(body), millis(d.Saved), d.Rev)
		}
		if err != nil {
			return err
		}
		if n == 1 {
			return remember(ctx, tx, d, string(body))
		}
		return changedSince(ctx, tx, d)
	})
	if err != nil {
		return imr.DraftText{}, err
	}
	d.Rev++
	return d, nil
}

// changedSince is the refusal of a text that does not build on the one stored.
func changedSince(ctx context.Context, tx *sqldb.Tx, d imr.DraftText) error {
	now, err := draftOf(ctx, tx, d.Case)
	if err != nil {
		return err
	}
	e := &imr.DraftChanged{Now: now}
	if e.Base, err = one(tx.QueryRow(ctx, qDraftBefore, string(d.Case), string(d.By), d.Rev)); err != nil {
		return fmt.Errorf("%s: %w", qDraftBefore.Name, err)
	}
	if d.Window == "" || d.Rev > now.Rev {
		return e
	}
	var others int
	if err := tx.QueryRow(ctx, qOtherWindows, string(d.Case), string(d.By), d.Rev, d.Window).Scan(&others); err != nil {
		return fmt.Errorf("%s: %w", qOtherWindows.Name, err)
	}
	e.Own = others == 0
	return e
}
