package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"

	"github.com/openimr/openimr/imr"
)

func queryEscape(s string) string { return url.QueryEscape(s) }

// formKey returns the hidden key of a new form: sending the same form twice is sending it once.
func formKey() string { return rand.Text() }

// formError says that a form could not be read. One that is too large keeps its own page.
func formError(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return err
	}
	return &imr.Error{Kind: imr.Incomplete, Message: "The form could not be read. Go back and send it again."}
}
