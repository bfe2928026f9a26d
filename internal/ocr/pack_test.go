package ocr

import (
	"bytes"
	"fmt"
	"image"
	"testing"

	"pgregory.net/rapid"
)

func TestAPictureInBlackAndWhiteIsHandedOverWithABitAPixel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(t, "width"), rapid.IntRange(1, 5).Draw(t, "height")
		whole := image.NewGray(image.Rect(0, 0, w+3, h))
		g := whole.SubImage(image.Rect(2, 0, 2+w, h)).(*image.Gray) // whose rows do not follow each other
		ink := rapid.SliceOfN(rapid.Bool(), w*h, w*h).Draw(t, "ink")
		for i, dark := range ink {
			if !dark {
				g.Pix[i/w*g.Stride+i%w] = 255
			}
		}
		out := portable(g)
		rest, ok := bytes.CutPrefix(out, fmt.Appendf(nil, "P4\n%d %d\n", w, h))
		stride := (w + 7) / 8
		if !ok || len(rest) != stride*h {
			t.Fatalf("it begins with %q and has %d bytes", out[:min(len(out), 12)], len(rest))
		}
		for i, dark := range ink {
			x, y := i%w, i/w
			if got := rest[y*stride+x/8]>>(7-x%8)&1 == 1; got != dark {
				t.Fatalf("the pixel %d, %d is ink: %v", x, y, got)
			}
		}
	})
}

func TestAPictureWithAShadeKeepsIt(t *testing.T) {
	for _, x := range []int{0, 7, 8, 9} { // in a word of eight pixels, and in what is left of a row
		g := image.NewGray(image.Rect(0, 0, 10, 1))
		g.Pix[x] = 254
		if out := portable(g); !bytes.Equal(out, append([]byte("P5\n10 1\n255\n"), g.Pix...)) {
			t.Errorf("a shade in column %d: %q", x, out)
		}
	}
}
