package web

import (
	"fmt"
	"io"
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

// paper sends the stored file of one paper. The file was made by somebody else: it is shown where it can run
// nothing, and its kind is told by its name, never guessed from its bytes.
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

func extensionOf(name string) string { return strings.ToLower(path.Ext(name)) }

// dispositionOf is the header that names a file; a name that cannot be written there is left out.
func dispositionOf(how, name string) string {
	if h := mime.FormatMediaType(how, map[string]string{"filename": name}); h != "" {
		return h
	}
	return how
}

// sendFile answers with a file under a name; kind is its media type, or "" to tell it by the name.
func sendFile(v *Visit, name, kind string, f io.ReadSeeker) {
	disposition := "attachment"
	if kind == "" {
		kind = shown[extensionOf(name)]
		if kind == "" || v.R.URL.Query().Get("save") != "" {
			kind = "application/octet-stream"
		} else {
			disposition = "inline"
		}
	}
	h := v.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", dispositionOf(disposition, name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if kind == shown[".pdf"] { // the browser's own viewer does not start in a sandbox
		v.AllowFrame()
	}
	v.answered = true
	http.ServeContent(v.W, v.R, "", time.Time{}, f)
}
