// Trim makes the small fonts of the serif package from the published ones. It runs once, when a font is
// taken over or replaced:
//
//	go run ./taggedpdf/serif/trim -out taggedpdf/serif/font.ttf -name SourceSerif4-Regular \
//	    -chars letters -kern SourceSerif4_400Regular.ttf
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/openimr/openimr/taggedpdf"
)

func main() {
	out := flag.String("out", "", "the file to write")
	name := flag.String("name", "", "PostScript name of the new font")
	set := flag.String("chars", "letters", `which characters to keep: "letters" (what letters are written with) or "all" (symbols, Greek, Cyrillic and rarer letters too)`)
	kern := flag.Bool("kern", false, "keep the kerning of Latin letters")
	flag.Parse()
	if *out == "" || *name == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := trim(flag.Arg(0), *out, *name, *set, *kern); err != nil {
		fmt.Fprintln(os.Stderr, "trim:", err)
		os.Exit(1)
	}
}

func trim(in, out, name, set string, kern bool) error {
	data, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	font, err := taggedpdf.ParseFont(data)
	if err != nil {
		return err
	}
	ranges := letters
	if set == "all" {
		ranges = append(ranges, rarer...)
	}
	var chars []rune
	for _, r := range ranges {
		for c := r[0]; c <= r[1]; c++ {
			chars = append(chars, c)
		}
	}
	var pairs []taggedpdf.KernPair
	if kern {
		if pairs, err = kernPairs(data, kerned()); err != nil {
			return err
		}
	}
	small, err := font.Trim(name, chars, pairs)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes of %d, %d pairs\n", out, len(small), len(data), len(pairs))
	return os.WriteFile(out, small, 0o644)
}

var letters = [][2]rune{
	{0x20, 0x7E}, {0xA0, 0x17F}, {0x192, 0x192}, {0x1A0, 0x1A1}, {0x1AF, 0x1B0}, {0x1CD, 0x1DC}, {0x1E6, 0x1E7}, {0x1EA, 0x1EB},
	{0x1F4, 0x1F5}, {0x1F8, 0x1FF}, {0x200, 0x21B}, {0x237, 0x237}, {0x2BB, 0x2BC}, {0x2C6, 0x2C7}, {0x2D8, 0x2DD},
	{0x300, 0x30C}, {0x31B, 0x31B}, {0x323, 0x328}, {0x332, 0x332}, // marks
	{0x386, 0x3CE}, {0x400, 0x45F},
	{0x1E00, 0x1EFF}, {0x2000, 0x206F}, {0x2070, 0x209C}, {0x20A0, 0x20BF}, {0x2100, 0x214F}, {0x2150, 0x2189},
	{0x2190, 0x2199}, {0x2200, 0x22FF}, {0x25A0, 0x25FF}, {0xFB01, 0xFB02},
}

var rarer = [][2]rune{
	{0x180, 0x2FF}, {0x300, 0x36F}, {0x370, 0x3FF}, {0x400, 0x52F}, {0x531, 0x58A}, {0x10D0, 0x10FC}, {0x1D00, 0x1DBF}, {0x1F00, 0x1FFF},
	{0x2070, 0x209C}, {0x2190, 0x21FF}, {0x2300, 0x23FF}, {0x2460, 0x24FF}, {0x2500, 0x259F}, {0x2600, 0x27BF}, {0x27E6, 0x27EB}, {0x27F5, 0x27FF},
	{0x2A00, 0x2AFF}, {0x2C60, 0x2C7F}, {0xA720, 0xA78C}, {0xFB00, 0xFB06}, {0xFFFC, 0xFFFD},
}

// kerned returns the characters between which running English has pairs worth keeping.
func kerned() []rune {
	var list []rune
	for r := rune('!'); r <= '~'; r++ {
		list = append(list, r)
	}
	return append(list, '‘', '’', '“', '”', '–', '—')
}
