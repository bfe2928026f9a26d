package signing

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/openimr/openimr/internal/pdf"
)

// A State is what a check finds of a file.
type State string

// The states, from best to worst.
const (
	Intact   State = "intact"   // a signature covers the whole file, and it is as it was signed
	Added    State = "added"    // what was signed is unchanged, and something was added to the file afterwards
	Changed  State = "changed"  // something that was signed is not as it was
	Damaged  State = "damaged"  // there is a signature that cannot be read or covers what it must not
	Unsigned State = "unsigned" // there is no signature
)

// A Report tells what was found.
type Report struct {
	State  State
	Why    string // in a sentence
	SHA256 string // of the whole file
	Signed string // SHA-256 of the file as it was when it was signed; "" where that cannot be told

	Certificate *x509.Certificate // that it was signed with; nil where there is none
	Name        string            // whose certificate it is, by its own words
	At          time.Time         // when it was signed, as the signer says; zero where not told
	Stamped     bool              // there is a time-stamp for this signature; its signer is not checked
	Trusted     bool              // the certificate is, or is vouched for by, one that the caller trusts
	Distrust    string            // why it is not trusted, in a sentence
}

// Limits of what is looked at in one file.
const (
	MaxFile       = 64 << 20
	maxSignatures = 20
	maxFields     = 2000
)

var pdfLimits = pdf.Limits{Objects: 200_000, Stream: 16 << 20, Total: 128 << 20, Pages: 5000}

// Check looks at the signatures of a PDF file. The one that covers most of it counts, whoever made it: who adds
// something and signs that is the one who answers for the file. trusted are the certificates of the organization, or of those who
// vouch for it; now is for signatures that do not tell their time.
func Check(data []byte, trusted []*x509.Certificate, now time.Time) Report {
	r := Report{SHA256: hex.EncodeToString(sha(data))}
	if len(data) > MaxFile {
		return r.is(Damaged, fmt.Sprintf("The file has more than %d MB; no letter is so large.", MaxFile>>20))
	}
	fields, err := signatureFields(data)
	if err != nil {
		return r.is(Damaged, fmt.Sprintf("The file cannot be read: %v.", err))
	}
	if len(fields) == 0 {
		if bytes.Contains(data, []byte("/ByteRange")) {
			return r.is(Damaged, "The file holds a signature that it no longer names as its own: it was changed after it was signed.")
		}
		return r.is(Unsigned, "The file carries no signature.")
	}
	best, err := covering(data, fields)
	if err != nil {
		return r.is(Damaged, capital(err.Error())+": the file is not as it was signed.")
	}
	r.At = best.at
	p, err := parseSignature(best.cms)
	if err != nil {
		return r.is(Damaged, fmt.Sprintf("The signature cannot be read: %v.", err))
	}
	r.Stamped = stampFits(p)
	if r.Certificate = p.signerCertificate(); r.Certificate == nil {
		return r.is(Damaged, "The signature does not hold the certificate that it was made with.")
	}
	r.Name = nameOf(r.Certificate)
	if err := p.verify(r.Certificate, data[:best.gap], data[best.behind:best.end]); err != nil {
		if errors.Is(err, errDigest) {
			return r.is(Changed, "The file was changed after it was signed.")
		}
		return r.is(Damaged, fmt.Sprintf("The signature does not hold: %v.", err))
	}
	r.trust(p, trusted, now)
	r.Signed = hex.EncodeToString(sha(data[:best.end]))
	if left := len(data) - best.end; left > 0 {
		return r.is(Added, fmt.Sprintf("%d bytes were added to the file after it was signed; what a reader shows may not be what was signed.", left))
	}
	return r.is(Intact, "The file is as it was signed, to the last byte.")
}

func (r Report) is(s State, why string) Report {
	r.State, r.Why = s, why
	return r
}

// A signatureField is one signature that the file names, with where its bytes lie.
type signatureField struct {
	gap, behind, end int // the digits stand from gap to behind, what is signed ends at end
	cms              []byte
	at               time.Time
	err              error
}

// signatureFields finds the signatures that the form of a file names.
func signatureFields(data []byte) ([]signatureField, error) {
	doc, err := pdf.OpenLimited(data, pdfLimits)
	if err != nil {
		return nil, err
	}
	var list []signatureField
	seen, steps := map[pdf.Ref]bool{}, 0
	var walk func(o pdf.Object, kind pdf.Name, depth int)
	walk = func(o pdf.Object, kind pdf.Name, depth int) {
		if ref, ok := o.(pdf.Ref); ok {
			if seen[ref] {
				return
			}
			seen[ref] = true
		}
		d := doc.Dict(o)
		if steps++; d == nil || depth > 8 || steps > maxFields || len(list) >= maxSignatures {
			return
		}
		if k := doc.Name(d["FT"]); k != "" {
			kind = k
		}
		if kind == "Sig" && doc.Dict(d["V"]) != nil {
			list = append(list, readField(doc, data, d["V"]))
		}
		for _, k := range doc.Array(d["Kids"]) {
			walk(k, kind, depth+1)
		}
	}
	for _, f := range doc.Array(doc.Dict(doc.Catalog()["AcroForm"])["Fields"]) {
		walk(f, "", 0)
	}
	return list, nil
}

