package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qAddLetter = sqldb.New("note a letter that was served", `
		insert into case_letter (case_id, seq, sha256, code) values ($1, $2, $3, $4)
		on conflict (case_id, seq) do nothing`)
	qDropLetters  = sqldb.New("remove the letters of a case", `delete from case_letter where case_id = $1`)
	qLetterBySum  = sqldb.New("find a letter by its hash", `select case_id from case_letter where sha256 = $1 order by case_id desc, seq desc limit 1`)
	qLetterByCode = sqldb.New("find a letter by its code", `select case_id from case_letter where code = $1 order by case_id desc, seq desc limit 1`)
	qAllLetters   = sqldb.New("read which letters were served", `
		select case_id, cast(seq as text) || ' ' || sha256 || ' ' || code from case_letter order by case_id, seq`)
)

// addLetters writes the letters that a case has and had not before.
func addLetters(ctx context.Context, tx *sqldb.Tx, old, next imr.Case) error {
	for _, v := range next.Letters[min(len(old.Letters), len(next.Letters)):] {
		if _, err := tx.Exec(ctx, qAddLetter, string(next.ID), v.Seq, v.SHA256, v.Code); err != nil {
			return err
		}
	}
	return nil
}

// letterKeys are the letters of a case as qAllLetters tells them.
func letterKeys(c imr.Case) []string {
	var keys []string
	for _, v := range c.Letters {
		keys = append(keys, fmt.Sprintf("%d %s %s", v.Seq, v.SHA256, v.Code))
	}
	return keys
}

// CaseOfLetter finds the case in which a letter was served, by the hash of its bytes or by its code; an *imr.Error of kind
// NotFound where none was.
func (s *Store) CaseOfLetter(ctx context.Context, sha256, code string) (imr.CaseID, error) {
	q, key := qLetterBySum, sha256
	if sha256 == "" {
		q, key = qLetterByCode, code
	}
	none := &imr.Error{Kind: imr.NotFound, Message: "No such letter was served here."}
	if key == "" {
		return "", none
	}
	found, err := sqldb.List(ctx, s.db, q, func(r sqldb.Row) (id imr.CaseID, err error) { return id, r.Scan(&id) }, key)
	if err != nil {
		return "", errors.Join(errors.New("find a letter"), err)
	}
	if len(found) == 0 {
		return "", none
	}
	return found[0], nil
}
