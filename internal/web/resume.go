package web

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A session may end while somebody fills in a form. What they typed then goes along through the log-in as hidden
// fields, and comes back as a form that they send again, so nothing typed is lost. Files do not fit in: they are chosen
// again. Who logs in may be another person; the form is then theirs, and the table of permissions decides as ever.

const (
	keptPrefix = "kept."
	keptMost   = 500 << 10 // bytes of names and values together
	keptFields = 2000
	keptPast   = 64 << 20    // bytes of files that are passed over before it is too much from somebody unknown
	keptType   = "kept-type" // how the form is encoded
)

// A keptField is one field of a form that waits for a log-in.
type keptField struct{ Name, Value string }

// keptOf reads what was posted without a session; nil where it is nothing, too much, or unreadable.
func keptOf(r *http.Request) (fields []keptField, encoding string) {
	encoding, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, ""
	}
	switch encoding {
	case "application/x-www-form-urlencoded":
		if r.ParseForm() != nil {
			return nil, ""
		}
		fields = inOrder(r.PostForm, "")
	case "multipart/form-data":
		fields = keptParts(r)
	}
	fields = slices.DeleteFunc(fields, func(f keptField) bool { return f.Name == againField })
	if len(fields) == 0 || len(fields) > keptFields || sizeOf(fields) > keptMost {
		return nil, ""
	}
	return fields, encoding
}

// keptParts reads the fields of a form with files and passes the files over.
func keptParts(r *http.Request) []keptField {
	r.Body = http.MaxBytesReader(nil, r.Body, keptPast)
	mr, err := r.MultipartReader()
	if err != nil {
		return nil
	}
	var fields []keptField
	for left := keptMost; left >= 0 && len(fields) <= keptFields; {
		p, err := mr.NextPart()
		if err == io.EOF {
			return fields
		}
		if err != nil {
			return nil
		}
		if p.FileName() != "" || p.FormName() == "" {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(p, int64(left)+1))
		if err != nil {
			return nil
		}
		left -= len(b)
		fields = append(fields, keptField{p.FormName(), string(b)})
	}
	return nil
}

func sizeOf(fields []keptField) int {
	n := 0
	for _, f := range fields {
		n += len(f.Name) + len(f.Value)
	}
	return n
}

// inOrder returns the values of a form whose names begin with prefix, without it, by name.
func inOrder(form url.Values, prefix string) []keptField {
	var names []string
	for n := range form {
		if strings.HasPrefix(n, prefix) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	var fields []keptField
	for _, n := range names {
		for _, v := range form[n] {
			fields = append(fields, keptField{n[len(prefix):], v})
		}
	}
	return fields
}
