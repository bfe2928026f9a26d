package taggedpdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openimr/openimr/taggedpdf/check"
)

func signature(sign func(before, behind []byte) ([]byte, error)) *Signature {
	return &Signature{Says: "Digital signature of an office", Name: "An office (of ours)", Reason: "Détermination", Date: time.Date(2026, 11, 4, 23, 45, 0, 0, time.UTC), Sign: sign}
}

func TestASignatureCoversAllButItsOwnDigits(t *testing.T) {
	var before, behind []byte
	d := document(Paragraph{Text: []Text{{Text: "A text with a "}, {Text: "link", Link: "https://example.org/"}}})
	d.Signature = signature(func(a, b []byte) ([]byte, error) {
		before, behind = bytes.Clone(a), bytes.Clone(b)
		return []byte{0xAB, 0x01}, nil
	})
	data, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, before) || !bytes.HasSuffix(data, behind) {
		t.Fatal("what was signed is not the file")
	}
	digits := string(data[len(before) : len(data)-len(behind)])
	if !strings.HasPrefix(digits, "<AB010000") || strings.Trim(digits[5:], "0") != ">" || len(digits) != 2+2*signatureRoom {
		t.Errorf("left out is %.20s… of %d bytes", digits, len(digits))
	}
	says := fmt.Sprintf("/ByteRange"+byteRange, len(before), len(data)-len(behind), len(behind))
	for _, want := range []string{says, "/SubFilter/ETSI.CAdES.detached", "/M(D:20261104234500+00'00')", `/Name(An office \(of ours\))`, "/Reason<FEFF00440"} {
		if !bytes.Contains(before, []byte(want)) && !bytes.Contains(behind, []byte(want)) {
			t.Errorf("the file does not hold %s", want)
		}
	}
	report, err := check.File(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Failed {
		t.Error(f)
	}
	for _, point := range []string{"A 6.3.2", "A 6.4"} {
		if !slices.ContainsFunc(report.Passed, func(c check.Condition) bool { return c.ID == point }) {
			t.Errorf("the field was not looked at: %s", point)
		}
	}
}

func TestASignatureThatCannotBeMadeMakesNoFile(t *testing.T) {
	good := func(_, _ []byte) ([]byte, error) { return []byte{1}, nil }
	for name, c := range map[string]struct {
		change func(*Signature)
		says   string
	}{
		"without words":    {func(s *Signature) { s.Says = "" }, "tells nothing"},
		"without a date":   {func(s *Signature) { s.Date = time.Time{} }, "without its date"},
		"without a signer": {func(s *Signature) { s.Sign = nil }, "without a signer"},
		"too much room":    {func(s *Signature) { s.Room = 40_000 }, "at most 32767"},
		"too little room": {func(s *Signature) {
			s.Room = 3
			s.Sign = func(_, _ []byte) ([]byte, error) { return make([]byte, 4), nil }
		}, "has 4 bytes, and 3 are kept"},
		"a key that fails": {func(s *Signature) {
			s.Sign = func(_, _ []byte) ([]byte, error) { return nil, errors.New("the card is gone") }
		}, "the card is gone"},
	} {
		d := document(Paragraph{Text: run("A text")})
		d.Signature = signature(good)
		c.change(d.Signature)
		if _, err := d.Bytes(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
