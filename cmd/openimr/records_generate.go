package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openimr/openimr/internal/sample/bundle"
	"github.com/openimr/openimr/records"
)

type recordsGenerateCommand struct {
	Out        string  `short:"o" required:"" type:"path" placeholder:"FOLDER" help:"Folder to write into; it is made where it is not there."`
	Pages      int     `default:"200" placeholder:"N" help:"About how many pages."`
	Seed       uint64  `default:"1" placeholder:"N" help:"The same seed makes the same files."`
	Faxed      float64 `default:"0.5" placeholder:"SHARE" help:"Share of the pages that are scans of faxes, 0 to 1."`
	Duplicates float64 `default:"0.15" placeholder:"SHARE" help:"Share of the pages that are copies of others, 0 to 0.9."`
	Marked     float64 `default:"0.2" placeholder:"SHARE" help:"Share of the copies with a stamp, a signature or handwriting added."`
	Changed    int     `default:"10" placeholder:"N" help:"Pages copied forward with one word changed: a date, a dose, a side."`
	Foreign    int     `default:"4" placeholder:"N" help:"Pages of another patient."`
	Shuffle    float64 `default:"0.1" placeholder:"SHARE" help:"Share of the files in which pages lie out of order."`
	Turned     float64 `default:"0.08" placeholder:"SHARE" help:"Share of the scans that lie upside down or sideways."`
	Senders    int     `default:"3" placeholder:"N" help:"How many parties sent files, 1 to 4."`
	Plain      bool    `help:"PDF files alone: no TIFF, pictures, Word, text or ZIP files."`
	Sound      bool    `help:"No files that cannot be opened."`
}

// Help gives the examples.
func (recordsGenerateCommand) Help() string {
	return `The patient, the clinics and all that the papers say are invented. Beside the files stands truth.json: of every page its paper, turn and words, of every paper its kind, date, author and pages, and which pages are copies and which facts they state. Page N of a file counts from 1; files count from 0 in the order of "files", where those inside a ZIP file stand one by one. A file with the same name is replaced.

Examples:

    openimr records generate -o bundle
    openimr records generate --pages 1000 --faxed 0.8 --seed 7 -o bundle`
}

// Run writes the files of a bundle and its truth.
func (c recordsGenerateCommand) Run(t terminal) error {
	m, err := bundle.Make(bundle.Options{Seed: c.Seed, Pages: c.Pages, Faxed: c.Faxed, Duplicates: c.Duplicates, Marked: c.Marked, Changed: c.Changed, Foreign: c.Foreign,
		Shuffle: c.Shuffle, Turned: c.Turned, Senders: c.Senders, Broken: !c.Sound, Plain: c.Plain})
	if err != nil {
		return &usageError{err.Error(), `run "openimr records generate --help"`}
	}
	if err := os.MkdirAll(c.Out, 0o750); err != nil {
		return fmt.Errorf("make the folder of the bundle: %w", err)
	}
	files := 0
	if err := m.Each(func(name, _ string, write func(io.Writer) error) error {
		files++
		return writeNew(filepath.Join(c.Out, name), write)
	}); err != nil {
		return err
	}
	if err := writeNew(filepath.Join(c.Out, "truth.json"), func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(m.Truth)
	}); err != nil {
		return err
	}
	count := map[records.Relation]int{}
	for _, d := range m.Truth.Duplicates {
		count[d.Relation]++
	}
	_, err = fmt.Fprintf(t.Out, "%d pages of %d papers in %d files, with truth.json, are in %s.\n%d pages are copies of others, %d copies with a mark, %d changed copies. All of it is about %s, claim %s, and invented.\n",
		len(m.Truth.Pages), len(m.Truth.Documents), files, c.Out, count[records.SamePage], count[records.MarkedPage], count[records.ChangedPage], m.Truth.Patient.Name, m.Truth.Patient.Claim)
	return err
}

// writeNew writes a file; one that cannot be written whole is removed.
func writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	w := bufio.NewWriterSize(f, 256<<10)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		if gone := os.Remove(path); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}
