// Package quality holds the rules by which an organization checks and measures its own determinations: the codes of
// deficiencies and praise, the checklist that is ticked before a draft passes, the draw of cases for a second physician's
// blind audit, and how well the two physicians agree.
//
// The check is of form, citations and consistency, never of the clinical judgment (Labor Code 139.5(d)(3)); no code and no
// question here is about what is medically necessary. The blind audit measures, it decides nothing: it neither holds up nor
// changes a determination.
//
// The draw can be neither foreseen nor steered. It is a keyed hash of the case's number and of which review of the dispute
// it is, under a key that only the server has, taken when the first draft of that review is submitted. So returning a draft
// and taking it back draws nothing anew, and whoever has the key can later draw every case again (Draw).
//
// Agreement is told as the share of items on which both came to the same outcome, with Wilson's interval, and as Cohen's
// kappa, which takes away what two people would agree on by chance, with the interval of Fleiss, Cohen and Everitt (1969).
// Kappa is not told for fewer than MinPairs items, nor where chance alone agrees on everything: there it says nothing.
package quality
