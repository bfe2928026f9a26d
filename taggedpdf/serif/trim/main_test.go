package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openimr/openimr/taggedpdf"
)

func TestATrimmedFontHasTheCharactersThatWereChosen(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "small.ttf")
	if err := trim("../DejaVuSans-Fallback.ttf", out, "Small-Regular", "letters", false); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	font, err := taggedpdf.ParseFont(data)
	if err != nil {
		t.Fatal(err)
	}
	if !font.Has('Ł') || !font.Has('≥') || font.Has('☒') || font.Name() != "Small-Regular" {
		t.Errorf("%s has Ł: %t, ≥: %t, ☒: %t", font.Name(), font.Has('Ł'), font.Has('≥'), font.Has('☒'))
	}
}

func TestWhatCannotBeTrimmedIsRefused(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "small.ttf")
	for in, want := range map[string]string{
		"../DejaVuSans-Fallback.ttf": "no GPOS table",
		"../OFL.txt":                 "no TrueType font",
		"../missing.ttf":             "no such file",
	} {
		if err := trim(in, out, "Small", "letters", true); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", in, err, want)
		}
	}
}
