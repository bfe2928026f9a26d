package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/openimr/openimr/records"
)

// From how many degrees on lines are laid level. Tesseract follows a lean of one degree by itself, as well and sooner than
// when the page is turned for it; pictures that are held against each other want less.
const (
	leastSkew = 1.0
	levelSkew = 0.1
)

// Read reads a page from its picture g of dpi dots an inch, as its file shows it, which is width by height points. The
// page that comes back stands upright: its size, rotation, skew and the places of its words say how. Where the page
// cannot be read, Problem says so and there are no words. The error is that of ctx alone.
func Read(ctx context.Context, e Engine, g *image.Gray, dpi float64, width, height float32) (records.Page, error) {
	l := lookAt(g, dpi)
	page := records.Page{Width: width, Height: height, Source: records.OCR, Scan: true, Blank: l.blank}
	if l.blank {
		page.Source = records.None
		return page, nil
	}
	words, turn, skew, err := recognise(ctx, e, g, l, dpi)
	if err != nil {
		if ctx.Err() != nil {
			return page, fmt.Errorf("read a page: %w", ctx.Err())
		}
		page.Source, page.Problem = records.None, "The page could not be read: "+reason(err)+"."
		return page, nil
	}
	page.Rotation, page.Skew = turn, float32(skew)
	if turn%180 != 0 {
		page.Width, page.Height = height, width
	}
	page.Words = words
	if len(words) == 0 {
		page.Source = records.None
	}
	return page, nil
}

func reason(err error) string {
	if errors.Is(err, errTimeout) {
		return "its recognition took too long"
	}
	return "its recognition failed"
}

// recognise has a page read: mended, or where that fails once more as it is in a smaller picture.
func recognise(ctx context.Context, e Engine, g *image.Gray, l *look, dpi float64) (words []records.Word, turn int, skew float64, err error) {
	p := prepare(g, l, leastSkew)
	found, err := e.Recognise(ctx, p.picture, int(math.Round(dpi)), WholePage)
	if err == nil && l.doubtful(found) {
		// It was read the wrong way round, or can hardly be read at all.
		before := l.turn
		if err := l.vote(ctx, e, g, dpi); err != nil {
			return nil, 0, 0, err
		}
		if l.turn != before {
			p = prepare(g, l, leastSkew)
			found, err = e.Recognise(ctx, p.picture, int(math.Round(dpi)), WholePage)
		}
	}
	if err != nil && ctx.Err() == nil {
		smaller, ratio := shrink(turnGray(g, l.turn), dpi, 150)
		if found, err = e.Recognise(ctx, smaller, int(math.Round(dpi/ratio)), WholePage); err == nil {
			p = prepared{smaller, levelling(smaller.Rect.Dx(), smaller.Rect.Dy(), 0)}
			dpi /= ratio
		}
	}
	if err != nil {
		return nil, 0, 0, err
	}
	return place(found, p.level, 72/dpi), l.turn, l.skew, nil
}

// place lays words of a level picture on the page that leans, in points. perPixel is the points of a pixel.
func place(found []Found, lv Levelling, perPixel float64) []records.Word {
	words := make([]records.Word, 0, len(found))
	line, block := int32(-1), int32(-1)
	lastLine, lastBlock := -1, -1
	for _, f := range found {
		if f.Line != lastLine {
			line, lastLine = line+1, f.Line
		}
		if f.Block != lastBlock {
			block, lastBlock = block+1, f.Block
		}
		words = append(words, records.Word{Text: f.Text, Box: lv.Box(f.Box, perPixel), Line: line, Block: block, Confidence: f.Confidence})
	}
	return words
}

// A prepared page is the picture that is recognised, and how it lies on the page that stands upright.
type prepared struct {
	picture *image.Gray
	level   Levelling
}

// prepare mends a page: specks go where it is noisy, it is turned upright, and its lines are laid level where they lean by
// least degrees or more.
func prepare(g *image.Gray, l *look, least float64) prepared {
	if l.noisy {
		g = l.paintSpecks(g)
	}
	g = turnGray(g, l.turn)
	skew := l.skew
	if math.Abs(skew) < least {
		skew = 0
	}
	lv := levelling(g.Rect.Dx(), g.Rect.Dy(), skew)
	return prepared{lv.level(g), lv}
}

// shrink makes a picture of at most the given dots an inch, by the mean of what falls on each pixel. ratio is how many
// times smaller it is.
func shrink(g *image.Gray, dpi, most float64) (small *image.Gray, ratio float64) {
	if dpi <= most {
		return g, 1
	}
	ratio = dpi / most
	w, h := max(1, int(float64(g.Rect.Dx())/ratio)), max(1, int(float64(g.Rect.Dy())/ratio))
	o := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := int(float64(y)*ratio), max(int(float64(y)*ratio)+1, int(float64(y+1)*ratio))
		for x := range w {
			x0, x1 := int(float64(x)*ratio), max(int(float64(x)*ratio)+1, int(float64(x+1)*ratio))
			sum, n := 0, 0
			for sy := y0; sy < min(y1, g.Rect.Dy()); sy++ {
				for _, v := range g.Pix[sy*g.Stride+x0 : sy*g.Stride+min(x1, g.Rect.Dx())] {
					sum += int(v)
					n++
				}
			}
			o.Pix[y*o.Stride+x] = uint8(sum / max(n, 1))
		}
	}
	return o, ratio
}
