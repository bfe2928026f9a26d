package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
)

// hold is how long a job waits for the reading of a case before it stands in the queue again.
const hold = 40 * time.Second

// lease is how long a case is left to a server that is not heard of.
const lease = time.Minute

// A reading is the work on one case, from files that were not opened to its index.
type reading struct {
	has   map[string]bool // its files
	again bool            // something came meanwhile: look once more
	held  bool            // a job waits for it
	over  chan struct{}
	busy  bool // another server reads this case
	err   error
}

// ReadCase reads what came for a case, or waits for who does. It returns after less than a minute: with all where there
// is nothing left to do, or another job waits for the same, else it is to be called again after some time. Work goes on
// in between.
func (d *Desk) ReadCase(ctx context.Context, id imr.CaseID) (all bool, again time.Duration, err error) {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return false, time.Second, nil
	}
	r := d.reads[id]
	if r == nil {
		r = &reading{has: map[string]bool{}, over: make(chan struct{})}
		d.reads[id] = r
		d.others.Go(func() { d.run(id, r) })
	} else {
		r.again = true
		if r.held { // who waits already is not done before this is done too
			d.mu.Unlock()
			return true, 0, nil
		}
	}
	r.held = true
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		r.held = false
	}()
	t := time.NewTimer(hold)
	defer t.Stop()
	select {
	case <-r.over:
		switch {
		case errors.Is(r.err, errClosed) || d.ctx.Err() != nil:
			return false, time.Second, nil
		case r.busy:
			return false, lease / 3, nil
		}
		return r.err == nil, 0, r.err
	case <-t.C:
		return false, 0, nil
	case <-ctx.Done():
		return false, 0, nil
	case <-d.ctx.Done():
		return false, time.Second, nil
	}
}

// run reads a case until nothing is left.
func (d *Desk) run(id imr.CaseID, r *reading) {
	ctx, stop := context.WithCancel(d.ctx)
	defer stop()
	if d.Several {
		ok, err := d.Store.TakeReading(ctx, id, d.server, d.Now().Add(lease))
		if err != nil || !ok {
			d.end(id, r, !ok && err == nil, err)
			return
		}
		defer func() {
			if err := d.Store.LeaveReading(context.WithoutCancel(ctx), id, d.server); err != nil {
				d.Log.Error("leaving the reading of a case", "case", id, "error", err)
			}
		}()
		go d.keepReading(ctx, id, stop)
	}
	for {
		err := d.readCase(ctx, id, r)
		d.mu.Lock()
		if err != nil || !r.again {
			d.mu.Unlock()
			d.end(id, r, false, err)
			return
		}
		r.again = false
		d.mu.Unlock()
	}
}

func (d *Desk) end(id imr.CaseID, r *reading, busy bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.again && err == nil && !busy { // it came in the last moment
		r.again = false
		d.others.Go(func() { d.run(id, r) })
		return
	}
	r.busy, r.err = busy, err
	delete(d.reads, id)
	close(r.over)
}

// keepReading tells other servers that this one reads a case; should the case be lost to another, the reading stops.
func (d *Desk) keepReading(ctx context.Context, id imr.CaseID, stop context.CancelFunc) {
	tick := time.NewTicker(lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if ok, err := d.Store.TakeReading(ctx, id, d.server, d.Now().Add(lease)); err == nil && !ok {
				stop()
			}
		}
	}
}

// readCase does once all that there is to do.
func (d *Desk) readCase(ctx context.Context, id imr.CaseID, r *reading) error {
	c, err := d.openAll(ctx, id, r)
	if err != nil || len(c.Files) == 0 {
		return err
	}
	if err := d.readAll(ctx, c); err != nil {
		return err
	}
	return d.makeIndex(ctx, id)
}

