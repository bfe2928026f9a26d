package ocr

import (
	"math"
	"testing"
	"time"
)

func TestPagesAreTurnedUprightByTheirShapes(t *testing.T) {
	var total, sure int
	var spent time.Duration
	for name, layout := range layouts {
		for i, d := range []damage{{}, {skew: -2.4, specks: 8, turn: 180}, {skew: 3, specks: 25, turn: 270, streaks: 1}} {
			s := newSheet(t, 200, uint64(i))
			layout(s)
			g := s.damaged(d)
			begin := time.Now()
			l := lookAt(g, 200)
			spent += time.Since(begin)
			total++
			want := (360 - d.turn) % 360
			if l.sure() {
				sure++
				if l.turn != want {
					t.Errorf("%s, %+v: turn %d is sure, and wrong (axis %.1f, stand %.1f)", name, d, l.turn, l.axis, l.stand)
				}
				if math.Abs(l.skew-d.skew) > 0.15 {
					t.Errorf("%s, %+v: skew %.2f", name, d, l.skew)
				}
			}
			t.Logf("%-12s %+v: turn %d want %d skew %.2f axis %.1f near %.2f stand %.1f noisy %v letters %d blank %v", name, d, l.turn, want, l.skew, l.axis, l.near, l.stand, l.noisy, l.letters, l.blank)
		}
	}
	t.Logf("%d of %d sure, %.0f ms a page", sure, total, spent.Seconds()*1000/float64(total))
}
