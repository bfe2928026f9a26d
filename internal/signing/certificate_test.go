package signing

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

func TestACertificateAndItsKeyAreReadFromFiles(t *testing.T) {
	certificate, key, err := MakeCertificate(organization, from, until)
	must(t, err)
	s, err := ParseSigner(certificate, key)
	must(t, err)
	if s.Name() != organization || !s.Chain[0].NotAfter.Equal(until) {
		t.Errorf("read as %s until %s", s.Name(), s.Chain[0].NotAfter)
	}
	other, _, err := MakeCertificate(organization, from, until)
	must(t, err)
	for name, c := range map[string]struct{ certificate, key, says string }{
		"a key of another certificate": {string(other), string(key), "not the one of the certificate"},
		"the files exchanged":          {string(key), string(certificate), "holds no certificate"},
		"no key":                       {string(certificate), string(certificate), "holds no private key"},
		"an empty file":                {"", string(key), "holds no certificate"},
		"a key with a password":        {string(certificate), string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte{1}})), "has a password"},
		"a broken certificate":         {string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{1}})), string(key), "certificate 1"},
		"a broken key":                 {string(certificate), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}})), "the file of the key"},
	} {
		if _, err := ParseSigner([]byte(c.certificate), []byte(c.key)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range map[string]error{"no name": second(MakeCertificate(" ", from, until)), "no time": second(MakeCertificate("X", until, from))} {
		if err == nil {
			t.Errorf("a certificate with %s was made", name)
		}
	}
}

func second(_, _ []byte, err error) error { return err }

func TestACertificateIsReadFromPKCS12(t *testing.T) {
	s := ours()
	for name, e := range map[string]*pkcs12.Encoder{"modern": pkcs12.Modern2023, "old": pkcs12.LegacyDES} {
		data, err := e.Encode(s.Key, s.Chain[0], []*x509.Certificate{}, "a secret")
		must(t, err)
		got, err := ParsePKCS12(data, "a secret\n")
		if err != nil || !got.Chain[0].Equal(s.Chain[0]) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ParsePKCS12(data, "another"); err == nil || !strings.Contains(err.Error(), "password") {
			t.Errorf("%s with another password: %v", name, err)
		}
	}
	if _, err := ParsePKCS12([]byte("no such thing"), ""); err == nil {
		t.Error("something else was read")
	}
}

func TestTheDateOfASignatureIsRead(t *testing.T) {
	want := time.Date(2015, 11, 4, 23, 45, 0, 0, time.UTC)
	for _, s := range []string{"D:20151104234500+00'00'", "D:20151104154500-08'00'", "D:20151104154500-08'00", "D:20151104234500Z", "D:20151104234500"} {
		if got := pdfDate(s); !got.Equal(want) {
			t.Errorf("%s is read as %s", s, got)
		}
	}
	for _, s := range []string{"", "D:2015", "yesterday", "D:20151304234500Z"} {
		if got := pdfDate(s); !got.IsZero() {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}
