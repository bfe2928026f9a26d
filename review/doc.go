// Package review holds the text in which a reviewer writes: paragraphs of sentences, each with the pages of the record that
// it rests on, and whether the reviewer has confirmed it.
//
// A text is a plain string, so that it survives every store, window, clipboard and letter. What a sentence carries stands in
// square brackets after its words:
//
//	The MRI shows a full-thickness tear. [p. 412:17-25] She was given 12 visits of therapy. [p. 88] [unconfirmed]
//
// [p. 412] is page 412 of the record, whose number stays for good; [p. 412:17-25] the words 17 to 24 of that page, counted from
// 0 as in records.Page.Words; [pp. 9-12] a run of pages. [unconfirmed] says that the sentence was put together by rule and that
// nobody has looked at it yet, [unconfirmed: model] that a language model wrote it. A draft with either cannot be
// signed. Brackets with anything else in them are words.
//
// A letter shows the page of a mark, not its words (Plain). Paragraphs are parted by an empty line.
package review
