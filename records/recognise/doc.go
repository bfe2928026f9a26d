// Package recognise tells by rule what the words of a single page are: whether they can be used at all, which of them a
// fax machine or a stamp put there, and whether the sheet only parts documents.
//
// It looks at one page and knows nothing of the bundle around it. Words that were recognised from a scan have slips
// ("O3/l4/2O21", "RECElVED"), so digits are compared as they look and words with one or two letters wrong still count.
//
// What it decides:
//   - A line is a fax header only in the margin at the top or bottom, and only with several of its marks: a date, a time, a
//     telephone number, a count of pages, the words from, to or fax. The footer of a printing program (who printed,
//     patient, page of pages) is no fax header; documents are told apart by it.
//   - A stamped number stands alone at the edge of the page: letters and digits, or digits with zeros in front. "Page 12
//     of 300", the number of a form and a labelled number of an account are none. The last stamp counts where there
//     are several: the outermost at the bottom.
//   - A "received" stamp is its word in capitals, alone, and the day, time and department beside it.
//   - "This page intentionally left blank" is a page with words: neither blank nor a separator.
package recognise
