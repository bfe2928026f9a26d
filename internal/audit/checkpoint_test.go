package audit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func sample(size int64) Checkpoint {
	return Checkpoint{size, EventHash(Hash{}, "CM15-0000001", int(size), nil), time.Date(2026, 3, 1, 12, 0, int(size), 0, time.UTC)}
}

func TestASignedCheckpointIsReadBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	s, err := OpenSigner(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := s.Sign(sample(7))
	if err != nil {
		t.Fatal(err)
	}
	for _, lookOnly := range []bool{false, true} { // the next start has the same key
		s, err := OpenSigner(dir, lookOnly)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := s.Read(signed); err != nil || c != sample(7) {
			t.Errorf("%+v, %v", c, err)
		}
	}
	other, err := OpenSigner(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Read(signed); err == nil {
		t.Error("a checkpoint of another key was accepted")
	}
	if info, err := os.Stat(filepath.Join(dir, "audit.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the key: %v, %v", info.Mode(), err)
	}
	if _, err := OpenSigner(t.TempDir(), true); err == nil {
		t.Error("a key was made by somebody who only looks")
	}
}

// A crash can cut the last line anywhere; what is left of it neither hides nor spoils another checkpoint.
func TestACutLineOfTheFileSpoilsNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checkpoints.txt")
	for _, line := range []string{"one\n", "two\n"} {
		if err := AppendFile(file, line); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first := len(`"one\n"` + "\n")
	for n := first; n <= len(whole); n++ {
		if err := os.WriteFile(file, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		want := "one\n"
		if n >= len(whole)-1 { // only the end of the line is missing
			want += "two\n"
		}
		if got, err := ReadFile(file); err != nil || strings.Join(got, "") != want {
			t.Errorf("cut at %d: %q, %v", n, got, err)
		}
		if err := AppendFile(file, "three\n"); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadFile(file); err != nil || strings.Join(got, "") != want+"three\n" {
			t.Errorf("cut at %d and appended: %q, %v", n, got, err)
		}
	}
	if got, err := ReadFile(filepath.Join(t.TempDir(), "none")); err != nil || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
}

func FuzzCheckpoint(f *testing.F) {
	f.Add(sample(3).text())
	f.Add("openimr.org/audit/1\n-1\n\ntime 2026\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := parseCheckpoint(text); err == nil && c.text() != text {
			t.Errorf("%q is written as %q", text, c.text())
		}
	})
}
