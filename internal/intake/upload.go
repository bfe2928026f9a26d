package intake

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	xslog "golang.org/x/exp/slog"

	"github.com/openimr/openimr/imr"
)

// uploads are the files that are on their way in parts.
type uploads struct {
	folder string
	store  filestore.FileStore
	tus    *handler.UnroutedHandler
}

// keepUnfinished is how long the beginning of an upload waits for its rest.
const keepUnfinished = 7 * 24 * time.Hour

const (
	metaName    = "filename"
	metaArrival = "arrival" // the Arrival as JSON, written by the server alone
)

type arrivalKey struct{}

func (d *Desk) newUploads(folder string) (*uploads, error) {
	store := filestore.New(folder)
	store.DirModePerm, store.FileModePerm = 0o700, 0o600
	c := handler.NewStoreComposer()
	store.UseIn(c)
	memorylocker.New().UseIn(c)
	tus, err := handler.NewUnroutedHandler(handler.Config{
		StoreComposer: c, BasePath: "/", MaxSize: MaxFile, DisableDownload: true, DisableConcatenation: true,
		Cors: &handler.CorsConfig{Disable: true}, Logger: xslog.New(xslog.NewTextHandler(io.Discard, nil)),
		PreUploadCreateCallback: admit,
		PreFinishResponseCallback: func(e handler.HookEvent) (handler.HTTPResponse, error) {
			if err := d.finish(context.WithoutCancel(e.Context), e.Upload); err != nil {
				return handler.HTTPResponse{}, refusal(err)
			}
			return handler.HTTPResponse{Header: handler.HTTPHeader{"Upload-Filed": "yes"}}, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &uploads{folder, store, tus}, nil
}

// admit writes into a new upload whose it is.
func admit(e handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	a, ok := e.Context.Value(arrivalKey{}).(Arrival)
	if !ok {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, handler.ErrUploadRejectedByServer
	}
	if e.Upload.SizeIsDeferred || e.Upload.Size <= 0 {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, handler.NewError("ERR_EMPTY", "This file is empty. Send it again.", http.StatusUnprocessableEntity)
	}
	body, err := json.Marshal(a)
	if err != nil {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, err
	}
	return handler.HTTPResponse{}, handler.FileInfoChanges{MetaData: handler.MetaData{
		metaName: FileName(e.Upload.MetaData[metaName]), metaArrival: string(body),
	}}, nil
}

// refusal is an error in words for who sends.
func refusal(err error) error {
	var e *imr.Error
	if errors.As(err, &e) {
		return handler.NewError("ERR_REFUSED", e.Message, http.StatusUnprocessableEntity)
	}
	return handler.NewError("ERR_NOT_FILED", "The file has arrived, but could not be filed yet. It will be filed as soon as the server can.", http.StatusServiceUnavailable)
}

// Create begins an upload; who may do so has been asked before. path is the address of the uploads of this case, below
// which the new one has its own.
func (d *Desk) Create(w http.ResponseWriter, r *http.Request, a Arrival, path string) {
	r = r.Clone(context.WithValue(r.Context(), arrivalKey{}, a))
	r.URL.Path = "/"
	d.uploads.tus.Middleware(http.HandlerFunc(d.uploads.tus.PostFile)).ServeHTTP(&placing{ResponseWriter: w, path: path}, r)
}

// Continue answers what has come of an upload (HEAD), takes more of it (PATCH) or drops it (DELETE). An upload of
// another case or account is not found.
func (d *Desk) Continue(w http.ResponseWriter, r *http.Request, id string, of imr.CaseID, by imr.UserID) {
	u, err := d.uploads.store.GetUpload(r.Context(), id)
	if err == nil {
		var info handler.FileInfo
		if info, err = u.GetInfo(r.Context()); err == nil {
			a := arrivalOf(info)
			if a.Case != of || a.Actor.ID != by {
				err = handler.ErrNotFound
			}
		}
	}
	if err != nil {
		http.Error(w, "This upload is not known here. Send the file from its beginning.", http.StatusNotFound)
		return
	}
	r = r.Clone(r.Context())
	r.URL.Path = id
	h := d.uploads.tus
	switch r.Method {
	case http.MethodHead:
		h.Middleware(http.HandlerFunc(h.HeadFile)).ServeHTTP(w, r)
	case http.MethodPatch:
		h.Middleware(http.HandlerFunc(h.PatchFile)).ServeHTTP(w, r)
	case http.MethodDelete:
		h.Middleware(http.HandlerFunc(h.DelFile)).ServeHTTP(w, r)
	default:
		http.Error(w, "An upload is asked for with HEAD, gone on with by PATCH, dropped by DELETE.", http.StatusMethodNotAllowed)
	}
}

func arrivalOf(info handler.FileInfo) Arrival {
	var a Arrival
	if json.Unmarshal([]byte(info.MetaData[metaArrival]), &a) != nil {
		return Arrival{}
	}
	return a
}

// finish files an upload that is whole and removes its parts.
func (d *Desk) finish(ctx context.Context, info handler.FileInfo) error {
	f, err := d.keepFile(ctx, info.MetaData[metaName], filepath.Join(d.uploads.folder, info.ID))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // filed meanwhile by the other of Resume and the request
	case err != nil:
		return err
	}
	if _, err := d.File(ctx, arrivalOf(info), []imr.ReceivedFile{f}, "upload-"+info.ID); err != nil {
		return err
	}
	if u, err := d.uploads.store.GetUpload(ctx, info.ID); err == nil {
		if err := u.(handler.TerminatableUpload).Terminate(ctx); err != nil {
			d.log.Warn("the parts of a filed upload stay", "err", err)
		}
	}
	return nil
}

// Resume files the uploads that were whole when the server ended, and removes beginnings that nobody has gone on with
// for a week.
func (d *Desk) Resume(ctx context.Context) error {
	entries, err := os.ReadDir(d.uploads.folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ".info")
		if !ok {
			continue
		}
		u, err := d.uploads.store.GetUpload(ctx, id)
		if err != nil {
			d.log.Warn("an upload cannot be read", "err", err)
			continue
		}
		info, err := u.GetInfo(ctx)
		if err != nil {
			return err
		}
		switch fi, err := os.Stat(filepath.Join(d.uploads.folder, id)); {
		case err != nil:
			d.log.Warn("an upload cannot be read", "err", err)
		case info.Offset == info.Size:
			if err := d.finish(ctx, info); err != nil {
				d.log.Error("an upload that is whole could not be filed", "case", arrivalOf(info).Case, "err", err)
			}
		case d.now().Sub(fi.ModTime()) > keepUnfinished:
			if err := u.(handler.TerminatableUpload).Terminate(ctx); err != nil {
				d.log.Warn("an old upload stays", "err", err)
			}
		}
	}
	return nil
}

// KeepResuming calls Resume at intervals until ctx ends, so that an upload whose filing failed is filed later.
func (d *Desk) KeepResuming(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if err := d.Resume(ctx); err != nil && ctx.Err() == nil {
			d.log.LogAttrs(ctx, slog.LevelError, "uploads cannot be looked through", slog.Any("err", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// placing puts the address of a new upload below that of its case.
type placing struct {
	http.ResponseWriter
	path string
	sent bool
}

// WriteHeader implements http.ResponseWriter.
func (p *placing) WriteHeader(status int) {
	if at := p.Header().Get("Location"); at != "" && !p.sent {
		p.Header().Set("Location", p.path+"/"+at[strings.LastIndexByte(at, '/')+1:])
	}
	p.sent = true
	p.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (p *placing) Unwrap() http.ResponseWriter { return p.ResponseWriter }
