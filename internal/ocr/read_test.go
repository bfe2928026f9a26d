package ocr

import (
	"context"
	"math"
	"testing"
	"time"
)

// debianEngine is Debian's program; without it the test is left out.
func debianEngine(t testing.TB) Engine {
	t.Helper()
	e, state := Debian(context.Background(), Options{})
	if state != Ready {
		t.Skip(state)
	}
	return e
}

func TestAPageIsReadWhateverWayItLies(t *testing.T) {
	e := debianEngine(t)
	for _, c := range []struct {
		layout string
		damage damage
		share  float64
	}{
		{"imaging", damage{skew: 2.4, turn: 180, specks: 20}, 0.9},
		{"one line", damage{turn: 90}, 0.99},
		{"table", damage{skew: -1, turn: 270}, 0.8},
	} {
		s := newSheet(t, 200, 3)
		layouts[c.layout](s)
		begin := time.Now()
		width, height := float32(612), float32(792)
		if c.damage.turn%180 != 0 {
			width, height = height, width
		}
		p, err := Read(context.Background(), e, s.damaged(c.damage), 200, width, height)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range p.Words {
			got = append(got, w.Text)
		}
		_, share := recall(s.words, got)
		t.Logf("%s: %.3f of %d words, rotation %d, skew %.2f, %v", c.layout, share, len(s.words), p.Rotation, p.Skew, time.Since(begin))
		if share < c.share || p.Rotation != (360-c.damage.turn)%360 || p.Problem != "" {
			t.Errorf("%s, %+v: %.3f of the words, rotation %d, %q", c.layout, c.damage, share, p.Rotation, p.Problem)
		}
		if math.Abs(float64(p.Skew)-c.damage.skew) > 0.2 && share < 1 {
			t.Errorf("%s: skew %.2f, not %.2f", c.layout, p.Skew, c.damage.skew)
		}
		if p.Width != 612 || p.Height != 792 {
			t.Errorf("%s: %v by %v", c.layout, p.Width, p.Height)
		}
	}
}
