package reading

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/duplicate"
	"github.com/openimr/openimr/records/recognise"
)

// A Source is a file to be read without being kept.
type Source struct {
	Name, Path, SHA256 string
	Opened             Opened // how it was opened, once it was; one with a problem beforehand is passed through
}

// Direct reads files without a store: everything in memory, nothing kept. Members of a ZIP are unpacked into the folder
// temp and follow it, named "bundle.zip/report.pdf". done is told how many pages of how many are read; it may be nil.
// Store and Blobs of the options are not asked.
func Direct(ctx context.Context, o Options, sources []Source, temp string, done func(read, all int)) ([]Source, records.Bundle, error) {
	d := &Desk{Options: o.complete(), ctx: ctx}
	var files []Source
	for _, s := range sources {
		if s.Opened.Problem != "" { // it is not even there
			files = append(files, s)
			continue
		}
		opened, err := d.Files.Open(ctx, s.Path, s.Name)
		if err != nil {
			return nil, records.Bundle{}, fmt.Errorf("open %s: %w", s.Name, err)
		}
		s.Opened = opened
		files = append(files, s)
		if opened.Kind != "zip" || opened.Problem != "" {
			continue
		}
		members, err := d.unpack(ctx, s, filepath.Join(temp, strconv.Itoa(len(files))))
		if err != nil {
			return nil, records.Bundle{}, err
		}
		files = append(files, members...)
	}
	b := records.Bundle{Files: make([]records.File, len(files))}
	all := 0
	for i, f := range files {
		b.Files[i] = records.File{Name: f.Name, SHA256: f.SHA256, Pages: make([]records.Page, f.Opened.Pages)}
		if f.Opened.Problem != "" {
			b.Files[i].Problems = []records.Problem{{Problem: f.Opened.Problem}}
		}
		all += f.Opened.Pages
	}
	err := d.readFiles(files, b, func(read int) {
		if done != nil {
			done(read, all)
		}
	})
	return files, b, err
}

// unpack takes the members out of a ZIP.
func (d *Desk) unpack(ctx context.Context, s Source, temp string) ([]Source, error) {
	if err := os.MkdirAll(temp, 0o700); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", s.Name, err)
	}
	var members []Source
	err := d.Files.Unzip(ctx, s.Path, func(name string, r io.Reader) error {
		at := filepath.Join(temp, strconv.Itoa(len(members)))
		f, err := os.OpenFile(at, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		sum := sha256.New()
		_, err = io.Copy(io.MultiWriter(f, sum), r)
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
		m := Source{Name: s.Name + "/" + name, Path: at, SHA256: hex.EncodeToString(sum.Sum(nil))}
		if m.Opened, err = d.Files.Open(ctx, at, name); err != nil {
			return err
		}
		members = append(members, m)
		return nil
	})
	if err != nil && ctx.Err() == nil {
		d.Log.Warn("a ZIP could not be taken apart to its end", "file", s.Name, "error", err)
		return members, nil
	}
	return members, err
}

// readFiles reads the pages of all files: first the native text, in stretches, then what needs recognition, on all cores.
func (d *Desk) readFiles(files []Source, b records.Bundle, tell func(read int)) error {
	type page struct{ file, n int }
	var mu sync.Mutex
	var doubtful []page
	read := 0
	keep := func(at page, p records.Page, final bool) {
		mu.Lock()
		defer mu.Unlock()
		f := &b.Files[at.file]
		f.Pages[at.n-1] = p
		if !final {
			doubtful = append(doubtful, at)
			return
		}
		if p.Problem != "" {
			f.Problems = append(f.Problems, records.Problem{Page: at.n, Problem: p.Problem})
		}
		read++
		tell(read)
	}
	for i, f := range files {
		if f.Opened.Pages == 0 {
			continue
		}
		got := make([]bool, f.Opened.Pages)
		take := func(n int, p records.Page) error {
			got[n-1] = true
			if d.needsRecognition(p) {
				keep(page{i, n}, p, false)
				return nil
			}
			recognise.Mark(&p)
			keep(page{i, n}, p, true)
			return nil
		}
		_ = d.Files.Pages(d.ctx, f.Path, 1, f.Opened.Pages, take) // what it leaves out is tried page by page
		for n := range got {
			if got[n] {
				continue
			}
			p, err := d.twice(func() (records.Page, error) { return d.Files.Page(d.ctx, f.Path, n+1) })
			if err != nil {
				return err
			}
			_ = take(n+1, p) // never fails
		}
	}
	todo := make(chan page)
	var work sync.WaitGroup
	var failed error
	for range d.Workers {
		work.Go(func() {
			for at := range todo {
				p, err := d.recognise(files[at.file].Path, at.n, b.Files[at.file].Pages[at.n-1])
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					continue
				}
				keep(at, p, true)
			}
		})
	}
	for _, at := range doubtful {
		todo <- at
	}
	close(todo)
	work.Wait()
	return failed
}

// DirectDuplicates finds the duplicates of files that were read without a store; it looks at their pictures.
func DirectDuplicates(ctx context.Context, o Options, files []Source, b records.Bundle) ([]records.Duplicate, error) {
	o = o.complete()
	return duplicate.Find(ctx, b, duplicate.Options{Workers: o.Workers, Pictures: func(ctx context.Context, r records.PageRef) (*image.Gray, float64, error) {
		g, err := o.Files.Gray(ctx, files[r.File].Path, r.Page, recogniseAt, b.Page(r).Rotation)
		if err != nil {
			return nil, 0, err
		}
		return g, recogniseAt, nil
	}})
}
