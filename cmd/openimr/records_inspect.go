package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading"
	"github.com/openimr/openimr/internal/sandbox"
	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/index"
)

// readingFlags are those of commands that read the files of a record without a store.
type readingFlags struct {
	OCR     string   `name:"ocr" enum:"best,debian,inside,off" default:"best" help:"How scans are read: by Debian's tesseract where it is there, else by the one inside (best); or one of them; or not at all."`
	Workers int      `name:"workers" default:"0" placeholder:"N" help:"Pages read at once; 0 for one for each core."`
	Files   []string `arg:"" name:"file" help:"Files of the record: PDF, TIFF, JPEG, PNG, Word, text, ZIP; - for standard input."`
}

type recordsInspectCommand struct {
	output
	readingFlags
	Name   string `name:"patient" placeholder:"NAME" help:"Name of the patient; pages of somebody else are told."`
	Birth  string `name:"born" placeholder:"DATE" help:"Birth date of the patient, YYYY-MM-DD."`
	Claim  string `name:"claim" placeholder:"NUMBER" help:"Claim number of the patient."`
	Injury string `name:"injured" placeholder:"DATE" help:"Date of injury, YYYY-MM-DD."`
}

// Help gives the examples.
func (recordsInspectCommand) Help() string {
	return `Every page is read, scans by text recognition; then duplicates, documents and dated facts are found. Nothing is kept.

Examples:

    openimr records inspect records.pdf fax.tiff
    openimr records inspect --format json --patient "Rosa Diaz" --born 1971-03-02 bundle.zip`
}

// inspection is the form that the command-line contract promises.
type inspection struct {
	Files      []inspectedFile      `json:"files"`
	Pages      []inspectedPage      `json:"pages"`
	Duplicates []inspectedDuplicate `json:"duplicates"` // folded ones; a changed copy is no duplicate
	Changed    []inspectedDuplicate `json:"changed"`
	Documents  []inspectedDocument  `json:"documents"`
	Foreign    []inspectedForeign   `json:"foreign"`
	Facts      []records.Fact       `json:"facts"`
}

type inspectedFile struct {
	Name     string            `json:"name"`
	SHA256   string            `json:"sha256"`
	Kind     *string           `json:"kind"`
	Pages    int               `json:"pages"`
	Problems []records.Problem `json:"problems"`
}

type inspectedPage struct {
	records.PageRef
	TextSource records.TextSource `json:"text_source"`
	Words      int                `json:"words"`
	Rotation   int                `json:"rotation"`
	Skew       float32            `json:"skew"`
	Blank      bool               `json:"blank"`
	Separator  bool               `json:"separator"`
	Scan       bool               `json:"scan"`
	Bates      *string            `json:"bates"`
}

type inspectedDuplicate struct {
	records.PageRef
	Of          records.PageRef      `json:"of"`
	Kind        string               `json:"kind"`
	Relation    records.Relation     `json:"relation"`
	Similarity  float64              `json:"similarity"`
	Mark        *records.Box         `json:"mark"`
	Differences []records.Difference `json:"differences"`
}

type inspectedDocument struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Title      *string           `json:"title"`
	Date       *string           `json:"date"`
	Author     *string           `json:"author"`
	Pages      []records.PageRef `json:"pages"`
	Confidence float64           `json:"confidence"`
}

type inspectedForeign struct {
	records.PageRef
	Why string `json:"why"`
}

// Run reads the files and prints what is in them.
func (c recordsInspectCommand) Run(ctx context.Context, t terminal) error {
	patient, err := c.patient()
	if err != nil {
		return err
	}
	r, err := c.read(ctx, t)
	if err != nil {
		return err
	}
	defer r.close()
	dups, err := reading.DirectDuplicates(ctx, r.options, r.files, r.bundle)
	if err != nil {
		return err
	}
	x := index.Build(r.bundle, index.Options{Duplicates: dups, Patient: patient, Received: clock.DayIn(time.Now(), imr.Office)})
	v := inspectionOf(r.files, r.bundle, x)
	if err := c.print(t.Out, v, func(w io.Writer) error { return readableInspection(w, v, r.bundle) }); err != nil {
		return err
	}
	return r.found()
}

func (c recordsInspectCommand) patient() (records.Patient, error) {
	p := records.Patient{Name: strings.TrimSpace(c.Name), Claim: strings.TrimSpace(c.Claim)}
	for _, d := range []struct {
		flag, text string
		at         *clock.Day
	}{{"--born", c.Birth, &p.BirthDate}, {"--injured", c.Injury, &p.Injury}} {
		if d.text == "" {
			continue
		}
		day, err := clock.ParseDay(d.text)
		if err != nil {
			return p, &usageError{fmt.Sprintf("%s: %q is no date", d.flag, d.text), "write it as 1971-03-02"}
		}
		*d.at = day
	}
	return p, nil
}

// directRead is what was read of files without a store.
type directRead struct {
	options reading.Options
	files   []reading.Source
	bundle  records.Bundle
	close   func()
}

