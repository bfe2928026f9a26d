package ocr

import (
	"image"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/openimr/openimr/records"
)

func TestABoxIsFoundAgainOnTheLevelPicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lv := levelling(1700, 2200, rapid.Float64Range(-8, 8).Draw(t, "skew"))
		x, y := rapid.IntRange(400, 1200).Draw(t, "x"), rapid.IntRange(500, 1500).Draw(t, "y")
		r := image.Rect(x, y, x+rapid.IntRange(8, 300).Draw(t, "w"), y+rapid.IntRange(8, 60).Draw(t, "h"))
		back := lv.Pixels(lv.Box(r, 72.0/200), 72.0/200)
		for _, d := range []int{back.Min.X - r.Min.X, back.Min.Y - r.Min.Y, back.Max.X - r.Max.X, back.Max.Y - r.Max.Y} {
			if d < -1 || d > 1 {
				t.Fatalf("%v became %v", r, back)
			}
		}
	})
}

func TestLevelAndLeanUndoEachOther(t *testing.T) {
	lv := levelling(1700, 2200, 3)
	x, y := lv.Level(lv.Lean(123, 456))
	if math.Abs(x-123) > 1e-6 || math.Abs(y-456) > 1e-6 {
		t.Errorf("(123, 456) became (%v, %v)", x, y)
	}
}

func TestTheUprightPictureHasItsLinesLevel(t *testing.T) {
	s := newSheet(t, 200, 5)
	layouts["letter"](s)
	up, _ := Upright(s.damaged(damage{skew: 2.5, turn: 90, specks: 20}), 200, 270, 2.5)
	l := lookAt(up, 200)
	if l.turn != 0 || math.Abs(l.skew) > 0.1 || l.noisy {
		t.Errorf("it is to be turned by %d, leans by %.2f, noisy %v", l.turn, l.skew, l.noisy)
	}
}

func TestTurningFourTimesIsNothing(t *testing.T) {
	s := newSheet(t, 70, 5)
	layouts["form"](s)
	g, b := s.g, blackAndWhite(s.g, 128)
	for range 4 {
		g, b = turnGray(g, 90), b.turned(90)
		if again := blackAndWhite(g, 128); !sameBits(again, b) {
			t.Fatal("the turned bitmap is not the bitmap of the turned picture")
		}
	}
	for _, d := range []int{180, 270} {
		if !sameBits(blackAndWhite(turnGray(g, d), 128), b.turned(d)) {
			t.Errorf("turned by %d, the bitmap is not that of the picture", d)
		}
	}
	if string(g.Pix) != string(s.g.Pix) {
		t.Error("turned four times, the picture is another")
	}
}

func sameBits(a, b *bitmap) bool {
	if a.w != b.w || a.h != b.h {
		return false
	}
	for i := range a.pix {
		if a.pix[i] != b.pix[i] {
			return false
		}
	}
	return true
}

// Upright is a page as its words were recognised: without specks where it is noisy, turned by rotation, and with its lines
// laid level even where they lean by less than matters for that, for a page that stands and leans as its records.Page says. g is the page as its
// file shows it, dpi its dots an inch. The Levelling finds on it what stands on the page.
func Upright(g *image.Gray, dpi float64, rotation int, skew float32) (*image.Gray, Levelling) {
	l := &look{turn: rotation, skew: float64(skew)}
	l.findInk(g, dpi)
	p := prepare(g, l, levelSkew)
	return p.picture, p.level
}

// Level is the place on the level picture of a place on the leaning one.
func (l Levelling) Level(x, y float64) (float64, float64) {
	x, y = x-l.toX, y-l.toY
	return l.fromX + x*l.cos + y*l.sin, l.fromY - x*l.sin + y*l.cos
}

// Pixels is the place on the level picture of a word's box: what Box made of it, taken back. It is cut to the picture.
func (l Levelling) Pixels(b records.Box, perPixel float64) image.Rectangle {
	x0, y0, x1, y1 := float64(b.X0)/perPixel, float64(b.Y0)/perPixel, float64(b.X1)/perPixel, float64(b.Y1)/perPixel
	x, y := l.Level((x0+x1)/2, (y0+y1)/2)
	w, h, s := x1-x0, y1-y0, math.Abs(l.sin)
	if l.skewed {
		d := l.cos*l.cos - s*s
		// A box that was cut at the edge of the page may be lower than its lean: it keeps a pixel.
		w, h = max(1, (w*l.cos-h*s)/d), max(1, (h*l.cos-w*s)/d)
	}
	r := image.Rect(int(math.Round(x-w/2)), int(math.Round(y-h/2)), int(math.Round(x+w/2)), int(math.Round(y+h/2)))
	return r.Intersect(image.Rect(0, 0, l.Width, l.Height))
}
