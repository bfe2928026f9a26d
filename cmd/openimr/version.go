package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Set by the linker (-ldflags "-X main.release=v0.1.0"), where a release is built; otherwise the build information of
// the Go command is used.
var release string

type versionCommand struct {
	output
}

// A version says what was built. What is not known is null in JSON.
type version struct {
	Version  string  `json:"version"`
	Commit   *string `json:"commit"`
	Modified *bool   `json:"modified"` // the work tree had changes
	Time     *string `json:"time"`     // of the commit, RFC 3339
	Go       string  `json:"go"`
	Platform string  `json:"platform"`
}

func versionOf() version {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return versionFrom(release, info)
}

func versionFrom(release string, info *debug.BuildInfo) version {
	v := version{Version: release, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if v.Version == "" {
		v.Version = info.Main.Version
	}
	if v.Version == "" || v.Version == "(devel)" {
		v.Version = "development"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = &s.Value
		case "vcs.time":
			v.Time = &s.Value
		case "vcs.modified":
			modified := s.Value == "true"
			v.Modified = &modified
		}
	}
	return v
}

func (v version) String() string {
	s := "openimr " + v.Version
	if v.Commit != nil {
		s += fmt.Sprintf(" (%.12s", *v.Commit)
		if v.Time != nil {
			s += " of " + *v.Time
		}
		if v.Modified != nil && *v.Modified {
			s += ", with changes"
		}
		s += ")"
	}
	return s + ", " + v.Go + " " + v.Platform + "\n"
}

// Help gives the examples.
func (versionCommand) Help() string {
	return `Examples:

    openimr version
    openimr version --format json`
}

// Run prints the version.
func (c versionCommand) Run(t terminal) error {
	v := versionOf()
	return c.print(t.Out, v, writeText(v.String()))
}
