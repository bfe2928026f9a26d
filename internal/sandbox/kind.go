package sandbox

import (
	"bytes"
	"io"
)

const problemUnknown = Problem("The file is of a kind that cannot be read here. Send it again as PDF, TIFF, JPEG, PNG, DOCX or TXT, or as ZIP of these.")

// hasEnd says whether the last bytes of a PDF file hold its end.
func hasEnd(tail []byte) bool {
	return bytes.Contains(tail, []byte("%%EOF")) || bytes.Contains(tail, []byte("startxref"))
}

// kindOf tells the kind of a file by its bytes.
func kindOf(file io.ReaderAt, size int64) (Kind, error) {
	if size == 0 {
		return Unknown, problemEmpty
	}
	b, err := head(file, 4096)
	if err != nil {
		return Unknown, err
	}
	switch {
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return ZIP, nil
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return TIFF, nil
	case bytes.HasPrefix(b, []byte("\xFF\xD8\xFF")):
		return JPEG, nil
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	}
	return Unknown, nil
}
