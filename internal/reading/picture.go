package reading

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/reading/keeping"
	"github.com/openimr/openimr/records"
)

// widths are the widths in pixels in which pictures are made: a picture is the next wider one, so that two windows of
// nearly the same size share it.
var widths = []int{160, 320, 480, 640, 816, 1024, 1224, 1632, 2048, 2448}

func widthFor(asked int) int {
	i, _ := slices.BinarySearch(widths, asked)
	return widths[min(i, len(widths)-1)]
}

// A photo names a picture: the page as its file shows it, turned, so wide.
type photo struct {
	page        records.PageID
	width, turn int
}

func (p photo) name() string {
	return filepath.Join(p.page.File[:2], p.page.File+"-"+strconv.Itoa(p.page.Page)+"-"+strconv.Itoa(p.width)+"-"+strconv.Itoa(p.turn))
}

// photos keeps pictures: the last ones in memory, many in a folder. The folder may be emptied at any time.
type photos struct {
	folder  string
	memory  *lru[photo, []byte]
	disk    *lru[string, struct{}] // names of files by their last use
	flights flights                // of pictures, by name
	places  chan struct{}          // as many pictures are made at once
	ahead   chan struct{}          // one for who looks ahead
}

// inMemory bounds the pictures in memory, in bytes.
const inMemory = 48 << 20

func newPhotos(folder string, most int64) (*photos, error) {
	p := &photos{folder: folder, memory: newLRU[photo, []byte](inMemory), disk: newLRU[string, struct{}](most)}
	p.disk.gone = func(name string, _ struct{}) { _ = os.Remove(filepath.Join(folder, name)) } // it is not missed
	p.places, p.ahead = make(chan struct{}, atOnce), make(chan struct{}, 1)
	if folder == "" {
		return p, nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of pictures: %w", err)
	}
	return p, p.look()
}

// atOnce is how many pictures are made at once for who waits for them.
const atOnce = 4

// look finds the pictures that are there, the one changed longest ago to be forgotten first.
func (p *photos) look() error {
	type file struct {
		name string
		size int64
		at   int64
	}
	var list []file
	err := filepath.WalkDir(p.folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if filepath.Ext(path) == partial {
			return os.Remove(path) // the server was killed while it wrote it
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(p.folder, path)
		list = append(list, file{name, info.Size(), info.ModTime().UnixNano()})
		return err
	})
	if err != nil {
		return fmt.Errorf("look at the folder of pictures: %w", err)
	}
	slices.SortFunc(list, func(a, b file) int { return int(min(1, max(-1, a.at-b.at))) })
	for _, f := range list {
		p.disk.put(f.name, struct{}{}, f.size)
	}
	return nil
}

const partial = ".new"

// get returns a picture that was made before, or nil.
func (p *photos) get(ph photo) []byte {
	if data, ok := p.memory.get(ph); ok {
		return data
	}
	if p.folder == "" {
		return nil
	}
	name := ph.name()
	if _, ok := p.disk.get(name); !ok {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(p.folder, name))
	if err != nil || len(data) == 0 {
		p.disk.drop(name) // somebody emptied the folder
		return nil
	}
	p.memory.put(ph, data, int64(len(data)))
	return data
}

// put keeps a picture. One that cannot be written is made again next time.
func (p *photos) put(ph photo, data []byte) {
	p.memory.put(ph, data, int64(len(data)))
	if p.folder == "" {
		return
	}
	name := ph.name()
	path := filepath.Join(p.folder, name)
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil || os.WriteFile(path+partial, data, 0o600) != nil || os.Rename(path+partial, path) != nil {
		_ = os.Remove(path + partial)
		return
	}
	p.disk.put(name, struct{}{}, int64(len(data)))
}

