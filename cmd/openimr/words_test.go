package main

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openimr/openimr/imr"
)

func TestAnErrorIsOneLineWithItsExitCode(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		code int
		want string
	}{
		{"none", nil, 0, ""},
		{"usage", &usageError{"bad", "do so"}, 2, "openimr: bad\nopenimr: hint: do so\n"},
		{"usage without a hint", &usageError{"bad", ""}, 2, "openimr: bad\n"},
		{"with a hint, wrapped", fmt.Errorf("a: %w", withHint(errors.New("b"), "c %d", 1)), 1, "openimr: a: b\nopenimr: hint: c 1\n"},
		{"what was found is already told", fmt.Errorf("x: %w", errFound), 1, ""},
		{"a refusal with its rule", &imr.Error{Kind: imr.Refused, Rule: "8 CCR 1", Message: "No."}, 1, "openimr: No. (8 CCR 1)\n"},
		{"several lines and colors", errors.New("a\n\tb\r\nc \x1b[31m\x07"), 1, "openimr: a b c \\x1b[31m\\x07\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if code := report(&b, tt.err); code != tt.code || b.String() != tt.want {
				t.Errorf("code %d, %q", code, b.String())
			}
		})
	}
}

func TestVersionSaysWhatWasBuilt(t *testing.T) {
	v := versionFrom("v1.2.3", buildInfo("v0.0.0", map[string]string{
		"vcs.revision": "0123456789abcdef0123", "vcs.time": "2026-11-24T10:00:00Z", "vcs.modified": "true",
	}))
	if s := v.String(); !strings.HasPrefix(s, "openimr v1.2.3 (0123456789ab of 2026-11-24T10:00:00Z, with changes), go") {
		t.Error(s)
	}
	for main, want := range map[string]string{"(devel)": "development", "": "development", "v0.9.0": "v0.9.0"} {
		if v := versionFrom("", buildInfo(main, nil)); v.Version != want || v.Commit != nil {
			t.Errorf("%q: %+v", main, v)
		}
	}
}

func FuzzOneLine(f *testing.F) {
	f.Add("a\nb")
	f.Add("\x1b]0;title\x07")
	f.Fuzz(func(t *testing.T, s string) {
		line := oneLine(s)
		if strings.ContainsFunc(line, isControl) {
			t.Errorf("%q holds a control character", line)
		}
		if utf8.ValidString(s) && !strings.ContainsFunc(s, isControl) && line != s {
			t.Errorf("%q became %q", s, line)
		}
	})
}

// Whatever somebody has typed, completion answers and proposes only what begins with it.
func FuzzCompletion(f *testing.F) {
	for _, line := range []string{"", "gui", "letter render --to", "letter render --to=p", "clock due imr.a", "-- --", "letter lint - -o", "serve --set a=b"} {
		f.Add(line)
	}
	var c commands
	k, err := newParser(f.Context(), &c, terminal{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, " ")
		last := words[len(words)-1]
		for _, p := range proposalsFor(k.Model.Node, words) {
			if p != filesWanted[0] && !strings.HasPrefix(p.word, last) {
				t.Errorf("%q is proposed for %q", p.word, line)
			}
		}
	})
}

func FuzzDeterminations(f *testing.F) {
	f.Add([]byte(`{"schema":"openimr.determination/1"}`))
	f.Add([]byte(`{"schema":"x"}{"schema":`))
	f.Add([]byte("\xef\xbb\xbf {\"items\":[{}]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := determinations(data)
		if err == nil && len(list) == 0 && isJSON(data) {
			t.Error("something that begins an object is nothing")
		}
	})
}

func buildInfo(version string, settings map[string]string) *debug.BuildInfo {
	info := &debug.BuildInfo{Main: debug.Module{Version: version}}
	for key, value := range settings {
		info.Settings = append(info.Settings, debug.BuildSetting{Key: key, Value: value})
	}
	return info
}

func TestEveryCommandExplainsItselfWithExamples(t *testing.T) {
	var c commands
	k, err := newParser(t.Context(), &c, terminal{})
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range k.Model.Leaves(true) {
		if leaf.Help == "" || !strings.Contains(leaf.Detail, "Examples:\n\n    "+leaf.FullPath()) {
			t.Errorf("%s has no example that begins with itself: %s", leaf.FullPath(), leaf.Detail)
		}
		for _, group := range leaf.AllFlags(true) {
			for _, flag := range group {
				if flag.Help == "" {
					t.Errorf("%s: --%s is not explained", leaf.FullPath(), flag.Name)
				}
			}
		}
		for _, argument := range leaf.Positional {
			if argument.Help == "" {
				t.Errorf("%s: <%s> is not explained", leaf.FullPath(), argument.Name)
			}
		}
	}
}
