// Package taggedpdf writes accessible, archival PDF files: tagged as PDF/UA-1 (ISO 14289-1) asks and
// conforming to PDF/A-2a (ISO 19005-2), from a list of headings, paragraphs, lists and tables.
//
// # What it takes and gives
//
// A Document holds a title, a language, fonts and a body of blocks. Bytes lays the body out on pages and
// returns the file. The same document gives the same bytes, on every machine: layout is done in whole
// thousandths of a point, nothing reads the clock, and the file's identifier is made of its content. (The
// compressed parts come from compress/zlib, whose output may change with the version of Go.)
//
// The file says nothing that the document does not: no author, no path, no date unless one is given.
//
// # What is in the file
//
//   - A structure tree below Document: H1 to H6, P, L with LI, Lbl and LBody, Table with THead, TBody, TR, TH
//     (with its scope) and TD, Link, and Span. Everything that is drawn is marked as content of one element,
//     or as an artifact: headers, footers, rules, fills, and the head row of a table where it is drawn again.
//   - Four types of its own, mapped to standard ones: Strong, Em and Break (a line break, with "\n" as its
//     replacement text) to Span, and PageBreak, an empty element, to NonStruct. So a reader of the tree gets back the
//     blocks that were written, in order: their classes in C, their titles in T, spaces at the end of broken
//     lines as part of the text, and hyphens nowhere that were not written.
//   - Embedded subsets of the fonts in which each character has a number of its own, so that text is copied and
//     read out exactly as it was given (in Unicode's composed form), even where a font draws two characters alike.
//   - Where a Document has a Signature, a field for it without a look, tagged as Form. The package lays out where the
//     signature goes and which bytes it covers; what it is made of is the caller's.
//   - Title, language, bookmarks of the headings, page labels, an sRGB output intent, and XMP metadata that
//     declares both standards. The cross-references and all objects but streams are compressed.
//
// # What it does not do
//
// It draws no pictures and no forms to fill in, does not hyphenate, and writes from left to right only: scripts that run
// from right to left or whose letters change shape with their neighbours are refused like a character that no
// font has, with a *MissingGlyph. Fonts.Missing tells beforehand. A file with an empty box in the place of a
// character would conform to neither standard, and would not be what was meant.
package taggedpdf
