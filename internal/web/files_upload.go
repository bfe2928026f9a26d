package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/internal/intake"
)

const (
	maxUpload = 512 << 20 // bytes of one request with files
	maxParts  = 4000
	maxTyped  = 4 << 20 // bytes of all that is typed
)

const keyUploads = "uploads" // in the session: the hashes of the files that it sent and has not used yet

var uploadName = regexp.MustCompile(`^documents\.\d{1,3}\.upload$`)

// readForm reads what a form sent. Files go straight to the store of files, never to a temporary place; their hash
// stands in the form from then on, so that a form with a mistake in it need not send them twice. A hash counts only
// if this session sent that file: whoever knows the hash of somebody else's paper cannot make it theirs.
//
// A file of a form that is never finished stays in the store of files, belonging to no case.
func (v *Visit) readForm() (url.Values, []fieldError, error) {
	kind, _, err := mime.ParseMediaType(v.R.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		v.R.Body = http.MaxBytesReader(v.W, v.R.Body, maxTyped)
		if err := v.R.ParseForm(); err != nil {
			return nil, nil, formError(err)
		}
		return v.R.PostForm, v.ownUploads(v.R.PostForm), nil
	}
	mr, err := v.R.MultipartReader()
	if err != nil {
		return nil, nil, formError(err)
	}
	values := url.Values{}
	var errs []fieldError
	words := 0
	for parts := 0; ; parts++ {
		p, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, formError(err)
		}
		if parts == maxParts {
			return nil, nil, formError(errors.New("too many parts"))
		}
		name := p.FormName()
		if p.FileName() != "" && uploadName.MatchString(name) {
			e, err := v.store(values, strings.TrimSuffix(name, "upload"), p.FileName(), p)
			if err != nil {
				return nil, nil, err
			}
			if e != nil {
				errs = append(errs, *e)
			}
			continue
		}
		b, err := io.ReadAll(io.LimitReader(p, maxTyped-int64(words)+1))
		if err != nil {
			return nil, nil, formError(err)
		}
		if words += len(b); words > maxTyped {
			return nil, nil, formError(&http.MaxBytesError{Limit: maxTyped})
		}
		if p.FileName() == "" && name != "" {
			values.Add(name, string(b))
		}
	}
	return values, append(errs, v.ownUploads(values)...), nil
}

// store keeps one file and writes into the form what is known of it.
func (v *Visit) store(values url.Values, at, name string, r io.Reader) (*fieldError, error) {
	sum, size, err := v.s.Blobs.Put(v.R.Context(), r)
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("keep a file: %w", err)
	case size == 0:
		return &fieldError{Name: at + "upload", Message: "This file is empty. Send it again."}, nil
	}
	values.Set(at+"sha256", sum)
	values.Set(at+"file", intake.FileName(name))
	v.s.sessions.Put(v.R.Context(), keyUploads, joinUploads(v.uploads(), sum))
	pages, err := v.s.pagesOf(v.R.Context(), sum, size)
	if err != nil {
		return nil, err
	}
	if pages > 0 && strings.TrimSpace(values.Get(at+"pages")) == "" {
		values.Set(at+"pages", strconv.Itoa(pages))
	}
	return nil, nil
}

func (v *Visit) uploads() []string {
	return strings.Fields(v.s.sessions.GetString(v.R.Context(), keyUploads))
}

// joinUploads adds a hash to those of a session; the oldest go when there are too many.
func joinUploads(have []string, sum string) string {
	if !slices.Contains(have, sum) {
		have = append(have, sum)
	}
	return strings.Join(have[max(0, len(have)-2*maxRows):], " ")
}

// ownUploads takes out of a form every hash of a file that this session did not send, and says so at the row.
func (v *Visit) ownUploads(values url.Values) []fieldError {
	var errs []fieldError
	have := v.uploads()
	for name := range values {
		at, ok := strings.CutSuffix(name, ".sha256")
		if !ok || values.Get(name) == "" || slices.Contains(have, values.Get(name)) {
			continue
		}
		values.Del(name)
		values.Del(at + ".file")
		errs = append(errs, fieldError{Name: at + ".upload", Message: "The file has to be sent again: it is too long ago."})
	}
	slices.SortFunc(errs, func(a, b fieldError) int { return strings.Compare(a.Name, b.Name) })
	return errs
}