// found is errFound where a file or page could not be read; which ones is in the result.
func (r directRead) found() error {
	for _, f := range r.bundle.Files {
		if len(f.Problems) > 0 {
			return errFound
		}
	}
	return nil
}

// read reads all pages of the files.
func (c readingFlags) read(ctx context.Context, t terminal) (r directRead, err error) {
	temp, err := os.MkdirTemp("", "openimr-records-")
	if err != nil {
		return r, fmt.Errorf("make a folder for the time being: %w", err)
	}
	undo := []func(){func() { _ = os.RemoveAll(temp) }}
	r.close = func() {
		for i := len(undo) - 1; i >= 0; i-- {
			undo[i]()
		}
	}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	code := codeFolder(temp)
	pool, err := sandbox.New(sandbox.Options{Workers: c.Workers, Cache: filepath.Join(code, "sandbox")})
	if err != nil {
		return r, withHint(err, "see that %s is yours to write and nobody else's", code)
	}
	undo = append(undo, pool.Close)
	log := slog.New(slog.DiscardHandler)
	engine, err := engineOf(ctx, c.OCR, filepath.Join(code, "ocr"), log)
	if err != nil {
		return r, err
	}
	r.options = reading.Options{Files: reading.Sandbox(pool), Workers: c.Workers, Log: log}
	if engine != nil {
		r.options.Recognise = reading.Recogniser(engine)
		undo = append(undo, func() { _ = engine.Close() }) // nothing of it is kept
	}
	sources, err := c.sources(t, temp)
	if err != nil {
		return r, err
	}
	var bar *progressbar.ProgressBar
	r.files, r.bundle, err = reading.Direct(ctx, r.options, sources, temp, func(read, all int) {
		if !t.Screen {
			return
		}
		if bar == nil {
			bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(t.Err), progressbar.OptionSetDescription("reading"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(read) // only for show
	})
	return r, err
}

// sources finds the files; one that is not there is told in the result and the rest go on.
func (c readingFlags) sources(t terminal, temp string) ([]reading.Source, error) {
	var list []reading.Source
	for _, name := range c.Files {
		s := reading.Source{Name: name, Path: name}
		if name == stdin {
			s.Path = filepath.Join(temp, "stdin")
			if err := saveInput(t.In, s.Path); err != nil {
				return nil, err
			}
		}
		sum, err := sumOf(s.Path)
		if err == nil {
			s.Path, err = filepath.Abs(s.Path) // the sandbox stands elsewhere
		}
		if err != nil {
			s.Opened.Problem = sentence(whyNot(err))
			s.Path = ""
		}
		s.SHA256 = sum
		list = append(list, s)
	}
	return list, nil
}

func saveInput(r io.Reader, path string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keep standard input: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(f, r); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return nil
}

// sumOf is the SHA-256 of a file's content in hexadecimal digits.
func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return "", errors.New("is a folder, not a file")
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// readableInspection is an inspection for people.
func readableInspection(w io.Writer, v inspection, b records.Bundle) error {
	out := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) } // Flush tells the error
	page := func(r records.PageRef) string { return fmt.Sprintf("%s p. %d", b.Files[r.File].Name, r.Page) }
	for _, f := range v.Files {
		line("%s\t%s", f.Name, counted(f.Pages, "page"))
		for _, p := range f.Problems {
			if p.Page == 0 {
				line("  cannot be opened: %s", p.Problem)
			} else {
				line("  page %d: %s", p.Page, p.Problem)
			}
		}
	}
	line("\nDocuments")
	for _, d := range v.Documents {
		line("%s\t%s\t%s\t%s\t%s, %s", text(d.Date, "no date"), records.KindName(d.Type), text(d.Title, ""), text(d.Author, ""), page(d.Pages[0]), counted(len(d.Pages), "page"))
	}
	if len(v.Duplicates)+len(v.Changed) > 0 {
		line("\nCopies")
	}
	for _, d := range v.Duplicates {
		line("%s\tis %s again\t%s", page(d.PageRef), page(d.Of), map[records.Relation]string{records.MarkedPage: "with a mark added"}[d.Relation])
	}
	for _, d := range v.Changed {
		line("%s\tis a changed copy of %s\t%s", page(d.PageRef), page(d.Of), counted(len(d.Differences), "difference"))
	}
	if len(v.Facts) > 0 {
		line("\nFacts")
	}
	for _, f := range v.Facts {
		day := "no date"
		if !f.Date.IsZero() {
			day = f.Date.String()
		}
		standing := ""
		if f.Standing != records.Stated {
			standing = " (" + string(f.Standing) + ")"
		}
		line("%s\t%s%s\t%s\t%s", day, strings.ReplaceAll(string(f.Kind), "_", " "), standing, f.Text, page(f.Page))
	}
	return out.Flush()
}

func text(s *string, none string) string {
	if s == nil {
		return none
	}
	return *s
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
