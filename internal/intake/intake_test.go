package intake_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/intake"
)

// book is a store of one case that remembers requests by their key, and keeps files in memory.
type book struct {
	c      imr.Case
	events []imr.Request
	keys   map[string]bool
	files  map[string][]byte
	fail   error
}

func newBook() *book {
	return &book{c: imr.Case{ID: "CM15-0000001", Parties: []imr.Party{
		{ID: "P1", Role: imr.InjuredWorker, Name: "Rosa Diaz"}, {ID: "P2", Role: imr.ClaimsAdministrator, Organization: "Sierra Claims"},
	}}, keys: map[string]bool{}, files: map[string][]byte{}}
}

func (b *book) Case(_ context.Context, id imr.CaseID) (imr.Case, error) {
	if id != b.c.ID {
		return imr.Case{}, &imr.Error{Kind: imr.NotFound, Message: "There is no such case."}
	}
	return b.c, nil
}

func (b *book) Do(_ context.Context, r imr.Request) (imr.Result, error) {
	if b.fail != nil {
		return imr.Result{}, b.fail
	}
	if r.Key == "" || !b.keys[r.Key] {
		b.events = append(b.events, r)
	}
	b.keys[r.Key] = true
	return imr.Result{Case: b.c}, nil
}

func (b *book) Put(_ context.Context, r io.Reader) (string, int64, error) {
	data, err := io.ReadAll(r)
	sum := sha256.Sum256(data)
	sha := hex.EncodeToString(sum[:])
	b.files[sha] = data
	return sha, int64(len(data)), err
}

var noon = time.Date(2015, 10, 9, 19, 0, 0, 0, time.UTC)

func open(t *testing.T, folder string, b *book) *intake.Desk {
	t.Helper()
	d, err := intake.Open(folder, b, b, func() time.Time { return noon }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var arrival = intake.Arrival{Case: "CM15-0000001", From: "P2", Actor: imr.Actor{ID: "claims", Role: "claims_administrator", Name: "Carl Ames"}, How: imr.Electronic}

// tus sends one request of an upload.
func tus(d *intake.Desk, method, id string, body []byte, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", bytes.NewReader(body))
	r.Header.Set("Tus-Resumable", "1.0.0")
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	if id == "" {
		d.Create(w, r, arrival, "/cases/CM15-0000001/uploads")
	} else {
		d.Continue(w, r, id, "CM15-0000001", "claims")
	}
	return w
}

func begin(t *testing.T, d *intake.Desk, name string, size int) string {
	t.Helper()
	w := tus(d, http.MethodPost, "", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte(name)))
	at := w.Header().Get("Location")
	id, ok := strings.CutPrefix(at, "/cases/CM15-0000001/uploads/")
	if w.Code != http.StatusCreated || !ok {
		t.Fatalf("begin: %d, at %q: %s", w.Code, at, w.Body)
	}
	return id
}

func patch(d *intake.Desk, id string, from int, body []byte) *httptest.ResponseRecorder {
	return tus(d, http.MethodPatch, id, body, "Upload-Offset", strconv.Itoa(from), "Content-Type", "application/offset+octet-stream")
}

func TestAnUploadGoesOnWhereItStopped(t *testing.T) {
	b, folder := newBook(), t.TempDir()
	d := open(t, folder, b)
	text := bytes.Repeat([]byte("page of a report\n"), 1000)
	id := begin(t, d, `C:\scans\..\report "1".pdf`, len(text))
	if w := patch(d, id, 0, text[:5000]); w.Code != http.StatusNoContent {
		t.Fatalf("the first part: %d %s", w.Code, w.Body)
	}
	d = open(t, folder, b) // the server ends and starts again
	w := tus(d, http.MethodHead, id, nil)
	if got := w.Header().Get("Upload-Offset"); got != "5000" {
		t.Fatalf("after a start %q of the upload is there, not 5000", got)
	}
	if w := patch(d, id, 4000, text[4000:]); w.Code != http.StatusConflict {
		t.Errorf("a part from the wrong place: %d", w.Code)
	}
	if w := patch(d, id, 5000, text[5000:]); w.Code != http.StatusNoContent || w.Header().Get("Upload-Filed") != "yes" {
		t.Fatalf("the rest: %d %s", w.Code, w.Body)
	}
	if len(b.events) != 1 {
		t.Fatalf("%d events", len(b.events))
	}
	f := b.events[0].Command.(*imr.FilesReceived)
	if f.From != "P2" || len(f.Files) != 1 || f.Files[0].Name != "report 1.pdf" || f.Files[0].Size != int64(len(text)) || !bytes.Equal(b.files[f.Files[0].SHA256], text) {
		t.Errorf("filed %+v", f)
	}
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Errorf("%d parts are left", len(left))
	}
	if w := tus(d, http.MethodHead, id, nil); w.Code != http.StatusNotFound {
		t.Errorf("an upload that is filed: %d", w.Code)
	}
}

