package web

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A class with which selectors begin belongs to one sheet, or to the shared parts: two pages that use the same name for
// different things spoil each other, because all sheets are one file.
func TestTheSheetsOfPagesDoNotShareClasses(t *testing.T) {
	names, err := fs.Glob(staticFiles, "static/*.css")
	if err != nil {
		t.Fatal(err)
	}
	begins := map[string][]string{}
	for _, n := range names {
		b, err := staticFiles.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		for _, class := range firstClasses(string(b)) {
			if !slices.Contains(begins[class], n) {
				begins[class] = append(begins[class], n)
			}
		}
	}
	if len(begins) < 50 {
		t.Fatalf("only %d classes were found", len(begins))
	}
	for class, in := range begins {
		shared := slices.ContainsFunc(in, func(n string) bool { return slices.Contains(styleOrder, strings.TrimPrefix(n, "static/")) })
		if len(in) > 1 && !shared {
			t.Errorf(".%s begins selectors in %s: give one of them another name", class, strings.Join(in, " and "))
		}
	}
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssHead    = regexp.MustCompile(`([^{};]+)\{`)
	cssClass   = regexp.MustCompile(`^\s*\.([a-z][a-z0-9-]*)`)
)

func firstClasses(sheet string) []string {
	var classes []string
	for _, head := range cssHead.FindAllStringSubmatch(cssComment.ReplaceAllString(sheet, ""), -1) {
		for _, selector := range strings.Split(head[1], ",") {
			if m := cssClass.FindStringSubmatch(selector); m != nil {
				classes = append(classes, m[1])
			}
		}
	}
	return classes
}

func TestFirstClassesOfASheet(t *testing.T) {
	got := firstClasses("/* .no { } */ @layer pages { .a .b, .c > d { x: y; } p.e {} } @media print { .f-g:hover {} }")
	if strings.Join(got, " ") != "a c f-g" {
		t.Errorf("%q", got)
	}
}

func TestSheetsAreJoinedInTheirOrder(t *testing.T) {
	css := string(loadAssets().files["app.css"].data)
	last := -1
	for _, mark := range []string{"@layer reset, base, layout, parts, pages;", "@layer reset {", "@layer layout {", "@layer parts {", ".tiles"} {
		i := strings.Index(css, mark)
		if i < last {
			t.Errorf("%q stands at %d, before %d", mark, i, last)
		}
		last = i
	}
	if strings.Contains(css, "http:") || strings.Contains(css, "//cdn") {
		t.Error("a sheet asks another server")
	}
}

func TestEveryFontCarriesItsLicence(t *testing.T) {
	fonts, err := fs.Glob(staticFiles, "static/fonts/*.woff2")
	if err != nil || len(fonts) == 0 {
		t.Fatal(err)
	}
	for family, licence := range map[string]string{"public-sans": "PublicSans-OFL.txt", "source-serif": "SourceSerif4-OFL.txt"} {
		b, err := staticFiles.ReadFile("static/fonts/" + licence)
		if err != nil || !strings.Contains(string(b), "SIL Open Font License") {
			t.Errorf("%s: %v", family, err)
		}
		fonts = slices.DeleteFunc(fonts, func(f string) bool { return strings.HasPrefix(f, "static/fonts/"+family) })
	}
	if len(fonts) > 0 {
		t.Errorf("no licence for %v", fonts)
	}
}
