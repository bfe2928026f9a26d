package letter

import "errors"

// ReadPDF reads a letter in PDF.
func ReadPDF(data []byte) (Determination, error) {
	return Determination{}, errors.New("PDF is not read yet")
}
