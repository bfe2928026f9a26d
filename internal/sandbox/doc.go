// Package sandbox opens the files of strangers where they can do no harm: in child processes of this program, by readers that
// cannot leave their memory.
//
// # The life of a file
//
// A Pool has one child process for each core. The parent sends jobs over the child's standard input and reads frames of a
// small binary form from its standard output (frame.go): what a file is, its pages with words and places, their pictures,
// the members of an archive. The child finds out what the file is by its bytes and opens it: PDF with PDFium compiled to
// WebAssembly, which runs in memory of its own, can read the one open file and nothing else, and has no scripts, no forms
// and no network; everything else with readers in Go.
//
// # What bounds a file
//
// Limits bound the memory of a guest, the time of each page and of each opening, the number of pages, the size of pictures,
// the members of an archive and what they unpack to. Time is bounded by the parent, which kills the process and starts another in a tenth
// of a second; asking the guest itself to look at the time would make it three times slower. A child may not
// write files, gets no environment, and dies with the parent. A page on which its reader stops costs that page: the guest is thrown away and a new
// one goes on with the next.
//
// A Problem is the file's fault and is said in words for whoever sent it; every other error is ours.
//
// # Two readers of words
//
// PDFium in its sandbox takes nearly twice the time of pdftotext for the words of a page. Package internal/pdf takes half of it,
// so plain pages are read by it, in the same child process, as long as the two agree (quick.go); all others, and all
// pictures, are PDFium's.
//
// # Why the functions of PDFium are called here
//
// The layer that go-pdfium puts above its module makes several calls and allocations for each letter of a page. Here
// letters come in one call, and places are asked for at both ends of a word. The page before stays open until the next is
// loaded, so that the fonts that both use are not read again. Only go-pdfium's module is used; its bytes lie
// in a package of its own and are named to the linker (guest.go).
package sandbox
