package sandbox

import (
	"errors"
	"fmt"
	"io"
)

// A pdfFile is an open PDF file within a guest.
type pdfFile struct {
	g      *guest
	file   source
	id     uint32
	access uint32 // FPDF_FILEACCESS in the guest
	param  uint32
	doc    uint64
	pages  int
	size   int64
	quick  *quickReader // nil where the file cannot be read so, or nobody asked for words yet
	tried  bool
	kept   uint64 // the page that was loaded last: open, so that the fonts that it shares with the next are not read again
	keptN  int
}

// A source is the bytes of a file.
type source interface {
	io.ReaderAt
	io.Closer
}

// The codes of FPDF_GetLastError.
const (
	pdfiumFormat   = 3
	pdfiumPassword = 4
	pdfiumSecurity = 5
)

const (
	problemPassword   = Problem("The file is protected by a password. Send it again without one.")
	problemProtection = Problem("The file is protected in a way that cannot be read here. Send it again without protection.")
	problemIncomplete = Problem("The file is incomplete: its end is missing. Send it again.")
	problemDamaged    = Problem("The file is damaged and cannot be opened. Send it again.")
	problemEmpty      = Problem("The file is empty. Send it again.")
	problemNoPages    = Problem("The file has no pages. Send it again.")
	problemMemory     = Problem("Opening the file takes more memory than is allowed. Send it again as smaller files.")
	problemPage       = Problem("The page is damaged and cannot be read. Send it again.")
	problemPageMemory = Problem("The page is too large to be read. Send it again in a smaller size.")
)

// openPDF opens a PDF file. A problem as error is the file's; any other error is ours.
// It closes the file, also after an error.
func openPDF(g *guest, file source, size int64, limits Limits) (*pdfFile, error) {
	if size >= 1<<32-1 {
		return nil, errors.Join(Problem("The file is larger than 4 GB. Send it again as smaller files."), file.Close())
	}
	g.nextID++
	f := &pdfFile{g: g, file: file, id: g.nextID, size: size}
	p, err := g.call("malloc", 4)
	if err != nil {
		return nil, errors.Join(problemMemory, file.Close())
	}
	f.param = uint32(p)
	g.mem.WriteUint32Le(f.param, f.id)
	if p, err = g.call("FPDF_FILEACCESS_Create", uint64(size), uint64(f.param)); err != nil {
		return nil, errors.Join(problemMemory, file.Close())
	}
	f.access = uint32(p)
	g.lib.files[f.id] = file
	f.doc, err = g.call("FPDF_LoadCustomDocument", uint64(f.access), 0)
	if err == nil && f.doc == 0 {
		err = f.whyNot(size)
	}
	if errors.Is(err, errBroken) {
		err = problemDamaged
	}
	var pages uint64
	if err == nil {
		if pages, err = g.call("FPDF_GetPageCount", f.doc); err != nil {
			err = problemDamaged
		}
	}
	f.pages = int(int32(pages))
	switch {
	case err != nil:
	case f.pages <= 0:
		err = problemNoPages
	case f.pages > limits.Pages:
		err = Problem(fmt.Sprintf("The file has %d pages; at most %d are taken in one file. Send it again as several files.", f.pages, limits.Pages))
	}
	if err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// whyNot says why PDFium did not open a file.
func (f *pdfFile) whyNot(size int64) error {
	code, err := f.g.call("FPDF_GetLastError")
	switch {
	case err != nil:
		return problemDamaged
	case code == pdfiumPassword:
		return problemPassword
	case code == pdfiumSecurity:
		return problemProtection
	}
	tail := make([]byte, min(size, 2048))
	if n, err := f.file.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) || n < len(tail) {
		return problemDamaged
	}
	if !hasEnd(tail) {
		return problemIncomplete
	}
	return problemDamaged
}

func (f *pdfFile) close() {
	g := f.g
	delete(g.lib.files, f.id)
	f.quick.close()
	defer func() { _ = f.file.Close() }()
	if g.broken {
		return
	}
	f.drop()
	if f.doc != 0 {
		_, _ = g.call("FPDF_CloseDocument", f.doc)
	}
	if f.access != 0 {
		_, _ = g.call("free", uint64(f.access))
	}
	_, _ = g.call("free", uint64(f.param))
}

// drop closes the page that is kept.
func (f *pdfFile) drop() {
	if f.kept != 0 && !f.g.broken {
		_, _ = f.g.call("FPDF_ClosePage", f.kept)
	}
	f.kept, f.keptN = 0, 0
}

// page loads a page, from 1. It stays loaded until another is.
func (f *pdfFile) load(n int) (uint64, error) {
	if n < 1 || n > f.pages {
		return 0, Problem(fmt.Sprintf("The file has no page %d.", n))
	}
	if f.keptN == n {
		return f.kept, nil
	}
	p, err := f.g.call("FPDF_LoadPage", f.doc, uint64(n-1))
	if err != nil || p == 0 {
		return 0, problemPage
	}
	count, err := f.g.call("FPDFPage_GetAnnotCount", p)
	if err == nil && int32(count) > 0 {
		p, err = f.flatten(p, n, int(int32(count)))
	}
	if err != nil {
		return 0, problemPage
	}
	// The page before is closed only now, so that its fonts are still there for this one.
	f.drop()
	f.kept, f.keptN = p, n
	return p, nil
}

// Kinds of annotations that say something on the page.
const (
	annotLink  = 2
	annotPopup = 16
)

// flatten puts what was filled in and noted on a page (fields of forms, stamps, notes) among its content, where it is read
// and drawn like everything else. The file itself is not changed.
func (f *pdfFile) flatten(p uint64, n, annots int) (uint64, error) {
	says := false
	for i := 0; i < min(annots, 1000) && !says; i++ {
		a, err := f.g.call("FPDFPage_GetAnnot", p, uint64(i))
		if err != nil {
			return 0, err
		}
		if a == 0 {
			continue
		}
		kind, err := f.g.call("FPDFAnnot_GetSubtype", a)
		if err != nil {
			return 0, err
		}
		says = kind != annotLink && kind != annotPopup
		if _, err := f.g.call("FPDFPage_CloseAnnot", a); err != nil {
			return 0, err
		}
	}
	if !says {
		return p, nil
	}
	done, err := f.g.call("FPDFPage_Flatten", p, 0)
	if err != nil || done != 1 {
		return p, err
	}
	again, err := f.g.call("FPDF_LoadPage", f.doc, uint64(n-1))
	if err != nil || again == 0 {
		return p, err
	}
	_, err = f.g.call("FPDF_ClosePage", p)
	return again, err
}