func TestAWholeUploadThatCouldNotBeFiledIsFiledLaterOnce(t *testing.T) {
	b, folder := newBook(), t.TempDir()
	d := open(t, folder, b)
	id := begin(t, d, "a.pdf", 3)
	b.fail = errors.New("the disk is full")
	if w := patch(d, id, 0, []byte("abc")); w.Code != http.StatusServiceUnavailable {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	b.fail = nil
	for range 2 {
		if err := open(t, folder, b).Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.events) != 1 || b.events[0].Key == "" {
		t.Errorf("events %+v", b.events)
	}
}

func TestAnUploadIsItsSendersAlone(t *testing.T) {
	d := open(t, t.TempDir(), newBook())
	id := begin(t, d, "a.pdf", 3)
	for _, other := range []struct {
		c  imr.CaseID
		by imr.UserID
	}{{"CM15-0000002", "claims"}, {"CM15-0000001", "somebody"}} {
		w := httptest.NewRecorder()
		d.Continue(w, httptest.NewRequest(http.MethodHead, "/", nil), id, other.c, other.by)
		if w.Code != http.StatusNotFound {
			t.Errorf("%v: %d", other, w.Code)
		}
	}
	for _, id := range []string{"..", "../../etc/passwd", "x", ""} {
		w := httptest.NewRecorder()
		d.Continue(w, httptest.NewRequest(http.MethodHead, "/", nil), id, "CM15-0000001", "claims")
		if w.Code != http.StatusNotFound {
			t.Errorf("%q: %d", id, w.Code)
		}
	}
	if w := tus(d, http.MethodPost, "", nil, "Upload-Length", "0"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty file: %d %s", w.Code, w.Body)
	}
	if w := tus(d, http.MethodPost, "", nil, "Upload-Length", strconv.FormatInt(intake.MaxFile+1, 10)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge file: %d", w.Code)
	}
}

func TestFileNamesAreNamesOnly(t *testing.T) {
	for sent, want := range map[string]string{
		"report.pdf": "report.pdf", "../../etc/passwd": "passwd", `C:\x\y.pdf`: "y.pdf", "": "file", "..": "file", " . ": "file",
		"a\x00b\n.pdf": "ab.pdf", "\xff.pdf": ".pdf", strings.Repeat("ä", 200) + ".pdf": strings.Repeat("ä", 116) + ".pdf",
	} {
		if got := intake.FileName(sent); got != want {
			t.Errorf("FileName(%q) = %q, want %q", sent, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("a/b\\c.pdf")
	f.Fuzz(func(t *testing.T, name string) {
		got := intake.FileName(name)
		if got == "" || got != filepath.Base(got) || strings.ContainsAny(got, "/\\\x00") || len([]rune(got)) > 120 {
			t.Errorf("FileName(%q) = %q", name, got)
		}
	})
}