// openAll opens the files of a case in the order in which they came, takes ZIPs apart and gives numbers to pages.
func (d *Desk) openAll(ctx context.Context, id imr.CaseID, r *reading) (imr.Case, error) {
	numbered := -1
	for {
		c, err := d.Store.Case(ctx, id)
		if err != nil {
			return c, err
		}
		d.mu.Lock()
		for _, f := range c.Files {
			r.has[f.SHA256] = true
		}
		d.mu.Unlock()
		more := false
		for i, f := range c.Files {
			o, err := d.open(ctx, f.SHA256, f.Name)
			if err != nil {
				return c, err
			}
			if o.Kind == kindZIP && !hasMembers(c, f.SHA256) {
				came, err := d.unzip(ctx, c, f)
				if err != nil {
					return c, err
				}
				more = more || came
			}
			if i <= numbered {
				continue
			}
			// One after the other, so that the first file can be read while a later one is still being opened.
			if _, err := d.Store.Number(ctx, id, shas(c)); err != nil {
				return c, err
			}
			numbered = i
			d.begin(ctx, o, f, i)
			d.watch.tell(id)
		}
		if !more {
			return c, nil
		}
	}
}

// begin has the first pages of a file that was just opened read.
func (d *Desk) begin(ctx context.Context, o keeping.File, f imr.CaseFile, turn int) {
	path, err := d.Blobs.Path(f.SHA256)
	if err != nil || o.Read > 0 {
		return
	}
	for n := 1; n <= min(o.Pages, firstPages); n++ {
		d.queue.add(records.PageID{File: f.SHA256, Page: n}, path, first, turn*firstPages+n)
	}
}

// firstPages of every file are read before the others.
const firstPages = 2

const kindZIP = "zip"

func hasMembers(c imr.Case, sha string) bool {
	for _, f := range c.Files {
		if f.In == sha {
			return true
		}
	}
	return false
}

// flights let one open a file while others who want the same wait.
type flights struct {
	mu    sync.Mutex
	under map[string]chan struct{}
}

func (f *flights) enter(key string) (wait chan struct{}, leave func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ch := f.under[key]; ch != nil {
		return ch, nil
	}
	if f.under == nil {
		f.under = map[string]chan struct{}{}
	}
	ch := make(chan struct{})
	f.under[key] = ch
	return nil, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.under, key)
		close(ch)
	}
}

// open opens a file, unless that was done: then it returns what is kept.
func (d *Desk) open(ctx context.Context, sha, name string) (keeping.File, error) {
	for {
		known, err := d.Store.OpenedFiles(ctx, []string{sha})
		if err != nil {
			return keeping.File{}, err
		}
		if f, ok := known[sha]; ok {
			return f, nil
		}
		wait, leave := d.opening.enter(sha)
		if wait != nil {
			select {
			case <-wait:
				continue
			case <-ctx.Done():
				return keeping.File{}, ctx.Err()
			}
		}
		err = d.openNow(ctx, sha, name)
		leave()
		if err != nil {
			return keeping.File{}, err
		}
	}
}

// unopened is what is said of a file at which the opener itself failed each time.
const unopened = "This file could not be opened. Save it again as a PDF and send that."

func (d *Desk) openNow(ctx context.Context, sha, name string) error {
	path, err := d.Blobs.Path(sha)
	if err != nil {
		return err
	}
	var o Opened
	for range 2 {
		if o, err = d.Files.Open(ctx, path, name); err == nil || ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		d.Log.Warn("a file could not be opened", "sha256", sha, "error", err)
		o = Opened{Kind: "other", Problem: unopened}
	}
	if o.Problem != "" {
		o.Pages = 0
	}
	return d.Store.FileOpened(ctx, keeping.File{SHA256: sha, Kind: o.Kind, Pages: o.Pages, Problem: o.Problem})
}

// System is who tells what the program does by itself.
var System = imr.Actor{ID: "openimr", Role: "system", Name: "OpenIMR"}

// mostNested is how many ZIPs may lie in each other.
const mostNested = 3

