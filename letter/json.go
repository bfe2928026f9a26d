package letter

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/openimr/openimr/taggedpdf"
)

// WriteJSON writes a determination as one line of JSON in the form that others script against: unknown values are
// null and lists are lists.
func WriteJSON(w io.Writer, d Determination) error {
	d = tidy(d)
	if d.Schema == "" {
		d.Schema = Schema
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d); err != nil {
		return fmt.Errorf("write the determination %s: %w", d.CaseNumber, err)
	}
	return nil
}

// ReadJSON reads one determination as WriteJSON writes it. Fields that this program does not know are passed over,
// as later versions may add some; another schema is refused.
func ReadJSON(data []byte) (Determination, error) {
	var d Determination
	if err := json.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("read the determination: %w", err)
	}
	if d.Schema != Schema {
		return d, fmt.Errorf("read the determination: its schema is %q, and this program reads %q", string(d.Schema), Schema)
	}
	if d.Error != "" {
		return d, fmt.Errorf("read the determination: %s could not be read when it was made: %s", d.File, d.Error)
	}
	return tidy(d), nil
}

// Render writes a determination as a letter in one of the forms. The same determination gives the same bytes.
func Render(d Determination, form Form) ([]byte, error) {
	p := Compose(Canonical(d))
	switch form {
	case FormText:
		return p.Text(), nil
	case FormHTML:
		return p.HTML(), nil
	case FormDOCX:
		return p.DOCX()
	case FormPDF:
		return p.PDF()
	}
	return nil, fmt.Errorf("a letter cannot be written as %q", form)
}

// Signed writes a determination as the PDF that is served, with a digital signature over the whole file; nil for none.
func Signed(d Determination, s *taggedpdf.Signature) ([]byte, error) {
	return Compose(Canonical(d)).SignedPDF(s)
}
