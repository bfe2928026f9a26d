package ocr

import (
	"bytes"
	"fmt"
	"image"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseTSV reads Tesseract's table: twelve columns, of which rows of level 5 are words. Rows without text or confidence
// are left out. The table of an empty page is its heading alone, or nothing from the engine inside.
func parseTSV(data []byte) ([]Found, error) {
	var words []Found
	line, block := 0, 0
	var last [4]int // page, block, paragraph, line
	for row := range bytes.Lines(data) {
		cells := strings.SplitN(strings.TrimRight(string(row), "\r\n"), "\t", 12)
		if cells[0] != "5" {
			continue
		}
		if len(cells) != 12 {
			return nil, fmt.Errorf("read the recognised words: a row has %d columns, not 12", len(cells))
		}
		var n [10]int
		for i := 1; i <= 9; i++ {
			v, err := strconv.Atoi(cells[i])
			if err != nil {
				return nil, fmt.Errorf("read the recognised words: column %d: %w", i+1, err)
			}
			n[i] = v
		}
		confidence, err := strconv.ParseFloat(cells[10], 64)
		if err != nil {
			return nil, fmt.Errorf("read the recognised words: confidence: %w", err)
		}
		text := strings.TrimSpace(cells[11])
		if !(confidence >= 0) || text == "" || !utf8.ValidString(text) {
			continue
		}
		here := [4]int{n[1], n[2], n[3], n[4]}
		if [3]int(here[:3]) != [3]int(last[:3]) {
			block++
		}
		if here != last {
			line, last = line+1, here
		}
		words = append(words, Found{Text: text, Box: image.Rect(n[6], n[7], n[6]+n[8], n[7]+n[9]),
			Block: block, Line: line, Confidence: uint8(min(confidence, 100))})
	}
	return words, nil
}
