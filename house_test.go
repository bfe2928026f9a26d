package openimr_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/openimr/openimr/"

// rooms are the rooms of rules, with the rooms of ours that each may import.
var rooms = map[string][]string{
	"clock":              {},
	"guideline":          {"clock"},
	"evidence":           {"clock", "guideline"},
	"review":             {},
	"review/absence":     {"records", "review", "review/pages"},
	"review/assemble":    {"clock", "guideline", "imr", "programme", "records", "records/fact", "review", "review/pages", "treatment"},
	"review/complete":    {"clock", "imr", "records"},
	"review/pages":       {"records", "review"},
	"review/check":       {"clock", "guideline", "imr", "letter", "records", "records/fact", "records/recognise", "review", "review/absence", "review/pages"},
	"treatment":          {},
	"library":            {"clock", "letter", "treatment"},
	"review/quality":     {},
	"imr":                {"clock", "records", "review", "review/quality"},
	"letter":             {"clock", "guideline", "evidence", "imr", "review", "internal/pdf", "taggedpdf", "taggedpdf/serif"},
	"records":            {"clock"},
	"records/recognise":  {"clock", "records"},
	"records/document":   {"clock", "records"},
	"records/duplicate":  {"records"},
	"records/expression": {},
	"records/fact":       {"clock", "records", "records/expression"},
	"records/demand":     {"clock", "records", "records/fact"},
	"records/find":       {"records"},
	"records/index":      {"clock", "records", "records/document", "records/duplicate", "records/fact"},
	"programme":          {"clock", "imr", "review/quality"},
	"taggedpdf":          {},
	"taggedpdf/serif":    {"taggedpdf"},
	"taggedpdf/check":    {"internal/pdf"},
	"internal/pdf":       {},
}

// outside are packages that touch a disk, a network or a database.
var outside = []string{"os", "os/exec", "net", "net/http", "database/sql", "io/ioutil"}

type goFile struct {
	path, folder string
	syntax       *ast.File
	lines        int
	generated    bool
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "node_modules" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
		if err != nil {
			return err
		}
		files = append(files, goFile{path, filepath.ToSlash(filepath.Dir(path)), f, bytes.Count(text, []byte("\n")), ast.IsGenerated(f)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("only %d files were found", len(files))
	}
	return files
}

func imports(f goFile) []string {
	var paths []string
	for _, i := range f.syntax.Imports {
		paths = append(paths, strings.Trim(i.Path.Value, `"`))
	}
	return paths
}

func TestRoomsOfRulesImportOnlyWhatTheMapSays(t *testing.T) {
	for _, f := range goFiles(t) {
		may, rule := rooms[f.folder]
		if !rule || strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		for _, path := range imports(f) {
			if ours, ok := strings.CutPrefix(path, module); ok && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s; %s may import %v", f.path, ours, f.folder, may)
			}
			if slices.Contains(outside, path) {
				t.Errorf("%s imports %s; a room of rules touches no disk, network or database", f.path, path)
			}
		}
	}
}

func TestTheStoreAndThePagesDoNotKnowEachOther(t *testing.T) {
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		for _, path := range imports(f) {
			if strings.HasPrefix(f.folder, "internal/web") && strings.HasPrefix(path, module+"internal/store") ||
				strings.HasPrefix(f.folder, "internal/store") && strings.HasPrefix(path, module+"internal/web") {
				t.Errorf("%s imports %s", f.path, path)
			}
			if strings.HasPrefix(path, "github.com/riverqueue/") && f.folder != "internal/job" {
				t.Errorf("%s imports %s; only internal/job knows the engine of the jobs", f.path, path)
			}
		}
	}
}

func TestEveryFileIsShortAndEveryPackageExplainsItself(t *testing.T) {
	explained := map[string]int{}
	for _, f := range goFiles(t) {
		if f.lines > 500 && !f.generated {
			t.Errorf("%s has %d lines", f.path, f.lines)
		}
		for _, word := range []string{"util", "utils", "common", "helpers"} {
			if filepath.Base(f.folder) == word {
				t.Errorf("%s: a folder is named for what it holds", f.folder)
			}
		}
		if strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		n := explained[f.folder]
		if f.syntax.Doc != nil && !f.generated {
			n++
		}
		explained[f.folder] = n
	}
	for folder, n := range explained {
		if n != 1 {
			t.Errorf("%s has %d package comments, not one", folder, n)
		}
	}
}
