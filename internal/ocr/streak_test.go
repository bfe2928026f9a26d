package ocr

import (
	"math/bits"
	"testing"
)

func TestStreaksGoAndTablesStay(t *testing.T) {
	s := newSheet(t, 200, 9)
	layouts["letter"](s)
	clean := lookAt(s.damaged(damage{}), 200)
	dirty := s.damaged(damage{streaks: 3})
	l := lookAt(dirty, 200)
	if len(l.streaks) != 3 || !l.noisy {
		t.Errorf("of three streaks %d were found, noisy %v", len(l.streaks), l.noisy)
	}
	mended := lookAt(prepare(dirty, l, leastSkew).picture, 200)
	if had, has := lookAt(dirty, 200).ink.ink()-clean.ink.ink(), mended.ink.ink()-clean.ink.ink(); has > had/2 {
		t.Errorf("of %d pixels of streaks %d are left", had, has)
	}
	for _, name := range []string{"table", "form", "therapy"} {
		s := newSheet(t, 200, 9)
		layouts[name](s)
		for _, d := range []damage{{}, {skew: 1.2}} {
			if l := lookAt(s.damaged(d), 200); len(l.streaks) > 0 || l.noisy {
				t.Errorf("%s, %+v: %d streaks, noisy %v", name, d, len(l.streaks), l.noisy)
			}
		}
	}
}

// ink counts the black pixels.
func (b *bitmap) ink() int {
	n := 0
	for _, w := range b.pix {
		n += bits.OnesCount64(w)
	}
	return n
}
