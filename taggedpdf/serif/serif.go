// Package serif holds the fonts of a letter, ready for package taggedpdf: Source Serif 4 by Adobe (upright,
// semibold and their italics, Latin, Greek and Cyrillic, under the SIL Open Font License, OFL.txt) with a
// part of DejaVu Sans for symbols, Armenian, Georgian and rarer letters (DejaVu-LICENSE.txt).
//
// The files are cut from the published ones by the program in trim: hinting and layout tables are left out,
// and the kerning of Latin letters is kept in a kern table, so that a program grows by 720 kB and not by 1.8 MB.
package serif

import (
	_ "embed"
	"sync"

	"github.com/openimr/openimr/taggedpdf"
)

//go:embed SourceSerif4-Regular.ttf
var regular []byte

//go:embed SourceSerif4-SemiBold.ttf
var semiBold []byte

//go:embed SourceSerif4-Italic.ttf
var italic []byte

//go:embed SourceSerif4-SemiBoldItalic.ttf
var semiBoldItalic []byte

//go:embed DejaVuSans-Fallback.ttf
var fallback []byte

// Fonts returns the fonts. They are parsed at the first call.
var Fonts = sync.OnceValue(func() taggedpdf.Fonts {
	return taggedpdf.Fonts{
		Regular: parse(regular), Bold: parse(semiBold), Italic: parse(italic), BoldItalic: parse(semiBoldItalic),
		Fallback: []*taggedpdf.Font{parse(fallback)},
	}
})

// A Set is the font files of a letter, for those who draw with them otherwise. They are not to be changed.
type Set struct{ Regular, Bold, Italic, BoldItalic, Fallback []byte }

// Files returns the font files.
func Files() Set { return Set{regular, semiBold, italic, semiBoldItalic, fallback} }

func parse(data []byte) *taggedpdf.Font {
	f, err := taggedpdf.ParseFont(data)
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return f
}
