package letter

import (
	"fmt"
	"slices"
	"strings"
)

// A Form is a kind of file that a letter is written as.
type Form string

// The forms of the command-line contract.
const (
	FormText Form = "text"
	FormHTML Form = "html"
	FormPDF  Form = "pdf"
	FormDOCX Form = "docx"
)

// Forms lists the forms in the order in which they are offered.
func Forms() []Form { return []Form{FormText, FormHTML, FormPDF, FormDOCX} }

// ParseForm reads the name of a form; letter case does not matter.
func ParseForm(s string) (Form, error) {
	f := Form(strings.ToLower(strings.TrimSpace(s)))
	if slices.Contains(Forms(), f) {
		return f, nil
	}
	names := make([]string, 0, len(Forms()))
	for _, f := range Forms() {
		names = append(names, string(f))
	}
	return "", fmt.Errorf("%q is no form of a letter; the forms are %s", s, strings.Join(names, ", "))
}
