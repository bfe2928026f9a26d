package signing

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/openimr/openimr/internal/pdf"
	"github.com/openimr/openimr/taggedpdf"
	"github.com/openimr/openimr/taggedpdf/check"
	"github.com/openimr/openimr/taggedpdf/serif"
)

const organization = "Golden Valley Independent Review"

var (
	signedAt = time.Date(2026, 11, 4, 15, 45, 0, 0, time.UTC)
	from     = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	until    = time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC)
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ours is the organization's signer, the same in every test.
var ours = sync.OnceValue(func() *Signer { return makeSigner(organization) })

func makeSigner(name string) *Signer {
	c, k, err := MakeCertificate(name, from, until)
	if err != nil {
		panic(err)
	}
	chain, err := ParseCertificates(c)
	if err != nil {
		panic(err)
	}
	key, err := ParseKey(k)
	if err != nil {
		panic(err)
	}
	s, err := NewSigner(chain, key)
	if err != nil {
		panic(err)
	}
	return s
}

func letterPDF(t testing.TB, s *taggedpdf.Signature) []byte {
	t.Helper()
	text := func(s string) []taggedpdf.Text { return []taggedpdf.Text{{Text: s}} }
	d := taggedpdf.Document{Title: "Final Determination", Language: "en-US", Producer: "OpenIMR", Fonts: serif.Fonts(), Signature: s,
		Body: []taggedpdf.Block{taggedpdf.Heading{Level: 1, Text: text("Final Determination")}, taggedpdf.Paragraph{Text: text("The denial stands.")},
			taggedpdf.PageBreak{}, taggedpdf.Paragraph{Text: []taggedpdf.Text{{Text: "Read more", Link: "https://example.org/"}}}}}
	data, err := d.Bytes()
	must(t, err)
	return data
}

var signedLetter = sync.OnceValue(func() []byte {
	d := taggedpdf.Document{Title: "Final Determination", Fonts: serif.Fonts(), Signature: ours().Over(context.Background(), "Final Determination", "Sacramento", signedAt),
		Body: []taggedpdf.Block{taggedpdf.Paragraph{Text: []taggedpdf.Text{{Text: "The denial stands."}}}}}
	data, err := d.Bytes()
	if err != nil {
		panic(err)
	}
	return data
})

func checked(data []byte, s *Signer) Report { return Check(data, s.Chain, signedAt) }

func TestASignedLetterIsIntactAndOfTheOrganization(t *testing.T) {
	s := ours()
	data := letterPDF(t, s.Over(t.Context(), "Final Determination", "Sacramento, California", signedAt))
	r := checked(data, s)
	if r.State != Intact || !r.Trusted || r.Name != organization || !r.At.Equal(signedAt) || r.Signed != r.SHA256 || r.Stamped {
		t.Errorf("%+v", r)
	}
	if again := letterPDF(t, s.Over(t.Context(), "Final Determination", "Sacramento, California", signedAt)); !bytes.Equal(again, data) {
		t.Error("the same letter signed again is another file")
	}
	r = Check(data, nil, signedAt)
	if r.State != Intact || r.Trusted || !strings.Contains(r.Distrust, "No certificate") {
		t.Errorf("without a certificate to compare with: %+v", r)
	}
	r = Check(data, makeSigner(organization).Chain, signedAt)
	if r.State != Intact || r.Trusted || !strings.Contains(r.Distrust, "another certificate") {
		t.Errorf("with the certificate of another of the same name: %+v", r)
	}
}

func TestASignedLetterStaysAccessibleAndArchival(t *testing.T) {
	s := ours()
	data := letterPDF(t, s.Over(t.Context(), "Final Determination", "Sacramento, California", signedAt))
	r, err := check.File(data)
	must(t, err)
	for _, f := range r.Failed {
		t.Error(f)
	}
	doc, err := pdf.Open(data)
	must(t, err)
	if n := len(doc.Problems()); n > 0 {
		t.Error(doc.Problems())
	}
}

