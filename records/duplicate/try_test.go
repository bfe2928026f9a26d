package duplicate

import (
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/records"
)

var swaps = [][2]string{{"rated 6", "rated 8"}, {"of 10 rad", "of 16 rad"}, {"rated 6", "rated 5"}, {"L4 to S1", "L4 to S2"}, {"twice", "thrice"}, {"at 40", "at 46"}, {"at 40", "at 10"},
	{"has no", "has"}, {"has no", "has an"}, {"left leg", "right leg"}, {"15 pounds", "75 pounds"}, {"300 mg", "800 mg"}, {"300 mg", "900 mg"}, {"07/14", "01/14"}, {"07/14", "08/14"}, {"is positive", "is negative"}, {"six", "ten"}, {"four weeks", "five weeks"}, {"at L5", "at L3"}, {"at L5", "at L6"}, {"4 of 5", "4 of 3"}, {"Maria", "Marta"}, {"10/325", "10/825"}}

func TestTry(t *testing.T) {
	if os.Getenv("TRY") == "" {
		t.Skip()
	}
	for _, size := range []float64{9, 10, 12} {
		for mi, m := range []machine{{1, 0.5, 0.2, 500, 0.01}, {2, 0.53, 0.3, 2000, 0.03}, {2.5, 0.46, 0.45, 4000, 0.04}} {
			base := fax(press(visit, size), m, 1)
			folded, wrong, n, pos := 0, 0, 0, 0
			var took time.Duration
			why := ""
			for k, sw := range swaps {
				r := rand.New(rand.NewPCG(uint64(k), 3))
				m2 := machine{m.skew, 0.45 + r.Float64()*0.1, m.grain, m.specks, m.misread}
				for _, change := range []bool{false, true} {
					text := visit
					if change {
						text = strings.Replace(visit, sw[0], sw[1], 1)
					} else if k%2 == 0 {
						continue
					}
					other := fax(press(text, size), m2, uint64(1000*mi+100+k))
					ps := []print{base, other}
					begin := time.Now()
					ds, err := Find(context.Background(), bundle(base.page, other.page), Options{Pictures: func(_ context.Context, r records.PageRef) (*image.Gray, float64, error) {
						return ps[r.Page-1].gray, dpi, nil
					}})
					took += time.Since(begin)
					if err != nil || len(ds) != 1 {
						t.Errorf("%v %v", err, say(ds))
						continue
					}
					if change {
						n++
						if ds[0].Folded() {
							wrong++
							why += " FOLDED " + sw[0] + ">" + sw[1]
						}
					} else {
						pos++
						if ds[0].Folded() {
							folded++
						}
					}
				}
			}
			fmt.Printf("size %v machine %d: wrong %d of %d, folded %d of %d, %v a pair %s\n", size, mi, wrong, n, folded, pos, took/time.Duration(n+pos), why)
		}
	}
}
