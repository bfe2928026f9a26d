package duplicate

import (
	"context"
	"image"
	"strings"
	"testing"

	"github.com/openimr/openimr/records"
)

// pictures are those of prints that stand in one file, in order.
func pictures(ps ...print) Options {
	return Options{Pictures: func(_ context.Context, r records.PageRef) (*image.Gray, float64, error) {
		return ps[r.Page-1].gray, dpi, nil
	}}
}

func look(t *testing.T, ps ...print) string {
	t.Helper()
	var pages []records.Page
	for _, p := range ps {
		pages = append(pages, p.page)
	}
	ds, err := Find(context.Background(), bundle(pages...), pictures(ps...))
	if err != nil {
		t.Fatal(err)
	}
	return say(ds)
}

// said changes what text recognition read, not what stands there.
func said(p print, pairs ...string) print {
	words := append([]records.Word{}, p.page.Words...)
	for i := range words {
		for k := 0; k < len(pairs); k += 2 {
			if words[i].Text == pairs[k] {
				words[i].Text = pairs[k+1]
			}
		}
	}
	p.page.Words = words
	return p
}

func TestPixelsDecideWhereTextRecognitionDiffers(t *testing.T) {
	swap := func(old, instead string) string { return strings.Replace(visit, old, instead, 1) }
	good := machine{skew: 1, thick: 0.5, grain: 0.2, specks: 400}
	one := fax(press(visit, 11), good, 1)
	for name, c := range map[string]struct {
		other print
		want  string
	}{
		"a digit misread": {said(fax(press(visit, 11), good, 2), "6", "8"), "2=1"},
		"a digit changed": {fax(press(swap("rated 6", "rated 8"), 11), good, 3), `2~1 "8"/"6"`},
		"a date misread":  {said(fax(press(visit, 11), good, 4), "07/14/2015", "01/14/2015"), "2=1"},
		"a date changed":  {fax(press(swap("07/14", "01/14"), 11), good, 5), `2~1 "01/14/2015"/"07/14/2015"`},
		"a word misread":  {said(fax(press(visit, 11), good, 6), "left", "felt", "Norco", "Nareo"), "2=1"},
		"a side changed":  {fax(press(swap("the left leg", "the right leg"), 11), good, 7), `2~1 "right"/"left"`},
		"a drug changed":  {fax(press(swap("Norco", "Ultram"), 11), good, 8), `2~1 "Ultram"/"Norco"`},
		"a number changed, read badly on the other page": {said(fax(press(swap("123-45-678", "123-46-678"), 11), good, 12), "123-46-678", "t23-46-678"),
			`2~1 "t23-46-678"/"123-45-678"`},
		"a negation left out": {fax(press(swap("has no", "has"), 11), good, 9), `2~1 ""/"no"`},
		"a name changed":      {fax(press(swap("Delgado", "Salgado"), 11), good, 10), `2~1 "Salgado"/"Delgado"`},
	} {
		if got := look(t, one, c.other); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
