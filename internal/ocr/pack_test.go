package ocr

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
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
		whole := image.NewGray(image.Rect(0, 0, 12, 3))
		g := whole.SubImage(image.Rect(1, 1, 11, 3)).(*image.Gray)
		g.Pix[x], g.Pix[g.Stride] = 254, 7
		back, err := png.Decode(bytes.NewReader(portable(g)))
		if err != nil || back.Bounds() != image.Rect(0, 0, 10, 2) {
			t.Fatal(err)
		}
		for i := range 20 {
			if got, want := back.At(i%10, i/10), g.At(1+i%10, 1+i/10); got != want {
				t.Errorf("a shade in column %d: pixel %d is %v, not %v", x, i, got, want)
			}
		}
	}
}
