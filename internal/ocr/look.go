package ocr

import (
	"image"
	"math"
)

// A look is what can be told of a scan without reading it.
type look struct {
	limit   uint8   // shades below are ink
	gray    bool    // real shades of gray, not black and white
	ink     *bitmap // as scanned
	parts   *pieces
	specks  []bool // by piece: to be painted over where the page is noisy
	streaks []streak
	noisy   bool
	blank   bool
	turn    int     // degrees clockwise to stand upright
	skew    float64 // degrees clockwise by which the lines lean when it does
	other   float64 // the same, if the lines ran along the other axis
	// How sure the turn is: by which factor the lines of one axis are sharper, how much nearer letters are along it, and by
	// how many standard deviations more letters stand on their line than hang from it.
	axis, near, stand float64
	axisSure          bool
	letters           int // pieces that look like letters
}

// speckArea is the greatest area in pixels of a speck: 8 pixels at 200 dpi, where a full stop of small print has 9.
func speckArea(dpi float64) int32 { return int32(math.Round(8 * dpi * dpi / (200 * 200))) }

// noisySpecks is from how many specks per square centimetre on a page is noisy. Clean pages have the dots of small print.
const noisySpecks = 0.6

func lookAt(g *image.Gray, dpi float64) *look {
	l := &look{}
	l.findInk(g, dpi)
	letters, small := l.glyphs(dpi)
	l.letters = len(letters)
	l.blank = l.isBlank(dpi)
	l.upright(letters, small, dpi)
	return l
}

// findInk parts ink from paper and specks from the rest.
func (l *look) findInk(g *image.Gray, dpi float64) {
	var between float64
	l.limit, between = inkLimit(g)
	l.gray = between > 0.02
	l.ink = blackAndWhite(g, l.limit)
	l.parts = connected(l.ink)
	l.findSpecks(dpi)
}

// findSpecks marks the specks and says whether there are so many that the page is noisy.
func (l *look) findSpecks(dpi float64) {
	limit := speckArea(dpi)
	l.specks = make([]bool, len(l.parts.all))
	l.findStreaks(dpi)
	n := 0
	for i, p := range l.parts.all {
		if p.area <= limit && !l.specks[i] {
			l.specks[i] = true
			if p.area <= limit/2+1 {
				n++
			}
		}
	}
	cm := 2.54 / dpi
	l.noisy = l.noisy || float64(n) > noisySpecks*float64(l.ink.w)*float64(l.ink.h)*cm*cm
}

// glyphs are the pieces that have the size of letters, and a small picture of them alone, of about 100 dpi: rules, frames,
// photographs and specks would tell of lines that no text follows.
func (l *look) glyphs(dpi float64) (letters []piece, small *bitmap) {
	scale := max(1, int(math.Round(dpi/100)))
	small = newBitmap((l.ink.w+scale-1)/scale, (l.ink.h+scale-1)/scale)
	isLetter := make([]bool, len(l.parts.all))
	for i, p := range l.parts.all {
		w, h := float64(p.w())/dpi, float64(p.h())/dpi
		if !l.specks[i] && w < 1.5 && h < 0.6 && (w < 0.6 || h < 0.3) && max(w, h) > 0.02 {
			isLetter[i] = true
			letters = append(letters, p)
		}
	}
	for i, r := range l.parts.runs {
		if !isLetter[l.parts.of[i]] {
			continue
		}
		row := small.row(int(r.y) / scale)
		for x := int(r.x0) / scale; x <= int(r.x1-1)/scale; x++ {
			row[x>>6] |= 1 << (x & 63)
		}
	}
	return letters, small
}
