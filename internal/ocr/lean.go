package ocr

import (
	"math"
	"math/bits"
)

// stripWidth is the width in pixels of the strips of a page that are moved against each other to lay its lines level.
const stripWidth = 16

// strips counts the ink of a picture by row and strip: strips[s][y].
func strips(b *bitmap) [][]int32 {
	n := (b.w + stripWidth - 1) / stripWidth
	flat := make([]int32, n*b.h)
	out := make([][]int32, n)
	for s := range out {
		out[s] = flat[s*b.h : (s+1)*b.h]
	}
	for y := range b.h {
		for i, v := range b.row(y) {
			for k := 0; v != 0; k++ {
				if s := i*(64/stripWidth) + k; s < n {
					out[s][y] = int32(bits.OnesCount64(v & (1<<stripWidth - 1)))
				}
				v >>= stripWidth
			}
		}
	}
	return out
}

// edges says how sharply lines of text begin and end in the rows of a page, when its lines lean by slope (rise of y by x):
// the sum of the squared steps between rows one apart.
func edges(st [][]int32, slope float64, sums []int32) float64 {
	h := len(st[0])
	clear(sums)
	middle := float64(len(st)) / 2
	for s, column := range st {
		shift := int(math.Round(slope * stripWidth * (float64(s) + 0.5 - middle)))
		from, to := max(0, -shift), min(h, h-shift)
		if from >= to {
			continue
		}
		dst, src := sums[from:to], column[from+shift:to+shift]
		for i := range dst {
			dst[i] += src[i]
		}
	}
	var total float64
	for y := 1; y < h; y++ {
		d := float64(sums[y] - sums[y-1])
		total += d * d
	}
	return total
}

// maxLean is the greatest lean in degrees that is looked for. Pages that went through a feeder lean by less than five.
const maxLean = 8.0

// lean finds by how many degrees clockwise the lines of a picture lean, and how sharp they are then.
func lean(b *bitmap) (degrees, sharpness float64) {
	if b.w < stripWidth || b.h < 8 {
		return 0, 0
	}
	st := strips(b)
	sums := make([]int32, b.h)
	at := func(d float64) float64 { return edges(st, math.Tan(d*math.Pi/180), sums) }
	best, bestAt := -1.0, 0.0
	for d := -maxLean; d <= maxLean; d += 0.25 {
		// Where nothing tells, a page stands straight.
		if s := at(d) * (1 - 0.002*math.Abs(d)); s > best {
			best, bestAt = s, d
		}
	}
	for step := 0.125; step > 0.01; step /= 2 {
		for _, d := range []float64{bestAt - step, bestAt + step} {
			if s := at(d); s > best {
				best, bestAt = s, d
			}
		}
	}
	return bestAt, best
}