// readField reads where a signature lies and checks that it leaves out its own digits and nothing else.
func readField(doc *pdf.Document, data []byte, value pdf.Object) signatureField {
	fail := func(why string) signatureField { return signatureField{err: errors.New(why)} }
	d := doc.Dict(value)
	switch f := doc.Name(d["SubFilter"]); f {
	case "ETSI.CAdES.detached", "adbe.pkcs7.detached":
	default:
		return fail(fmt.Sprintf("a signature is of the form %.40q, which is not known here", string(f)))
	}
	ranges := doc.Array(d["ByteRange"])
	if len(ranges) != 4 {
		return fail("a signature does not say in one gap what it covers")
	}
	var n [4]int
	for i, o := range ranges {
		v, ok := doc.Resolve(o).(int)
		if !ok || v < 0 || v > len(data) {
			return fail("a signature covers what is not in the file")
		}
		n[i] = v
	}
	s := signatureField{gap: n[1], behind: n[2], end: n[2] + n[3]}
	if n[0] != 0 || !bytes.HasPrefix(data, []byte("%PDF-")) {
		return fail("a signature does not cover the beginning of the file")
	}
	if s.gap+2 > s.behind || s.end > len(data) || n[3] == 0 {
		return fail("a signature covers what is not in the file, or its own digits")
	}
	if data[s.gap] != '<' || data[s.behind-1] != '>' || !bytes.HasSuffix(bytes.TrimRight(data[:s.gap], " \r\n\t"), []byte("/Contents")) {
		return fail("a signature leaves out something else than its own digits")
	}
	if ref, ok := value.(pdf.Ref); ok {
		if at, ok := doc.Offset(ref); !ok || at > s.gap {
			return fail("a signature stands elsewhere than it says")
		}
	}
	digits := data[s.gap+1 : s.behind-1]
	s.cms = make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(s.cms, digits); err != nil {
		return fail("a signature leaves out something else than its own digits")
	}
	if said, ok := doc.Resolve(d["Contents"]).(pdf.String); !ok || string(said) != string(s.cms) {
		return fail("a signature is not the one whose place it leaves out")
	}
	s.at = pdfDate(doc.Text(d["M"]))
	return s
}

// covering returns the signature that covers most of the file. One that is not as it must be spoils them all.
func covering(data []byte, list []signatureField) (signatureField, error) {
	best := signatureField{}
	for _, s := range list {
		if s.err != nil {
			return s, s.err
		}
		if s.end > best.end {
			best = s
		}
	}
	return best, nil
}

// pdfDate reads a date of PDF: D:20151104154500-08'00'. What is none is the zero time.
func pdfDate(s string) time.Time {
	for _, layout := range []string{"D:20060102150405-07'00'", "D:20060102150405-07'00", "D:20060102150405Z", "D:20060102150405Z00'00'", "D:20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func (p *parsedSignature) signerCertificate() *x509.Certificate {
	for _, c := range p.certificates {
		if bytes.Equal(c.RawIssuer, p.issuer) && c.SerialNumber.Cmp(p.serial) == 0 {
			return c
		}
	}
	return nil
}

var errDigest = errors.New("the digest is another")

// verify checks the signature over the bytes before and behind its place.
func (p *parsedSignature) verify(c *x509.Certificate, before, behind []byte) error {
	hash, ok := hashOf(p.hash)
	if !ok {
		return fmt.Errorf("it is made of a digest that is not known or too weak (%v)", p.hash)
	}
	kind := p.algorithmFor()
	if kind == x509.UnknownSignatureAlgorithm {
		return fmt.Errorf("it is made in a way that is not known (%v)", p.algorithm)
	}
	if err := c.CheckSignature(kind, p.attributes, p.signature); err != nil {
		return errors.New("it was not made with the key of its certificate")
	}
	if p.withSum != nil {
		h, ok := hashOf(p.withHash)
		if !ok {
			return errors.New("it names its certificate by a digest that is not known or too weak")
		}
		sum := h.New()
		sum.Write(c.Raw)
		if !bytes.Equal(sum.Sum(nil), p.withSum) {
			return errors.New("it names another certificate than the one that is in it")
		}
	}
	sum := hash.New()
	sum.Write(before)
	sum.Write(behind)
	if !bytes.Equal(sum.Sum(nil), p.digest) {
		return errDigest
	}
	return nil
}

// trust tells whether the certificate is one of those that are trusted, or is vouched for by one of them, at the time of
// the signature.
func (r *Report) trust(p *parsedSignature, trusted []*x509.Certificate, now time.Time) {
	at := r.At
	if at.IsZero() {
		at = now
	}
	c := r.Certificate
	if at.Before(c.NotBefore) || at.After(c.NotAfter) {
		r.Distrust = fmt.Sprintf("The certificate of %s was valid from %s to %s, and not when the file says it was signed.", r.Name, c.NotBefore.Format("January 2, 2006"), c.NotAfter.Format("January 2, 2006"))
		return
	}
	if len(trusted) == 0 {
		r.Distrust = "No certificate of the organization was given to compare with; anybody can make one in any name."
		return
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, t := range trusted {
		if t.Equal(c) {
			r.Trusted = true
			return
		}
		if t.IsCA {
			roots.AddCert(t)
		}
	}
	for _, x := range p.certificates {
		between.AddCert(x)
	}
	if _, err := c.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err == nil {
		r.Trusted = true
		return
	}
	r.Distrust = "The signature was made with another certificate than the organization's. It says that it is of " + r.Name + ", which anybody can write into one."
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return string(bytes.ToUpper([]byte(s[:1]))) + s[1:]
}
