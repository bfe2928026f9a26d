package ocr

import (
	"context"
	"image"
	"math"
	"unicode"
)

// stripHeight is how many inches of a page are read each way round to find which end is up.
const stripHeight = 1.0

// doubtful says whether a reading is so poor that the page may stand another way than it was read. Upside down, capitals
// and figures come out as words of which Tesseract is hardly sure; a page on its side as words that stand on end.
func (l *look) doubtful(found []Found) bool {
	if l.letters < 3 {
		return false
	}
	var sure, words, onEnd float64
	for _, f := range found {
		n := float64(wordLetters(f.Text))
		if n < 3 {
			continue
		}
		words += n
		sure += n * float64(f.Confidence)
		if f.Box.Dy() > f.Box.Dx() {
			onEnd += n
		}
	}
	if onEnd*2 > words {
		return true
	}
	mean := sure / max(1, words)
	if l.sure() {
		return mean < 35 && l.stand < 8
	}
	// Of the letters on the page most were read, and surely.
	return mean < 75 || words < 0.3*float64(l.letters)
}

// wordLetters counts the letters and digits of a word, 0 where a quarter of it is something else.
func wordLetters(s string) int {
	n, all := 0, 0
	for _, r := range s {
		all++
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	if n*4 < all*3 {
		return 0
	}
	return n
}

// vote has the strip of the page with the most letters read each way round that its shapes leave open, and takes the
// surest reading. It changes the turn, and with the axis the skew.
func (l *look) vote(ctx context.Context, e Engine, g *image.Gray, dpi float64) error {
	turns := []int{l.turn, (l.turn + 180) % 360}
	if !l.axisSure {
		turns = append(turns, (l.turn+90)%360, (l.turn+270)%360)
	}
	best, bestTurn := -1.0, l.turn
	for i, turn := range turns {
		try := *l
		try.turn = turn
		if i > 1 {
			try.skew = l.other
		}
		p := prepare(g, &try, leastSkew)
		found, err := e.Recognise(ctx, fullestStrip(p.picture, l.limit, int(stripHeight*dpi)), int(math.Round(dpi)), WholePage)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			continue
		}
		if s := surety(found); s > best*1.05 { // the shapes have the first word
			best, bestTurn = s, turn
		}
	}
	if (bestTurn-l.turn)%180 != 0 {
		l.skew, l.other = l.other, l.skew
	}
	l.turn = bestTurn
	return nil
}

// surety is how much was read how surely: the letters of words of three and more, by their confidence. Words that stand on
// end count for nothing: Tesseract reads some lines that run down the page, which then lies on its side.
func surety(found []Found) float64 {
	total := 0.0
	for _, f := range found {
		if letters := wordLetters(f.Text); letters >= 3 && f.Box.Dx() > f.Box.Dy() {
			c := float64(f.Confidence) / 100
			total += float64(letters) * c * c
		}
	}
	return total
}

// fullestStrip cuts the rows with the most ink in lines out of a picture.
func fullestStrip(g *image.Gray, limit uint8, height int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if h <= height {
		return g
	}
	b := blackAndWhite(g, limit)
	st := strips(b)
	// Ink that changes from row to row is text; solid ink is a picture or a bar.
	sums := make([]int, h+1)
	for y := 1; y < h; y++ {
		d := 0
		for _, s := range st {
			v := int(s[y] - s[y-1])
			d += max(v, -v)
		}
		sums[y+1] = sums[y] + d
	}
	sums[1] = sums[0]
	best, at := -1, 0
	for y := 0; y+height <= h; y += max(1, height/8) {
		if s := sums[y+height] - sums[y]; s > best {
			best, at = s, y
		}
	}
	return g.SubImage(image.Rect(0, at, w, at+height)).(*image.Gray)
}
