package ocr

import (
	"image"
	"testing"
)

const smallTable = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"1\t1\t0\t0\t0\t0\t0\t0\t1700\t2200\t-1\t\n" +
	"5\t1\t1\t1\t1\t1\t100\t200\t50\t20\t96.5\tThe\n" +
	"5\t1\t1\t1\t1\t2\t160\t200\t80\t20\t91\tpatient\n" +
	"5\t1\t1\t1\t2\t1\t100\t240\t80\t20\t88\treturns\n" +
	"5\t1\t1\t2\t1\t1\t100\t300\t80\t20\t95\t \n" +
	"5\t1\t2\t1\t1\t1\t900\t200\t80\t20\t12.2\tstamp\n"

func TestTheTableOfTesseractIsRead(t *testing.T) {
	words, err := parseTSV([]byte(smallTable))
	if err != nil {
		t.Fatal(err)
	}
	want := []Found{
		{"The", image.Rect(100, 200, 150, 220), 1, 1, 96},
		{"patient", image.Rect(160, 200, 240, 220), 1, 1, 91},
		{"returns", image.Rect(100, 240, 180, 260), 1, 2, 88},
		{"stamp", image.Rect(900, 200, 980, 220), 2, 3, 12},
	}
	if len(words) != len(want) {
		t.Fatalf("%d words: %+v", len(words), words)
	}
	for i, w := range want {
		if words[i] != w {
			t.Errorf("word %d is %+v, not %+v", i, words[i], w)
		}
	}
	for _, bad := range []string{"5\t1\t1\n", "5\t1\t1\t1\t1\t1\tx\t200\t50\t20\t96\tThe\n", "5\t1\t1\t1\t1\t1\t1\t200\t50\t20\tsure\tThe\n"} {
		if _, err := parseTSV([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzTSV(f *testing.F) {
	f.Add([]byte(smallTable))
	f.Add([]byte("5\t1\t1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		words, err := parseTSV(data)
		if err != nil {
			return
		}
		line := 0
		for _, w := range words {
			if w.Text == "" || w.Confidence > 100 || w.Line < line {
				t.Errorf("a word is %+v after line %d", w, line)
			}
			line = w.Line
		}
	})
}
