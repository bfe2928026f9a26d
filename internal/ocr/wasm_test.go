package ocr

import (
	"context"
	"testing"
	"time"
)

func TestTheMachineReads(t *testing.T) {
	begin := time.Now()
	m, err := newMachine(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Log("compiled", time.Since(begin))
	s := newSheet(t, 200, 1)
	layouts["imaging"](s)
	for range 2 {
		begin = time.Now()
		out, err := m.read(context.Background(), s.g.Pix, s.g.Rect.Dx(), s.g.Rect.Dy(), 200, WholePage)
		if err != nil {
			t.Fatal(err)
		}
		t.Log("read", time.Since(begin))
		words, err := parseTSV(out)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range words {
			got = append(got, w.Text)
		}
		if _, share := recall(s.words, got); share < 0.97 {
			t.Errorf("%.3f of the words: %q", share, got)
		}
	}
}
