package ocr

import (
	"context"
	"testing"

	"github.com/openimr/openimr/records"
)

func TestWhichScansAreBlank(t *testing.T) {
	holes := func(s *sheet) {
		for _, y := range []float64{2.75, 5.5, 8.25} {
			for dy := -0.14; dy <= 0.14; dy += 0.004 {
				s.box(0.3+0.14-dx(dy), y+dy, 0.3+0.14+dx(dy), y+dy+0.01, 0)
			}
		}
	}
	for name, c := range map[string]struct {
		draw  func(s *sheet)
		d     damage
		blank bool
	}{
		"empty":                  {func(*sheet) {}, damage{}, true},
		"specks":                 {func(*sheet) {}, damage{specks: 15}, true},
		"punch holes":            {holes, damage{specks: 4}, true},
		"the shadow of an edge":  {func(s *sheet) { s.box(0, 0, 0.12, 11, 0) }, damage{}, true},
		"one line":               {layouts["one line"], damage{}, false},
		"one line among specks":  {layouts["one line"], damage{specks: 15}, false},
		"a number at the bottom": {func(s *sheet) { s.write(7, 10.4, "regular", "000412", 10) }, damage{}, false},
		"a few lines":            {layouts["few lines"], damage{skew: 1}, false},
	} {
		s := newSheet(t, 200, 4)
		c.draw(s)
		if l := lookAt(s.damaged(c.d), 200); l.blank != c.blank {
			t.Errorf("%s: blank is %v", name, l.blank)
		}
	}
}

// dx is half the width of a hole of 0.28 inches at a distance from its middle.
func dx(dy float64) float64 {
	w := 0.14*0.14 - dy*dy
	if w < 0 {
		return 0
	}
	x := 0.0
	for x*x < w {
		x += 0.005
	}
	return x
}

func TestABlankPageIsNotRecognised(t *testing.T) {
	s := newSheet(t, 200, 4)
	p, err := Read(context.Background(), nil, s.damaged(damage{specks: 10}), 200, 612, 792)
	if err != nil || !p.Blank || p.Source != records.None || len(p.Words) > 0 || p.Problem != "" {
		t.Errorf("%+v, %v", p, err)
	}
}
