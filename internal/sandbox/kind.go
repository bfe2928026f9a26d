package sandbox

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
)

const problemUnknown = Problem("The file is of a kind that cannot be read here. Send it again as PDF, TIFF, JPEG, PNG, DOCX or TXT, or as ZIP of these.")

// hasEnd says whether the last bytes of a PDF file hold its end.
func hasEnd(tail []byte) bool {
	return bytes.Contains(tail, []byte("%%EOF")) || bytes.Contains(tail, []byte("startxref"))
}

const problemOffice = Problem("The file is a table, slides or a text of a program that is not read here. Send it again as PDF or DOCX.")

// isOffice says whether an archive is a file of an office program and not a collection of files.
func isOffice(z *zip.Reader) bool {
	for _, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "mimetype" || f.Name == "META-INF/manifest.xml" {
			return true
		}
	}
	return false
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
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		if z, err := zip.NewReader(file, size); (err == nil || errors.Is(err, zip.ErrInsecurePath)) && isDocx(z) {
			return DOCX, nil
		} else if err == nil && isOffice(z) {
			return Unknown, problemOffice
		}
		return ZIP, nil
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return TIFF, nil
	case bytes.HasPrefix(b, []byte("\xFF\xD8\xFF")):
		return JPEG, nil
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")): // after others: a ZIP may hold a PDF as it is
		return PDF, nil
	}
	if why := cannotRead(b); why != "" {
		return Unknown, why
	}
	if isText(b) {
		return TXT, nil
	}
	return Unknown, nil
}

// cannotRead names the kinds that people send and that are not read here.
func cannotRead(b []byte) Problem {
	start := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(b[:min(len(b), 512)], []byte("\xEF\xBB\xBF"))))
	switch {
	case bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0")):
		return "The file is an old Office file, or one with a password. Send it again as PDF or DOCX without a password."
	case bytes.HasPrefix(start, []byte("{\\rtf")):
		return "The file is a text in Rich Text Format. Send it again as PDF or DOCX."
	case bytes.HasPrefix(start, []byte("<!doctype html")), bytes.HasPrefix(start, []byte("<html")):
		return "The file is a web page, not a document. Send the document again as PDF."
	case bytes.HasPrefix(b, []byte("%!PS")):
		return "The file is made for a printer. Send it again as PDF."
	case len(b) > 12 && bytes.Equal(b[4:8], []byte("ftyp")):
		return "The file is a film or a picture of a telephone that cannot be read here. Send pictures again as JPEG."
	case bytes.HasPrefix(b, []byte("GIF8")), bytes.HasPrefix(b, []byte("BM")) && len(b) > 26 && b[14] == 40, bytes.HasPrefix(b, []byte("RIFF")):
		return "The file is a picture of a kind that cannot be read here. Send it again as JPEG, PNG or PDF."
	case bytes.HasPrefix(b, []byte("Rar!")), bytes.HasPrefix(b, []byte("7z\xBC\xAF\x27\x1C")), bytes.HasPrefix(b, []byte("\x1F\x8B")):
		return "The file is an archive of a kind that cannot be read here. Send it again as ZIP."
	}
	return ""
}
