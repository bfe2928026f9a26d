package letter

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Parse reads a determination letter: PDF, HTML, Word or text, whichever the content is. It never fails; a file
// that cannot be read has the reason in Error and nothing else. Text that went into no field is in Unparsed.
//
// Name is put into File as it is.
func Parse(name string, data []byte) Determination {
	d, err := parse(data)
	if err != nil {
		d = Determination{Schema: Schema, Error: Text(err.Error())}
	}
	d.File = Text(name)
	return tidy(d)
}

func parse(data []byte) (Determination, error) {
	start := bytes.TrimLeft(data[:min(len(data), 1024)], " \t\r\n\ufeff\xef\xbb\xbf")
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return Determination{}, fmt.Errorf("the file is empty")
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return ReadPDF(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		blocks, err := ReadDOCX(data)
		if err != nil {
			return Determination{}, err
		}
		return fromBlocks(blocks)
	case len(start) > 0 && start[0] == '<' && looksHTML(start):
		blocks, err := ReadHTML(data)
		if err != nil {
			return Determination{}, err
		}
		return fromBlocks(blocks)
	}
	s, err := decode(data)
	if err != nil {
		return Determination{}, err
	}
	if isServedText(s) {
		return fromBlocks(readServedText(s))
	}
	f := textFlow(s)
	d, err := fromFlow(&f)
	d.Unparsed = append(d.Unparsed, f.feet...)
	return d, err
}

const maxText = 8 << 20 // bytes; the longest published letter has 60 thousand

func looksHTML(start []byte) bool {
	low := bytes.ToLower(start)
	for _, tag := range []string{"<!doctype html", "<html", "<body", "<head", "<p>", "<p ", "<div", "<main", "<section", "<!--"} {
		if bytes.HasPrefix(low, []byte(tag)) {
			return true
		}
	}
	return false
}

// decode makes a string of text in UTF-8, UTF-16 with its mark, or Windows-1252.
func decode(data []byte) (string, error) {
	switch {
	case len(data) > maxText:
		return "", fmt.Errorf("%d bytes of text are more than the %d allowed; send the letter alone", len(data), maxText)
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		units := make([]uint16, 0, len(data)/2)
		little := data[0] == 0xFF
		for i := 2; i+1 < len(data); i += 2 {
			if little {
				units = append(units, uint16(data[i])|uint16(data[i+1])<<8)
			} else {
				units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
			}
		}
		return string(utf16.Decode(units)), nil
	case bytes.IndexByte(data, 0) >= 0:
		return "", fmt.Errorf("this is no letter in a form that can be read; give it as PDF, HTML, Word document (.docx) or text")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("the text is neither UTF-8 nor Windows-1252: %w", err)
	}
	return string(out), nil
}

// parseLines reads a letter from its lines, such as another program's PDF gives them.
func parseLines(list []Line) (Determination, error) {
	f := lineFlow(list)
	return fromFlow(&f)
}

// fromBlocks reads a letter from its blocks: our own by the names of its parts, others by their text.
func fromBlocks(list []Block) (Determination, error) {
	if isServed(list) {
		return readServed(list), nil
	}
	f := blockFlow(list)
	return fromFlow(&f)
}

// fromFlow reads a letter of another's making by its fixed phrases.
func fromFlow(f *flow) (Determination, error) {
	if strings.TrimSpace(f.text) == "" {
		return Determination{}, fmt.Errorf("the file holds no text; if it is a scan, send it through text recognition first")
	}
	hits := scan(f.text)
	if at := strings.Index(f.text, titleServed); at >= 0 && (len(hits) == 0 || at < hits[0].start) {
		if d, ok := readExtracted(f); ok {
			return d, nil
		}
	}
	if !hasItemLabels(hits) {
		if d, ok := readEarly(f); ok {
			return d, nil
		}
	}
	if len(hits) > 0 {
		return readPublished(f, hits), nil
	}
	return Determination{}, fmt.Errorf("this is no determination letter of a known layout")
}

// hasItemLabels says that a letter has the labels of items, which no early letter has.
func hasItemLabels(hits []hit) bool {
	for _, h := range hits {
		if h.part == partUR || h.part == partIMRO {
			return true
		}
	}
	return false
}
