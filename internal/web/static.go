package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// assets are the files of /static. One hash over all of them stands in their address, so a browser may keep them for
// ever and modules may import each other by plain relative names.
type assets struct {
	root  string // "/static/3f9a…/"
	files map[string]asset
}

type asset struct {
	kind string
	data []byte
	gzip []byte // nil where it does not help
}

// styleOrder is the order in which style sheets are joined into app.css: what comes first is overridden. Other sheets
// follow by name.
var styleOrder = []string{"tokens.css", "base.css", "layout.css", "parts.css"}

func loadAssets() *assets {
	a := &assets{files: map[string]asset{}}
	sum := sha256.New()
	sheets := map[string][]byte{}
	err := fs.WalkDir(staticFiles, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(p)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(p, "static/")
		_, _ = sum.Write([]byte(name + "\x00" + strconv.Itoa(len(data)) + "\x00")) // a hash does not fail
		_, _ = sum.Write(data)
		if path.Ext(name) == ".css" {
			sheets[name] = data
			return nil
		}
		a.files[name] = newAsset(name, data)
		return nil
	})
	if err != nil { // the files are inside the program
		panic(err)
	}
	a.files["app.css"] = newAsset("app.css", joinSheets(sheets))
	a.root = "/static/" + hex.EncodeToString(sum.Sum(nil)[:8]) + "/"
	return a
}

func joinSheets(sheets map[string][]byte) []byte {
	names := slices.Clone(styleOrder)
	for n := range sheets {
		if !slices.Contains(styleOrder, n) {
			names = append(names, n)
		}
	}
	slices.Sort(names[len(styleOrder):])
	var b bytes.Buffer
	for _, n := range names {
		b.Write(sheets[n])
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func newAsset(name string, data []byte) asset {
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
		".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json", ".png": "image/png"}
	f := asset{kind: kinds[path.Ext(name)], data: data}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil { // only for a level that there is not
		panic(err)
	}
	_, _ = z.Write(data) // into memory: does not fail
	_ = z.Close()
	if b.Len() < len(data)*9/10 {
		f.gzip = b.Bytes()
	}
	return f
}

// url returns the address of a file.
func (a *assets) url(name string) string { return a.root + name }

// ServeHTTP answers with a file. Old addresses, of a page from before an update, get today's file, not to be kept.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	notePattern(r, "GET /static/")
	hash, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
	f, found := a.files[name]
	if !ok || !found {
		plain(w, http.StatusNotFound, "no such file\n")
		return
	}
	h := w.Header()
	if "/static/"+hash+"/" == a.root {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	data := f.data
	if f.gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = f.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the asker has gone: nobody to tell
	}
}
