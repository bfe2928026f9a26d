package letter

import (
	"bytes"
	"os"
	"testing"
)

func TestTheSamePageGivesTheSamePDF(t *testing.T) {
	t.Parallel()
	want, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	if p := os.Getenv("OPENIMR_KEEP_PDF"); p != "" {
		if err := os.WriteFile(p, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		got, err := sample().PDF()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Fatal("the same page gave other bytes")
		}
	}
}
