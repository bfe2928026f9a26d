// Package ocr reads the words of a scanned page.
//
// A page goes through four stations. It is looked at: a black and white copy gives the connected pieces of ink, from them
// follow the specks, which way the lines run, which end is up and how far they lean (look.go and the files it names).
// It is mended: specks and streaks are painted over where the page is noisy, the page is turned upright and its lines are
// laid level (mend.go). It is recognised by Tesseract (debian.go, inside.go). And the words are laid back on the
// page as it stands upright but still leans, because that is what a reader sees (read.go).
//
// Tesseract comes in two ways with the same words: Debian's program, one process for each page, or a WebAssembly build
// inside of this program, for machines on which nothing is installed. Either runs outside of the process that asks, so that
// a page on which it hangs or dies is one page, ended by its process group. It is only ever given a picture that this
// package wrote itself: the program takes anything else on its input for a list of files to open.
//
// English alone is read. Spanish letters come out without most of their accents, and nothing says so on the page;
// reading with both languages costs a quarter more for every page, and Spanish papers in these records are rare.
//
// What the package decides: a page that cannot be read keeps its size and says why in Problem, and never fails the file.
// A page on which nothing but specks, punch holes and the shadow of an edge is left is Blank. Which end is up is
// asked of the letters' shapes; where they do not tell (capitals, digits, few words) the page is read as it most likely
// stands, and only where that reads poorly a strip of it is read the other ways round and the surest reading wins.
package ocr
