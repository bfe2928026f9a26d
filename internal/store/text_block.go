package store

import (
	"context"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store/sqldb"
)

var (
	qTextBlocks = sqldb.New("list somebody's text blocks", `select name, body from text_block where account = $1 order by name`)
	qPutBlock   = sqldb.New("keep a text block", `
		insert into text_block (account, name, body, changed) values ($1, $2, $3, $4)
		on conflict (account, name) do update set body = excluded.body, changed = excluded.changed`)
	qRemoveBlock = sqldb.New("remove a text block", `delete from text_block where account = $1 and name = $2`)
)

// TextBlocks lists the text blocks of an account by name.
func (s *Store) TextBlocks(ctx context.Context, by imr.UserID) ([]imr.TextBlock, error) {
	return sqldb.List(ctx, s.db, qTextBlocks, func(r sqldb.Row) (b imr.TextBlock, err error) {
		err = r.Scan(&b.Name, &b.Text)
		return b, err
	}, string(by))
}

// PutTextBlock keeps a text block of an account in place of one of the same name.
func (s *Store) PutTextBlock(ctx context.Context, by imr.UserID, b imr.TextBlock) error {
	if err := b.Check(); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qPutBlock, string(by), b.Name, b.Text, millis(s.now()))
		return err
	})
}

// RemoveTextBlock removes a text block; one that is not there is no error.
func (s *Store) RemoveTextBlock(ctx context.Context, by imr.UserID, name string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, qRemoveBlock, string(by), name)
		return err
	})
}
