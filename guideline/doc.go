// Package guideline knows the medical treatment guidelines that an Independent Medical Review may
// rest on: which editions there are, when each was in force, and how letters cite them.
//
// # What it holds
//
// The library (data/guidelines.tsv) has one row for every guideline, chapter and section with the
// section of law that adopted it, its first and last day, and how sure we are of them. The same text
// can stand in it twice: chapter 9 of the ACOEM Practice Guidelines, 2nd Edition, is also the MTUS
// topic "Shoulder Complaints"; SameAs links the two. SupersededBy links an edition to the next.
//
// # What it takes and gives
//
// A letter says what a decision was based on in one guideline statement:
//
//	Decision based on MTUS Low Back Complaints 2004, Section(s): Summary, and Chronic Pain Medical
//	Treatment 2016, Section(s): Facet blocks. Decision based on Non-MTUS Citation Official …
//
// ParseStatement turns a statement into citations, one for each chapter and one for each non-MTUS
// phrase. The words of each citation stay in Citation.Text as the letter has them; Title, Year,
// Sections, Page and GuidelineID are what could be told from them. FormatStatement writes citations
// as a statement again. Resolve also answers, for a day, whether what is cited was in force.
//
// # How a statement is read
//
// Commas and ", and " stand both between names and inside them ("Forearm, Wrist, and Hand
// Complaints", "NSAIDs, GI symptoms & cardiovascular risk"), so chapters and sections are found by
// known names, the longest first (data/sections.tsv and the titles of the library). Words that are no
// known section are kept as they stand, up to the next known one. White space is joined to single
// blanks; nothing else is changed, and no word is dropped: what is not in a citation's Text belongs to
// the fixed phrases around it.
//
// # What it never does
//
// It does not say whether a guideline fits a treatment, a body part or a patient, and never what
// should be decided. Where the library does not know, it answers "unknown", never "no".
package guideline
