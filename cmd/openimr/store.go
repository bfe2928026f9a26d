package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
	"github.com/openimr/openimr/programme"
)

// openStore opens the store of the settings. Only a server, and a command that makes accounts, may make a folder that
// is not there yet; for the others a mistyped --data would be an empty store in which everything is in order.
func openStore(ctx context.Context, c config.Config, o store.Options, make bool) (*store.Store, error) {
	dsn := c.Data
	if c.DatabaseURL != "" {
		dsn, o.Folder = c.DatabaseURL, c.Data
	}
	o.Rules, o.Checkpoints = rulesOf(c), c.Checkpoints
	if !make {
		if err := isData(c); err != nil {
			return nil, err
		}
	}
	s, err := store.Open(ctx, dsn, o)
	var locked *sqldb.Locked
	switch {
	case err == nil:
		return s, nil
	case errors.As(err, &locked) || ctx.Err() != nil:
		return nil, err
	case c.DatabaseURL != "":
		return nil, withHint(err, "see that the database runs and takes the login of database_url")
	}
	return nil, withHint(err, "see that %s is the folder of the data, and that its files are whole and yours to write", c.Data)
}

// reading opens the store of the settings to look only, also while a server runs; the caller closes it.
func (f storeFlags) reading(ctx context.Context, t terminal) (*store.Store, config.Config, error) {
	settings, err := f.settings(t)
	if err != nil {
		return nil, settings, err
	}
	s, err := openStore(ctx, settings, store.Options{ReadOnly: true}, false)
	return s, settings, err
}

// rulesOf finds the rules of a programme, with the days that the settings say were appointed as holidays.
func rulesOf(c config.Config) func(id string) (imr.Rules, error) {
	return func(id string) (imr.Rules, error) {
		p, err := programme.Load(id)
		if err == nil {
			p.Rules.Clocks.Closures, err = clock.ParseClosures(c.Closures)
		}
		return p.Rules, err
	}
}

// isData says what is wrong where a folder holds no data of ours.
func isData(c config.Config) error {
	folder := c.Data
	if c.DatabaseURL == "" {
		folder = filepath.Join(c.Data, "openimr.db")
	}
	_, err := os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return withHint(fmt.Errorf("%s holds no data of OpenIMR", c.Data), "name the folder with --data")
	}
	if err != nil {
		return fmt.Errorf("%s: %s", c.Data, whyNot(err))
	}
	return nil
}

// settings reads the settings of a command that opens the store, and ends it where they are wrong.
func (f storeFlags) settings(t terminal) (config.Config, error) {
	loaded, _ := f.load(t, f.given())
	return loaded.Config, settingsError(loaded.Problems)
}