// unzip makes what a ZIP holds files of the case: sent by whom, when and how the ZIP was. The same ZIP is taken apart
// once in a case: the key of the request sees to it when the server is killed in between. What programs put into a ZIP
// beside its files, and files without content, are left out; the ZIP itself is kept.
func (d *Desk) unzip(ctx context.Context, c imr.Case, f imr.CaseFile) (came bool, err error) {
	if depth(c, f) > mostNested {
		return false, nil
	}
	path, err := d.Blobs.Path(f.SHA256)
	if err != nil {
		return false, err
	}
	e := &imr.FilesReceived{From: f.From}
	seen := map[string]bool{f.SHA256: true} // a ZIP that holds itself, and the same file twice
	err = d.Files.Unzip(ctx, path, func(name string, r io.Reader) error {
		if clutter(name) {
			return nil
		}
		sha, size, err := d.Blobs.Put(ctx, r)
		if err != nil {
			return err
		}
		if size > 0 && !seen[sha] {
			seen[sha] = true
			e.Files = append(e.Files, imr.ReceivedFile{SHA256: sha, Name: name, Size: size, In: f.SHA256})
		}
		return nil
	})
	if err != nil {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		d.Log.Warn("a ZIP could not be taken apart to its end", "sha256", f.SHA256, "error", err)
	}
	if len(e.Files) == 0 {
		return false, nil
	}
	_, err = d.Store.Do(ctx, imr.Request{
		Case: c.ID, Saw: imr.AnyVersion, Command: e, Key: "unzip/" + string(c.ID) + "/" + f.SHA256,
		Act: imr.Act{Actor: System, At: f.Received, How: f.How},
	})
	if err != nil {
		return false, fmt.Errorf("record what came in a ZIP: %w", err)
	}
	return true, nil
}

// depth is how many ZIPs a file lies in.
func depth(c imr.Case, f imr.CaseFile) (n int) {
	for in := f.In; in != "" && n <= mostNested; n++ {
		next := ""
		for _, o := range c.Files {
			if o.SHA256 == in {
				next = o.In
				break
			}
		}
		in = next
	}
	return n
}

// clutter says that a name in a ZIP is none of a file that somebody sent.
func clutter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasSuffix(name, "/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// readAll has all pages of a case read that are not, and waits for them. Meanwhile it makes interim indexes.
func (d *Desk) readAll(ctx context.Context, c imr.Case) error {
	var tasks []*task
	turn, seen := 0, map[string]bool{}
	for _, cf := range c.Files {
		if seen[cf.SHA256] {
			continue
		}
		seen[cf.SHA256] = true
		f, err := d.open(ctx, cf.SHA256, cf.Name)
		if err != nil {
			return err
		}
		if f.Pages == 0 {
			continue
		}
		path, err := d.Blobs.Path(cf.SHA256)
		if err != nil {
			return err
		}
		sheets, err := d.sheets(ctx, f)
		if err != nil {
			return err
		}
		if sheets.read != f.Read {
			if err := d.Store.Recount(ctx, cf.SHA256); err != nil {
				return err
			}
		}
		for n, s := range sheets.list {
			if s.Read {
				continue
			}
			class := native
			if n < firstPages {
				class = first
			}
			turn++
			tasks = append(tasks, d.queue.add(records.PageID{File: cf.SHA256, Page: n + 1}, path, class, turn))
		}
	}
	every := d.ReadSlow
	next := time.NewTimer(every)
	defer next.Stop()
	for i := 0; i < len(tasks); {
		select {
		case <-tasks[i].over:
			if err := tasks[i].err; err != nil {
				return err
			}
			i++
		case <-ctx.Done():
			return ctx.Err()
		case <-next.C:
			begun := time.Now()
			if err := d.makeInterim(ctx, c.ID); err != nil {
				return err
			}
			next.Reset(max(every, 10*time.Since(begun))) // a large record is indexed less often
		}
	}
	return nil
}