// Picture is a page as a PNG or JPEG, width in pixels of the upright page (the next of a few), turned by turn degrees
// clockwise beyond upright. Before a page is read, upright is as its file shows it.
func (d *Desk) Picture(ctx context.Context, id records.PageID, width, turn int) (data []byte, mediaType string, err error) {
	if sum, err := hex.DecodeString(id.File); err != nil || len(sum) != 32 || id.Page < 1 {
		return nil, "", noPage(id)
	}
	if turn = ((turn % 360) + 360) % 360; turn%90 != 0 {
		return nil, "", &imr.Error{Kind: imr.Incomplete, Field: "turn", Message: "A page is turned by 90, 180 or 270 degrees."}
	}
	upright, pages, err := d.rotation(ctx, id)
	if err != nil {
		return nil, "", err
	}
	ph := photo{id, widthFor(width), (upright + turn) % 360}
	if data, err = d.photo(ctx, ph, d.photos.places); err != nil {
		return nil, "", err
	}
	d.lookAhead(id, pages, width, turn)
	return data, http.DetectContentType(data), nil
}

// rotation is the turn by which a page stands upright, 0 where it is not read yet, and how many pages its file has.
func (d *Desk) rotation(ctx context.Context, id records.PageID) (turn, pages int, err error) {
	if r, ok := d.turns.get(id); ok {
		return r.turn, r.pages, nil
	}
	f, err := d.open(ctx, id.File, "")
	if err != nil {
		return 0, 0, err
	}
	if id.Page > f.Pages {
		return 0, 0, noPage(id)
	}
	body, err := d.Store.PageBody(ctx, id.File, id.Page)
	if err != nil || body == nil {
		return 0, f.Pages, err
	}
	p, err := keeping.Decode(body)
	if err != nil {
		return 0, 0, err
	}
	d.turns.put(id, rotation{p.Rotation, f.Pages}, 1)
	return p.Rotation, f.Pages, nil
}

type rotation struct{ turn, pages int }

// photo returns a picture, made now where it is not there. Who goes away is not waited for: a picture that nobody wants
// any more is not made.
func (d *Desk) photo(ctx context.Context, ph photo, places chan struct{}) ([]byte, error) {
	for {
		if data := d.photos.get(ph); data != nil {
			return data, nil
		}
		wait, leave := d.photos.flights.enter(ph.name())
		if wait == nil {
			data, err := d.makePhoto(ctx, ph, places)
			leave()
			return data, err
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (d *Desk) makePhoto(ctx context.Context, ph photo, places chan struct{}) ([]byte, error) {
	select {
	case places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-places }()
	if err := ctx.Err(); err != nil { // it took a while, and who asked has gone
		return nil, err
	}
	if data := d.photos.get(ph); data != nil {
		return data, nil
	}
	path, err := d.Blobs.Path(ph.page.File)
	if err != nil {
		return nil, err
	}
	data, _, err := d.Files.Picture(ctx, path, ph.page.Page, ph.width, ph.turn)
	if said, ok := errors.AsType[Problem](err); ok {
		return nil, &imr.Error{Kind: imr.NotFound, Field: "page", Message: string(said)}
	}
	if err != nil {
		return nil, err
	}
	data = bytes.Clone(data)
	d.photos.put(ph, data)
	return data, nil
}

// lookAhead makes the pictures of the pages beside one that is shown, one at a time and only where nobody looks ahead
// already: who turns pages fast is not followed.
func (d *Desk) lookAhead(id records.PageID, pages, width, turn int) {
	select {
	case d.photos.ahead <- struct{}{}:
	default:
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		<-d.photos.ahead
		return
	}
	d.others.Go(func() {
		defer func() { <-d.photos.ahead }()
		for _, n := range []int{id.Page + 1, id.Page + 2, id.Page - 1} {
			next := records.PageID{File: id.File, Page: n}
			if n < 1 || n > pages || d.ctx.Err() != nil {
				continue
			}
			upright, _, err := d.rotation(d.ctx, next)
			if err != nil {
				return
			}
			if _, err := d.photo(d.ctx, photo{next, widthFor(width), (upright + turn) % 360}, d.photos.places); err != nil {
				return // who wants it is told
			}
		}
	})
}
