package web

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
)

// shown are the kinds of files that a browser may show in its own window; everything else is saved.
var shown = map[string]string{
	".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".txt": "text/plain; charset=utf-8",
}

// paper sends the stored file of one paper. The file was made by somebody else: it is shown in a frame of its own
// that can run nothing, and its kind is told by its name, never guessed from its bytes.
func (s *server) paper(v *Visit) error {
	for _, d := range v.Case.Documents {
		if d.ID != v.R.PathValue("paper") {
			continue
		}
		if d.SHA256 == "" {
			return &imr.Error{Kind: imr.NotFound, Message: "No file of this paper is kept; only what is said of it."}
		}
		f, err := s.Blobs.Open(v.R.Context(), d.SHA256)
		if err != nil {
			return fmt.Errorf("open %s of %s: %w", d.ID, v.Case.ID, err)
		}
		defer func() { _ = f.Close() }() // only read
		name := d.Name
		if name == "" {
			name = string(v.Case.ID) + "-" + d.ID + ".pdf"
		}
		sendFile(v, name, "", f)
		return nil
	}
	return &imr.Error{Kind: imr.NotFound, Message: "There is no such paper in this case."}
}

// sendFile answers with a file under a name; kind is its media type, or "" to tell it by the name.
func sendFile(v *Visit, name, kind string, f interface {
	Read([]byte) (int, error)
	Seek(int64, int) (int64, error)
}) {
	disposition := "attachment"
	if kind == "" {
		kind = shown[strings.ToLower(path.Ext(name))]
		if kind == "" || v.R.URL.Query().Get("save") != "" {
			kind = "application/octet-stream"
		} else {
			disposition = "inline"
		}
	}
	h := v.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	if !strings.HasPrefix(kind, "application/pdf") { // the browser's own PDF viewer does not start in a sandbox
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	} else {
		h.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'")
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
	v.answered = true
	http.ServeContent(v.W, v.R, "", time.Time{}, f)
}
