package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/web"
)

// The pages take their records from the desk.
var _ web.Records = (*reading.Desk)(nil)

// openDesk sets up the desk that reads what comes, with its sandbox and its text recognition, and gives it the jobs of
// the store. It is called before the store works its jobs; stop is called before the store is closed. Pictures lie in
// the folder of the data, compiled code in the folder code; both may be removed at any time.
func openDesk(ctx context.Context, c config.Config, s *store.Store, code string, now func() time.Time, log *slog.Logger) (_ *reading.Desk, stop func() error, err error) {
	reading.BoundMemory()
	pool, err := sandbox.New(sandbox.Options{Cache: filepath.Join(code, "sandbox")})
	if err != nil {
		return nil, nil, withHint(err, "see that %s is yours to write and nobody else's", code)
	}
	o := reading.Options{
		Store: s, Blobs: s.Blobs(), Files: reading.Sandbox(pool), Folder: filepath.Join(c.Data, "cache", "pictures"),
		Now: now, Log: log, Several: c.DatabaseURL != "",
	}
	engine, err := engineOf(ctx, c.OCR, filepath.Join(code, "ocr"), log)
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	if engine != nil {
		o.Recognise = reading.Recogniser(engine)
	}
	desk, err := reading.New(o)
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	s.ReadWith(desk.ReadCase)
	warming, cool := context.WithCancel(ctx)
	warm := make(chan struct{})
	go func() { // the first start of all compiles for some seconds; nobody should wait for it who needs no file opened
		defer close(warm)
		if err := pool.Warm(warming); err != nil && warming.Err() == nil {
			log.Error("no file can be opened: the sandbox does not start", "error", err)
		}
	}()
	return desk, func() error {
		cool()
		err := desk.Close()
		pool.Close()
		<-warm
		if engine != nil {
			err = errors.Join(err, engine.Close())
		}
		return err
	}, nil
}

// The ways of reading scans, as the setting "ocr" names them.
const (
	ocrBest   = "best"
	ocrDebian = "debian"
	ocrInside = "inside"
	ocrOff    = "off"
)

// engineOf is the text recognition that a setting names; nil where scans are not read.
func engineOf(ctx context.Context, setting, cache string, log *slog.Logger) (ocr.Engine, error) {
	if setting == ocrOff {
		return nil, nil
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of compiled code: %w", err)
	}
	o := ocr.Options{Cache: cache}
	if setting == ocrInside {
		return ocr.Inside(o), nil
	}
	e, state := ocr.Debian(ctx, o)
	switch {
	case state == ocr.Ready:
		return e, nil
	case setting == ocrDebian:
		return nil, withHint(errors.New("ocr: "+state.String()), `install it, or set ocr to "best"`)
	}
	log.Info(state.String())
	return ocr.Inside(o), nil
}

// codeFolder is where compiled code is kept between starts of programs whose data is not kept: it takes seconds to make.
func codeFolder(data string) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return filepath.Join(data, "cache", "code")
	}
	return filepath.Join(dir, "openimr")
}