func TestOtherKeysSignToo(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		weak = nil // newer versions of Go refuse to make one
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	must(t, err)
	for name, key := range map[string]crypto.Signer{"RSA": rsaKey, "P-384": p384} {
		s, err := NewSigner([]*x509.Certificate{selfSigned(t, key, x509.KeyUsageDigitalSignature)}, key)
		must(t, err)
		if r := checked(letterPDF(t, s.Over(t.Context(), "", "", signedAt)), s); r.State != Intact || !r.Trusted {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if weak != nil {
		if _, err := NewSigner([]*x509.Certificate{selfSigned(t, weak, x509.KeyUsageDigitalSignature)}, weak); err == nil || !strings.Contains(err.Error(), "1024 bits") {
			t.Errorf("a weak key: %v", err)
		}
	}
	if _, err := NewSigner([]*x509.Certificate{selfSigned(t, rsaKey, x509.KeyUsageKeyEncipherment)}, rsaKey); err == nil || !strings.Contains(err.Error(), "not meant for signatures") {
		t.Errorf("a certificate for something else: %v", err)
	}
	if _, err := NewSigner([]*x509.Certificate{selfSigned(t, rsaKey, x509.KeyUsageDigitalSignature)}, p384); err == nil || !strings.Contains(err.Error(), "not the one of the certificate") {
		t.Errorf("a key of another certificate: %v", err)
	}
}

func selfSigned(t testing.TB, key crypto.Signer, use x509.KeyUsage) *x509.Certificate {
	t.Helper()
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "Test"}, NotBefore: from, NotAfter: until, KeyUsage: use}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	must(t, err)
	c, err := x509.ParseCertificate(der)
	must(t, err)
	return c
}

// A certificate that an authority vouches for is trusted by the certificate of the authority, while it is valid.
func TestACertificateIsTrustedByTheAuthorityThatMadeIt(t *testing.T) {
	root, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	top := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority"}, NotBefore: from, NotAfter: until, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, top, top, root.Public(), root)
	must(t, err)
	authority, err := x509.ParseCertificate(der)
	must(t, err)
	der, err = x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{Organization: []string{organization}}, NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature}, authority, key.Public(), root)
	must(t, err)
	own, err := x509.ParseCertificate(der)
	must(t, err)
	s, err := NewSigner([]*x509.Certificate{own, authority}, key)
	must(t, err)
	if r := Check(letterPDF(t, s.Over(t.Context(), "", "", signedAt)), []*x509.Certificate{authority}, signedAt); !r.Trusted {
		t.Errorf("%+v", r)
	}
	late := Check(letterPDF(t, s.Over(t.Context(), "", "", until.AddDate(0, 1, 0))), []*x509.Certificate{authority}, signedAt)
	if late.State != Intact || late.Trusted || !strings.Contains(late.Distrust, "was valid from") {
		t.Errorf("signed after the end of the certificate: %+v", late)
	}
}

// openssl and poppler's pdfsig, which share nothing with this package, find the signature valid.
func TestIndependentToolsFindTheSignatureValid(t *testing.T) {
	s := ours()
	folder := t.TempDir()
	data := letterPDF(t, s.Over(t.Context(), "Final Determination", "Sacramento, California", signedAt))
	file := filepath.Join(folder, "letter.pdf")
	must(t, os.WriteFile(file, data, 0o600))
	fields, err := signatureFields(data)
	must(t, err)
	ran := false
	if _, err := exec.LookPath("openssl"); err == nil {
		ran = true
		f := fields[0]
		var der cryptobyte.String
		whole := cryptobyte.String(f.cms)
		if !whole.ReadASN1Element(&der, asn1.SEQUENCE) {
			t.Fatal("no DER")
		}
		must(t, os.WriteFile(filepath.Join(folder, "s.der"), der, 0o600))
		must(t, os.WriteFile(filepath.Join(folder, "content"), append(bytes.Clone(data[:f.gap]), data[f.behind:]...), 0o600))
		must(t, os.WriteFile(filepath.Join(folder, "own.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Chain[0].Raw}), 0o600))
		out, err := exec.Command("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", filepath.Join(folder, "s.der"), "-content", filepath.Join(folder, "content"),
			"-CAfile", filepath.Join(folder, "own.pem"), "-purpose", "any", "-attime", "1793807100", "-partial_chain", "-out", os.DevNull).CombinedOutput()
		if err != nil {
			t.Errorf("openssl: %v\n%s", err, out)
		}
	}
	if _, err := exec.LookPath("pdfsig"); err == nil {
		ran = true
		out, _ := exec.Command("pdfsig", "-nocert", file).CombinedOutput()
		for _, want := range []string{"Signature Validation: Signature is Valid.", "Total document signed", "ETSI.CAdES.detached", "Golden Valley Independent Review"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("pdfsig does not say %q:\n%s", want, out)
			}
		}
	}
	if !ran {
		t.Skip("neither openssl nor pdfsig is installed")
	}
}
