// Package reading is the desk at which the papers of a case are read: from the file as it was received to pages with
// words, numbers in the record, an index, pictures, and an answer to "where does it say so".
//
// The life of one file. Its arrival is an event of the case, and the same transaction inserts a job (job.ReadCase). The
// desk opens it in the sandbox; what comes in a ZIP becomes files of the case by an event of its own, told at the time
// and by the way of the ZIP. In the order in which the files came, their pages get the numbers of the record, once and
// for good. Then every page is read: its native text where that is good, else text recognition. A page is kept as soon
// as it is read, under the hash of its file, and the first result stays; so a file that is sent twice is read once, and
// a server that is killed goes on where it was. When all pages are read, the index is made: duplicates, documents, dated
// facts. While pages are still being read there is an index of those that are, without a look at pictures.
//
// What is read first. Pages that somebody looks at come before all others, then the first pages of every file, then all
// native text, since it comes quickly, then the pages that need recognition. Where several cases are read at once they
// take turns. Nothing is read in the transaction of anything: the desk only ever asks the store to keep what it has.
//
// A file that cannot be opened is opened, in this sense: how it failed is kept and shown, and asks for a replacement.
// A page that cannot be read is kept with its problem; it has a number and, where possible, a picture.
//
// What is derived and may be deleted at any time: the pages, the index, the folder of pictures. What is not: the files,
// the numbers of the record, the marks of readers. The desk holds no more in memory than it is told, whatever the size
// of the record: pages, their folded text and pictures are loaded when asked for and forgotten by last use.
//
// On PostgreSQL several servers may read; each case is read by one at a time (keeping: TakeReading), which gives way
// when it is not heard of for a minute.
package reading
