package duplicate

import (
	"image"
	"math"
)

// strokeWide is the side of a square that a stroke fills, in pixels.
const strokeWide = 4

// stroke is how much ink one of two pictures has more at its most, within a square as wide as a stroke, 0-1. The noise of a fax puts
// ink to and takes it from the edges of the strokes in turn, so that its sum over such a square is small; a stroke that
// makes a 6 an 8 is not. Brightness is made equal, and of the shifts the best counts. dx and dy are as of unlike.
func (s *soft) stroke(o *soft, r image.Rectangle, dx, dy int) float64 {
	in := image.Rect(1, 1, s.w-2, s.h-2)
	r = r.Intersect(in).Intersect(in.Sub(image.Pt(dx, dy)))
	w, h := r.Dx(), r.Dy()
	if w < strokeWide || h < strokeWide {
		return 0
	}
	var sa float64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range s.v[y*s.w+r.Min.X : y*s.w+r.Max.X] {
			sa += float64(v)
		}
	}
	bs := make([]int32, w*h)
	sum := make([]float64, (w+1)*(h+1)) // of the difference, of all above and to the left
	least := math.Inf(1)
	for _, sh := range shifts {
		sb, _, _ := s.sums(o, r, dx, dy, sh, bs)
		gain := math.Sqrt(min(max((sa+1)/(sb+1), 0.6), 1.6))
		for y := range h {
			line := 0.0
			for x, v := range s.v[(r.Min.Y+y)*s.w+r.Min.X : (r.Min.Y+y)*s.w+r.Max.X] {
				line += float64(v)/gain - float64(bs[y*w+x])*gain
				sum[(y+1)*(w+1)+x+1] = sum[y*(w+1)+x+1] + line
			}
		}
		most := 0.0
		for y := strokeWide; y <= h; y++ {
			low, top := sum[y*(w+1):], sum[(y-strokeWide)*(w+1):]
			for x := strokeWide; x <= w; x++ {
				most = max(most, math.Abs(low[x]-low[x-strokeWide]-top[x]+top[x-strokeWide]))
			}
		}
		least = min(least, most)
	}
	return least / (strokeWide * strokeWide * 255)
}

// mostChange is the bound of change: measured on faxed copies, of 122 numbers and short words that were changed one is below, of those that were not
// 89 in 100.
const mostChange = -3.8

// change takes both measures of how unlike a number is together: a change that one hardly sees the other often does.
func change(unlike, stroke float64) float64 {
	return math.Log(max(unlike, 0.01)) + math.Log(max(stroke, 0.05))/2
}
