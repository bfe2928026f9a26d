package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// fields reads the form with an id as a browser without scripts would send it: every field with what it holds.
func fields(t testing.TB, page, id string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	must(t, err)
	form := find(root, func(n *html.Node) bool { return n.Data == "form" && attr(n, "id") == id })
	if form == nil {
		t.Fatalf("the page has no form %q:\n%s", id, page)
	}
	v := url.Values{}
	walk(form, func(n *html.Node) {
		name := attr(n, "name")
		if name == "" || has(n, "disabled") {
			return
		}
		switch n.Data {
		case "input":
			switch attr(n, "type") {
			case "checkbox", "radio":
				if has(n, "checked") {
					v.Add(name, attr(n, "value"))
				}
			case "file", "submit":
			default:
				v.Add(name, attr(n, "value"))
			}
		case "textarea":
			v.Add(name, strings.TrimPrefix(text(n), "\n"))
		case "select":
			value, first, any := "", "", false
			walk(n, func(o *html.Node) {
				if o.Data != "option" {
					return
				}
				if !any {
					first, any = attr(o, "value"), true
				}
				if has(o, "selected") {
					value = attr(o, "value")
				}
			})
			if value == "" {
				value = first
			}
			v.Add(name, value)
		}
	})
	return v
}

func find(n *html.Node, is func(*html.Node) bool) (found *html.Node) {
	walk(n, func(e *html.Node) {
		if found == nil && is(e) {
			found = e
		}
	})
	return found
}

func text(n *html.Node) string {
	var b strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			add(c)
		}
	}
	add(n)
	return b.String()
}

// mainWords returns what a page says in its main part, with single spaces.
func mainWords(t testing.TB, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	must(t, err)
	main := find(root, func(n *html.Node) bool { return n.Data == "main" })
	if main == nil {
		return strings.Join(strings.Fields(text(root)), " ")
	}
	return strings.Join(strings.Fields(text(main)), " ")
}

// says checks that a page says something.
func says(t testing.TB, page string, want ...string) {
	t.Helper()
	all := mainWords(t, page)
	for _, w := range want {
		if !strings.Contains(all, w) {
			t.Errorf("the page does not say %q:\n%s", w, all[:min(len(all), 1500)])
		}
	}
}

// fill opens a form, changes some fields, and sends it. Names and values come in turn; "-name" takes one away.
func (b *visitor) fill(path string, change ...string) *httptest.ResponseRecorder {
	b.o.t.Helper()
	v := fields(b.o.t, body(b.o.t, b.get(path), http.StatusOK), "form")
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return b.post(path, v)
}

// done checks that a form was taken, and returns the page it led to.
func (b *visitor) done(w *httptest.ResponseRecorder) string {
	b.o.t.Helper()
	if w.Code != http.StatusSeeOther {
		b.o.t.Fatalf("the form was not taken: %d\n%s", w.Code, mainWords(b.o.t, w.Body.String()))
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	return body(b.o.t, b.get(to), http.StatusOK)
}

// A file is one that a form sends.
type file struct {
	field, name string
	data        []byte
}

// upload sends a form with files.
func (b *visitor) upload(path string, v url.Values, files ...file) *httptest.ResponseRecorder {
	b.o.t.Helper()
	var buf bytes.Buffer
	m := multipart.NewWriter(&buf)
	for k, vs := range v {
		for _, s := range vs {
			must(b.o.t, m.WriteField(k, s))
		}
	}
	for _, f := range files {
		p, err := m.CreateFormFile(f.field, f.name)
		must(b.o.t, err)
		_, err = p.Write(f.data)
		must(b.o.t, err)
	}
	must(b.o.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, path, &buf)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.send(r)
}

// smallPDF is a PDF of empty pages.
func smallPDF(pages int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, a ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, a...)...)
	}
	b.WriteString("%PDF-1.7\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 3+i)
	}
	object("<< /Type /Pages /Count %d /Kids [ %s] >>", pages, kids)
	for range pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << >> >>")
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}
