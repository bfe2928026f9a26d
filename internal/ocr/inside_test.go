package ocr

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	Child()
	code := m.Run()
	if compiledFolder != "" {
		_ = os.RemoveAll(compiledFolder)
	}
	os.Exit(code)
}

var (
	compiledOnce   sync.Once
	compiledFolder string
)

// compiled is a folder in which the engine inside is kept compiled, for all tests of a run.
func compiled(t testing.TB) string {
	t.Helper()
	compiledOnce.Do(func() {
		dir, err := os.MkdirTemp("", "openimr-ocr")
		if err != nil {
			t.Fatal(err)
		}
		compiledFolder = dir
	})
	return filepath.Join(compiledFolder, "compiled")
}

func TestTheEngineInsideReadsWithoutAnythingInstalled(t *testing.T) {
	e := Find(context.Background(), Options{Program: "-", Cache: compiled(t), Workers: 1})
	defer func() { _ = e.Close() }()
	s := newSheet(t, 200, 1)
	layouts["imaging"](s)
	page, err := Read(context.Background(), e, s.damaged(damage{turn: 180, skew: 1, specks: 15}), 200, 612, 792)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range page.Words {
		got = append(got, w.Text)
	}
	if _, share := recall(s.words, got); share < 0.95 || page.Rotation != 180 || page.Problem != "" {
		t.Errorf("%.3f of the words, rotation %d, %q: %q", share, page.Rotation, page.Problem, got)
	}
}

func TestAReaderThatHangsIsEndedAndTheNextPageIsRead(t *testing.T) {
	e := Inside(Options{Cache: compiled(t), Workers: 1})
	defer func() { _ = e.Close() }()
	s := newSheet(t, 200, 1)
	layouts["letter"](s)
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := e.Recognise(ctx, s.g, 200, WholePage); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	if d := time.Since(begin); d > 2*time.Second {
		t.Errorf("it ended after %v", d)
	}
	small := newSheet(t, 200, 1)
	layouts["one line"](small)
	found, err := e.Recognise(context.Background(), small.g, 200, WholePage)
	if err != nil || len(found) == 0 {
		t.Errorf("the next page has %d words: %v", len(found), err)
	}
}

func TestAPictureTooBigEndsTheReaderAndNotTheAsker(t *testing.T) {
	e := Inside(Options{Cache: compiled(t), Workers: 1})
	defer func() { _ = e.Close() }()
	if _, err := e.Recognise(context.Background(), image.NewGray(image.Rect(0, 0, 20000, 9000)), 200, WholePage); err == nil {
		t.Error("a picture of 180 million pixels was read")
	}
	if _, err := e.Recognise(context.Background(), image.NewGray(image.Rect(0, 0, 300, 100)), 200, WholePage); err != nil {
		t.Errorf("the next page: %v", err)
	}
}

func TestAClosedEngineReadsNothing(t *testing.T) {
	e := Inside(Options{Workers: 1})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Recognise(context.Background(), image.NewGray(image.Rect(0, 0, 8, 8)), 200, WholePage); !errors.Is(err, errClosed) {
		t.Errorf("the error is %v", err)
	}
}
