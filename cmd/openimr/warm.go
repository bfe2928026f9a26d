package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sandbox"
)

type warmCommand struct {
	Data string `placeholder:"DIR" complete:"files" help:"Folder of the data of a server. Default: the folder that demo and records use."`
}

// Help gives the examples.
func (warmCommand) Help() string {
	return `The readers of PDF files and of scans lie in the program as WebAssembly. The first start compiles them, which takes some seconds, and keeps what it made; every later start takes a tenth of a second. This command does it ahead, for example while an image is built or after an update. The folder holds code that is run: keep it yours alone. It may be removed at any time.

Examples:

    openimr warm
    openimr warm --data /var/lib/openimr`
}

// Run compiles what is not compiled yet.
func (c warmCommand) Run(ctx context.Context, t terminal) (err error) {
	ctx, stop := untilSignal(ctx)
	defer stop()
	code := filepath.Join(c.Data, "cache", "code")
	if c.Data == "" {
		code = codeFolder(os.TempDir())
	}
	start := time.Now()
	pool, err := sandbox.New(sandbox.Options{Workers: 1, Cache: filepath.Join(code, "sandbox")})
	if err != nil {
		return withHint(err, "see that %s is yours to write and nobody else's", code)
	}
	defer pool.Close()
	if err := pool.Warm(ctx); err != nil {
		return err
	}
	cache := filepath.Join(code, "ocr")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return fmt.Errorf("make the folder of compiled code: %w", err)
	}
	engine := ocr.Inside(ocr.Options{Cache: cache, Workers: 1})
	defer func() { err = errors.Join(err, engine.Close()) }()
	speck := image.NewGray(image.Rect(0, 0, 64, 64)) // anything: only that it is read counts
	if _, err := engine.Recognise(ctx, speck, 200, ocr.WholePage); err != nil {
		return fmt.Errorf("compile the reader of scans: %w", err)
	}
	_, err = fmt.Fprintf(t.Out, "compiled code is in %s; it took %.1f s\n", code, time.Since(start).Seconds())
	return err
}
