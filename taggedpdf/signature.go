package taggedpdf

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// A Signature is a digital signature over the whole file (ISO 32000-1, 12.8). The bytes are signed as they are written,
// in one revision: nothing stands before or behind what the signature covers, but for its own digits.
//
// Its field has no look: an annotation without extent on the last page. It is tagged as a Form element at the end of the
// document, which tells in words that the file is signed, so that PDF/UA-1 (7.18) is met whether or not a reader counts a field without
// extent, and PDF/A-2 asks no drawing of it (6.3.3).
type Signature struct {
	Says     string    // what the field tells those who cannot see it; must not be empty
	Name     string    // who signs
	Reason   string    // left out where empty
	Location string    // left out where empty
	Date     time.Time // when it is signed, as the signer says; must not be zero
	Format   string    // SubFilter: "ETSI.CAdES.detached" (EN 319 142-1) where left out
	Room     int       // bytes kept for what Sign returns; 16 KiB where zero

	// Sign returns the signature over the bytes before and behind its own place, as the Format says: in DER.
	Sign func(before, behind []byte) ([]byte, error)
}

const (
	signatureRoom = 16 << 10
	maxString     = 32767
)

// A signaturePlace is where in the file the digits of a signature and of its range stand.
type signaturePlace struct{ ranges, digits, room int }

func (s *Signature) check() error {
	switch {
	case s.Sign == nil:
		return errors.New("a signature without a signer")
	case printable(s.Says) == "":
		return errors.New("a signature tells nothing to those who cannot see it; give it words")
	case s.Date.IsZero():
		return errors.New("a signature without its date")
	case s.Room < 0 || s.Room > maxString:
		return fmt.Errorf("a signature of %d bytes; a string of PDF/A-2 has at most %d (6.1.13)", s.Room, maxString)
	}
	return nil
}

// tagSignature adds the element of the signature's field to the tree.
func (l *layout) tagSignature() *node {
	n := l.root.add("Form")
	n.at(len(l.pages) - 1)
	return n
}

// signatureField writes the dictionary of the signature and its field, and returns the number of the field.
func (l *layout) signatureField(f *file, page, parent int) (int, signaturePlace) {
	s := l.doc.Signature
	room := s.Room
	if room == 0 {
		room = signatureRoom
	}
	format := s.Format
	if format == "" {
		format = "ETSI.CAdES.detached"
	}
	n := f.reserve()
	f.where[n] = len(f.out)
	var at signaturePlace
	f.out = fmt.Appendf(f.out, "%d 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter%s/ByteRange", n, pdfName(format))
	at.ranges = len(f.out)
	f.out = fmt.Appendf(f.out, byteRange, 0, 0, 0)
	f.out = append(f.out, "/Contents"...)
	at.digits, at.room = len(f.out), room
	f.out = append(f.out, '<')
	f.out = append(f.out, bytes.Repeat([]byte{'0'}, 2*room)...)
	f.out = append(f.out, '>')
	f.out = fmt.Appendf(f.out, "/M(D:%s+00'00')", s.Date.UTC().Format("20060102150405"))
	for _, e := range []struct{ key, value string }{{"Name", s.Name}, {"Reason", s.Reason}, {"Location", s.Location}} {
		if v := printable(e.value); v != "" {
			f.out = fmt.Appendf(f.out, "/%s%s", e.key, textString(v))
		}
	}
	f.out = append(f.out, ">>\nendobj\n"...)
	const printedAndLocked = 4 + 128
	field := f.add(fmt.Appendf(nil, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU%s/F %d/Rect[0 0 0 0]/P %d 0 R/V %d 0 R/StructParent %d>>",
		textString(printable(s.Says)), printedAndLocked, page, n, parent))
	return field, at
}

// byteRange is filled in twice, so its numbers have ten digits' width.
const byteRange = "[0 %10d %10d %10d]"

// sign fills in the range and the signature of a file that is finished.
func (s *Signature) sign(data []byte, at signaturePlace) error {
	end := at.digits + 2 + 2*at.room
	copy(data[at.ranges:], fmt.Appendf(nil, byteRange, at.digits, end, len(data)-end))
	der, err := s.Sign(data[:at.digits:at.digits], data[end:])
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	if len(der) > at.room {
		return fmt.Errorf("the signature has %d bytes, and %d are kept for it", len(der), at.room)
	}
	digits := data[at.digits+1:]
	hex.Encode(digits, der)
	copy(digits, bytes.ToUpper(digits[:2*len(der)]))
	return nil
}
