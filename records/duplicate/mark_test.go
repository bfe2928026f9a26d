package duplicate

import (
	"context"
	"image"
	"math"
	"strings"
	"testing"

	"github.com/openimr/openimr/records"
)

// over puts the ink of one print over another.
func over(p print, ink func(dark func(x, y, thick int))) print {
	g := image.NewGray(p.gray.Bounds())
	copy(g.Pix, p.gray.Pix)
	ink(func(x, y, thick int) {
		for dy := range thick {
			for dx := range thick {
				if i := (y+dy)*g.Stride + x + dx; i >= 0 && i < len(g.Pix) {
					g.Pix[i] = 0
				}
			}
		}
	})
	return print{p.page, g}
}

// signature is a line that loops over a place of a page, in pixels.
func signature(x, y int) func(func(x, y, thick int)) {
	return func(dark func(x, y, thick int)) {
		for i := range 1200 {
			t := float64(i) / 1200
			dark(x+int(360*t+40*math.Sin(40*t)), y+int(35*math.Sin(28*t)+20*math.Cos(9*t)), 4)
		}
	}
}

// stamp is a frame with a word in it.
func stamp(x, y int) func(func(x, y, thick int)) {
	return func(dark func(x, y, thick int)) {
		for i := range 400 {
			dark(x+i, y, 5)
			dark(x+i, y+110, 5)
		}
		for i := range 110 {
			dark(x, y+i, 5)
			dark(x+400, y+i, 5)
		}
		word := press("RECEIVED", 24)
		for yy := range 60 {
			for xx := range 400 {
				if word.gray.Pix[(200-50+yy)*word.gray.Stride+200+xx] < 128 {
					dark(x+20+xx, y+35+yy, 1)
				}
			}
		}
	}
}

// tick is a cross of the size of a letter.
func tick(x, y int) func(func(x, y, thick int)) {
	return func(dark func(x, y, thick int)) {
		for i := range 18 {
			dark(x+i, y+i, 3)
			dark(x+18-i, y+i, 3)
		}
	}
}

func TestAddedInkIsShownOrKeepsPagesApart(t *testing.T) {
	good := machine{skew: 1, thick: 0.5, grain: 0.15, specks: 300}
	clean := press(visit, 11)
	again := fax(clean, good, 1)
	addendum := press(visit+"\nAddendum he is now off work until the surgery is done", 11)
	for name, c := range map[string]struct {
		other print
		want  string
	}{
		"no ink added":                       {fax(clean, good, 2), "2=1"},
		"a stamp beside the text":            {fax(over(clean, stamp(900, 1300)), good, 3), "2+1"},
		"a stamp over the text":              {fax(over(clean, stamp(700, 330)), good, 4), "2+1"},
		"a signature":                        {fax(over(clean, signature(300, 1300)), good, 5), "2+1"},
		"a signature over numbers":           {said(fax(over(clean, signature(500, 300)), good, 6), "07/14/2015", "0?/1A/2Q15"), "2+1"},
		"a tick":                             {fax(over(clean, tick(1200, 700)), good, 7), "2~1"},
		"a line typed below":                 {fax(addendum, good, 8), `2~1 "Addendum he is now off work until the surgery is done"/""`},
		"a drug that has the ink of another": {fax(press(strings.Replace(visit, "Norco", "Norcol", 1), 11), good, 12), `2~1 "Norcol"/"Norco"`},
		"a stroke in a number":               {fax(press(strings.Replace(visit, "300 mg", "800 mg", 1), 11), good, 9), `2~1 "800"/"300"`},
		"a number changed, a stamp elsewhere": {fax(over(press(strings.Replace(visit, "300 mg", "800 mg", 1), 11), stamp(900, 1300)), good, 10),
			`2~1 "800"/"300"`},
		"a number changed, a stamp over it": {fax(over(press(strings.Replace(visit, "07/14", "09/14", 1), 11), stamp(700, 210)), good, 11),
			`2~1 "09/14/2015"/"07/14/2015"`},
	} {
		if got := look(t, again, c.other); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTheMarkIsShownWhereItIs(t *testing.T) {
	good := machine{skew: 1, thick: 0.5, grain: 0.15, specks: 300}
	one, two := fax(press(visit, 11), good, 1), fax(over(press(visit, 11), stamp(900, 1300)), good, 3)
	ds, err := Find(context.Background(), bundle(one.page, two.page), pictures(one, two))
	if err != nil || len(ds) != 1 || ds[0].MarkOn != (records.PageRef{Page: 2}) {
		t.Fatalf("%v %+v", err, ds)
	}
	m, x, y := ds[0].Mark, float32(900/dot), float32(1300/dot)
	if math.Abs(float64(m.X0-x)) > 20 || math.Abs(float64(m.Y0-y)) > 20 || m.X1-m.X0 < 130 || m.X1-m.X0 > 170 || m.Y1-m.Y0 > 60 {
		t.Errorf("the stamp at %.0f,%.0f is shown at %+v", x, y, m)
	}
}

func TestPagesWithoutWords(t *testing.T) {
	good := machine{skew: 1, thick: 0.5, grain: 0.15, specks: 300}
	blank := press("", 11)
	blank.page.Scan, blank.page.Source = true, records.None
	drawing := over(over(blank, signature(400, 500)), signature(700, 1200))
	other := over(over(blank, signature(400, 1500)), tick(200, 200))
	changed := over(drawing, stamp(200, 1700))
	two := fax(drawing, good, 2)
	if got := look(t, fax(drawing, good, 1), two); got != "2=1" {
		t.Errorf("a drawing twice: %s", got)
	}
	if got := look(t, fax(drawing, good, 1), fax(other, good, 3)); got != "" {
		t.Errorf("two drawings: %s", got)
	}
	if got := look(t, fax(drawing, good, 1), fax(changed, good, 4)); got != "" && got != "2+1" {
		t.Errorf("a drawing with more in it: %s", got)
	}
}
