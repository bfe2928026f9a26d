package letter

import "github.com/openimr/openimr/taggedpdf"

var (
	pdfInk   = taggedpdf.Color{R: 26, G: 32, B: 36}
	pdfSoft  = taggedpdf.Color{R: 75, G: 84, B: 90}
	pdfBlue  = taggedpdf.Color{R: 10, G: 77, B: 92}
	pdfWarn  = taggedpdf.Color{R: 155, G: 28, B: 28}
	pdfPaper = taggedpdf.Color{R: 247, G: 246, B: 242}
)

// pdfHeadings are the looks of the headings by level.
var pdfHeadings = [6]taggedpdf.Style{
	{Size: 18, Leading: 1.15, Before: 24, After: 12, Bold: true, Color: pdfInk},
	{Size: 13, Leading: 1.2, Before: 17, After: 5, Pad: 6, RuleAbove: 0.75, RuleColor: pdfSoft, Bold: true, Color: pdfBlue},
	{Size: 11.5, Leading: 1.25, Before: 14, After: 4, Bold: true, Color: pdfInk},
	{Size: 11, Leading: 1.25, Before: 11, After: 3, Bold: true, Color: pdfInk},
	{Size: 11, Leading: 1.25, Before: 11, After: 3, Bold: true, Color: pdfInk},
	{Size: 11, Leading: 1.25, Before: 11, After: 3, Bold: true, Color: pdfInk},
}

// pdfHeadingRoles are the looks of headings that differ from others of their level.
var pdfHeadingRoles = map[string]taggedpdf.Style{
	"published": pdfHeadings[1],
	"request":   pdfHeadings[2],
}

// pdfTexts are the looks of paragraphs and lists by role.
var pdfTexts = map[string]taggedpdf.Style{
	"letterhead":  {Size: 10.5, Leading: 1.3, After: 16, Pad: 7, RuleBelow: 1.5, RuleColor: pdfBlue, Color: pdfInk, KeepTogether: true},
	"address":     {Size: 11, Leading: 1.3, Before: 14, After: 16, Color: pdfInk, KeepTogether: true},
	"draft":       {Size: 11, Leading: 1.35, Before: 8, After: 12, Pad: 8, Bar: 4, BarColor: pdfWarn, Bold: true, Color: pdfWarn, KeepTogether: true},
	"outcome":     {Size: 12, Leading: 1.4, Before: 8, After: 12, Pad: 9, Bar: 4, BarColor: pdfBlue, Filled: true, Fill: pdfPaper, Color: pdfInk, KeepTogether: true},
	"decision":    {Bold: true, Color: pdfInk, KeepWithNext: true},
	"declaration": {Size: 10, Leading: 1.35, Color: pdfInk, KeepTogether: true, KeepWithNext: true},
	"note":        {Size: 9.5, Leading: 1.35, Color: pdfSoft},
}

func pdfTextStyle(role string) taggedpdf.Style {
	style, ok := pdfTexts[role]
	if !ok {
		style.Color = pdfInk
	}
	return style
}

// pdfTable is the look of a table.
var pdfTable = taggedpdf.Style{Size: 10, Leading: 1.3, After: 14, Color: pdfInk}

// pdfTables are the looks of tables by role. Those that are read at a glance are not cut.
var pdfTables = map[string]taggedpdf.Style{
	"addressees": {Size: 9.5, Leading: 1.2, After: 14, Pad: 2, Color: pdfInk},
	"case":       {Size: 10, Leading: 1.25, After: 14, Pad: 2.2, Color: pdfInk, KeepTogether: true},
	"head":       {Size: 10, Leading: 1.3, After: 14, Color: pdfInk, KeepTogether: true},
	"reviewer":   {Size: 10, Leading: 1.3, After: 12, Color: pdfInk, KeepTogether: true},
	"patient":    {Size: 10, Leading: 1.3, After: 12, Color: pdfInk, KeepTogether: true},
	"request":    {Size: 10, Leading: 1.3, After: 10, Color: pdfInk, KeepTogether: true, KeepWithNext: true},
	"proof":      {Size: 10, Leading: 1.25, After: 12, Pad: 2.2, Color: pdfInk, KeepTogether: true},
	"signature":  {Size: 10, Leading: 1.2, After: 12, Pad: 2, Color: pdfInk, KeepTogether: true},
}
