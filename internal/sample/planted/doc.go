// Package planted makes cases whose summaries are known to be right or known to be wrong in one place, to measure what the checks
// of a reviewer's text find and what they mark without cause.
//
// A source is a summary with its decisions: invented ones of several hands (Sources), or those of published letters that a test
// reads. Make writes papers that say what the summary says, in other words and layouts: abbreviations of charts, other forms of
// dates and numbers, labels, tables, broken lines, slips as of text recognition, and between them much that the summary does not
// speak of. Each sentence then cites its page. Plant puts one error of a kind into the finished draft and says where.
//
// Nothing here knows how a check works; papers are made from sentences by tables of other ways to say things.
package planted
