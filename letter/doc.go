// Package letter is the Final Determination letter of an Independent Medical Review: what it says, how it looks, how
// it is read back, and what may be wrong with it.
//
// # The life of a letter
//
// FromCase tells a case as a Determination, the one model, which also has the JSON form that others script against.
// Compose lays it out as a Page of Blocks: headings, paragraphs, tables. A Form (text, HTML, Word, PDF) only turns
// blocks into bytes and bytes into blocks, and knows nothing of what they say; Render does both steps. Lint compares
// the letter with the law, the case and itself, and points at the words. Proved adds the proof of service. Parse
// reads a letter of any form back into a Determination.
//
// # Two layouts
//
// LayoutOpenIMR is what this program serves: a first page with the outcome in plain words and the addressees, who
// decided and how (never by name), the records, each treatment with both guidelines and the reasons, the right to
// appeal, the service list and the proof of service. Its fixed words are the programme's (templates/). LayoutMaximus2015
// is how the Division published letters from 2014 to 2017. Earlier layouts are known by their headings only.
//
// # Nothing is lost, and nothing is mended
//
// What Parse reads is what the letter says: no spelling, date or contradiction is put right. Text that belongs to no
// field is in Unparsed. What Render writes is read back the same, whatever the text: in the served letter because its
// parts have names, in the published layout because a backslash marks words that would be taken for a part of the
// letter (see quote). Canonical says what "the same" is.
//
// # What it never does
//
// It decides nothing and proposes no decision. It never holds the reviewer's name: a Determination has no place for it.
package letter
