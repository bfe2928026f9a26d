package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
)

// A watched folder has a folder for each case, named by its number, with the files in it; a folder within that, named
// by a role or by the number of a party, says who sent them:
//
//	CM15-0000001/scan0001.pdf                        from the organization's own mail room
//	CM15-0000001/claims_administrator/records.pdf    from the claims administrator
//	CM15-0000001/P4/letter.pdf                       from party P4
//
// A file is taken when its size has not changed for a while and its name is not one under which programs write what is
// unfinished. It is then moved to filed/, or to refused/ with a text beside it that says why. Names that begin with a
// point are passed over.
type watched struct {
	d      *Desk
	dir    string
	settle time.Duration
	seen   map[string]sighting
}

type sighting struct {
	size  int64
	mod   time.Time
	since time.Time // when it was first seen like that
}

// Folders into which a watched folder's files go.
const (
	filedFolder   = "filed"
	refusedFolder = "refused"
)

var caseNumber = regexp.MustCompile(`^CM\d\d-\d{7}$`)

// Watch takes in the files of a folder until ctx ends. It looks every so often, which also works where a network drive
// tells nobody of changes; a file is taken when it has not changed for as long as settle.
func (d *Desk) Watch(ctx context.Context, dir string, every, settle time.Duration) error {
	if fi, err := os.Stat(dir); err != nil || !fi.IsDir() {
		return fmt.Errorf("watch %s: it is no folder; make it, or leave the setting empty", dir)
	}
	w := &watched{d: d, dir: dir, settle: settle, seen: map[string]sighting{}}
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if err := w.look(ctx); err != nil && ctx.Err() == nil {
			d.log.Error("the watched folder cannot be read", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
	}
}

// look goes through the folder once.
func (w *watched) look(ctx context.Context) error {
	cases, err := os.ReadDir(w.dir)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, c := range cases {
		if !c.IsDir() || !caseNumber.MatchString(c.Name()) {
			continue
		}
		err := filepath.WalkDir(filepath.Join(w.dir, c.Name()), func(at string, e fs.DirEntry, err error) error {
			if err != nil || ctx.Err() != nil {
				return errors.Join(err, ctx.Err())
			}
			switch {
			case strings.HasPrefix(e.Name(), "."):
				if e.IsDir() {
					return fs.SkipDir
				}
				return nil
			case !e.Type().IsRegular() || unfinished(e.Name()):
				return nil
			}
			there[at] = true
			return w.consider(ctx, at, e)
		})
		if err != nil {
			return err
		}
	}
	for at := range w.seen {
		if !there[at] {
			delete(w.seen, at)
		}
	}
	return nil
}

// unfinished says that a name is one under which programs write what is not whole yet.
func unfinished(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download":
		return true
	}
	return strings.HasPrefix(name, "~")
}

// consider takes a file that has settled.
func (w *watched) consider(ctx context.Context, at string, e fs.DirEntry) error {
	fi, err := e.Info()
	if err != nil {
		return nil // gone meanwhile
	}
	now := w.d.now()
	last, known := w.seen[at]
	if !known || last.size != fi.Size() || !last.mod.Equal(fi.ModTime()) {
		w.seen[at] = sighting{fi.Size(), fi.ModTime(), now}
		return nil
	}
	if now.Sub(last.since) < w.settle {
		return nil
	}
	rel, err := filepath.Rel(w.dir, at)
	if err != nil {
		return err
	}
	err = w.take(ctx, rel, fi, last.since)
	var why *imr.Error
	switch {
	case errors.As(err, &why):
		w.d.log.Warn("a file of the watched folder was refused", "case", strings.Split(filepath.ToSlash(rel), "/")[0], "why", why.Message)
		if err := w.move(at, refusedFolder, rel, why.Message); err != nil {
			return err
		}
	case err != nil:
		w.d.log.Error("a file of the watched folder could not be filed; it will be tried again", "err", err)
		return nil
	default:
		if err := w.move(at, filedFolder, rel, ""); err != nil {
			return err
		}
	}
	delete(w.seen, at)
	return nil
}

// take keeps and files one file.
func (w *watched) take(ctx context.Context, rel string, fi fs.FileInfo, since time.Time) error {
	parts := strings.Split(filepath.ToSlash(rel), "/")
	id := imr.CaseID(parts[0])
	c, err := w.d.store.Case(ctx, id)
	if err != nil {
		return err
	}
	a := Arrival{Case: id, At: since, How: imr.Electronic, Note: "watched folder",
		Actor: imr.Actor{ID: "watched-folder", Role: "system", Name: "Watched folder"}}
	if len(parts) > 2 {
		p, ok := sender(c, parts[1])
		if !ok {
			return &imr.Error{Kind: imr.Incomplete, Field: "from", Message: fmt.Sprintf("%q is no party of case %s. Name the folder by a role, as claims_administrator, or by a party, as P2.", parts[1], id)}
		}
		a.From = p
	}
	f, err := w.d.keepFile(ctx, fi.Name(), filepath.Join(w.dir, rel))
	if err != nil {
		return err
	}
	_, err = w.d.File(ctx, a, []imr.ReceivedFile{f}, "watched-"+f.SHA256+"-"+fmt.Sprint(fi.ModTime().UnixNano())+"-"+rel)
	return err
}

// sender finds the party that a folder is named for.
func sender(c imr.Case, name string) (imr.PartyID, bool) {
	for _, p := range c.Parties {
		if strings.EqualFold(string(p.ID), name) || strings.EqualFold(string(p.Role), name) {
			return p.ID, true
		}
	}
	return "", false
}

// move puts a file away under its path; one that is there already is not written over.
func (w *watched) move(at, folder, rel, why string) error {
	to := filepath.Join(w.dir, folder, rel)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("put a file away: %w", err)
	}
	ext := filepath.Ext(to)
	for n := 2; ; n++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		}
		to = strings.TrimSuffix(filepath.Join(w.dir, folder, rel), ext) + fmt.Sprintf(" (%d)", n) + ext
	}
	if err := os.Rename(at, to); err != nil {
		return fmt.Errorf("put a file away: %w", err)
	}
	if why == "" {
		return nil
	}
	if err := os.WriteFile(to+".why.txt", []byte(why+"\n"), 0o600); err != nil {
		return fmt.Errorf("say why a file was refused: %w", err)
	}
	return nil
}
