// Package duplicate finds the pages of a bundle that are another page again: the same page, refaxed, rescanned, skewed,
// under another fax header; the same page with an added mark; a changed copy.
//
// Two pages that differ in a number, a date, a negation, a side, a drug or a name are never folded. So nothing is folded
// because it is "similar enough": a pair is folded only where every place is explained in which the two differ.
//
//   - Words that both pages have, in order, agree. Fax headers and stamped numbers (Role) are left out.
//   - Words that differ only as one glyph is mistaken for another ("1umbar", "rn" for "m") agree too. That is all that text
//     alone decides for scans; between two native pages any other word is a change.
//   - Every other run of words is settled by pixels: the pages are laid on each other by the words that agree, and the
//     ink of the run is compared cell by cell, a cell being about one character wide. The worst cell decides; in a run with a number no stroke may have come or gone either.
//   - Then the ink of the whole page is compared, for what no text recognition reads: ticks, handwriting, signatures,
//     drawings. Ink that only one page has, in at most three boxes, over which the other's ink is all still there, is a
//     mark. Typed words among the lines of the page are no mark: they are a change.
//   - Where pixels cannot tell, as between two poor faxes of small print, the pages stay apart and are shown as a changed copy: an unfolded duplicate costs the
//     reader a minute, a folded change costs a fact.
//
// A page is compared with the representative of each group of copies alone, which is its best copy: native before
// scanned, complete, without marks, well read, early. So a chain of small doubts never folds two pages that differ. A page
// that would fold under two representatives folds under the one that it clearly is, or under none.
//
// Decisions: blank pages and separator sheets are nobody's duplicate. Pages of one content hash are the same at their
// place in the file without a look. A copy whose edge was cut off folds under the complete one: what it lacks is not said
// otherwise. Ruled lines, streaks, punch holes and the black edges of a scan count for nothing.
package duplicate
