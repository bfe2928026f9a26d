package signing

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	encoding_asn1 "encoding/asn1"
	"errors"
	"fmt"
	"time"

	"github.com/openimr/openimr/taggedpdf"
)

// A Signer signs for the organization.
type Signer struct {
	Chain []*x509.Certificate // the signer's own first, then those above it
	Key   crypto.Signer
	Stamp func(ctx context.Context, digest []byte) ([]byte, error) // the token of a time-stamp (RFC 3161) over a SHA-256 digest; nil for none
}

// NewSigner puts a certificate and its key together. Errors say what does not fit.
func NewSigner(chain []*x509.Certificate, key crypto.Signer) (*Signer, error) {
	if len(chain) == 0 {
		return nil, errors.New("there is no certificate")
	}
	own := chain[0]
	same, ok := own.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !same.Equal(key.Public()) {
		return nil, errors.New("the key is not the one of the certificate")
	}
	switch k := own.PublicKey.(type) {
	case *ecdsa.PublicKey:
	case *rsa.PublicKey:
		if k.N.BitLen() < 2048 {
			return nil, fmt.Errorf("the RSA key has %d bits; it needs 2048 or more", k.N.BitLen())
		}
	default:
		return nil, fmt.Errorf("the key is a %T; use ECDSA or RSA", own.PublicKey)
	}
	if own.KeyUsage != 0 && own.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return nil, errors.New("the certificate is not meant for signatures: its key usage has neither digitalSignature nor nonRepudiation")
	}
	return &Signer{Chain: chain, Key: key}, nil
}

// Name is who signs: the organization of the certificate, else its common name.
func (s *Signer) Name() string { return nameOf(s.Chain[0]) }

func nameOf(c *x509.Certificate) string {
	switch {
	case len(c.Subject.Organization) > 0 && c.Subject.Organization[0] != "":
		return c.Subject.Organization[0]
	case c.Subject.CommonName != "":
		return c.Subject.CommonName
	}
	return c.Subject.String()
}

// Sign makes the signature over parts of a file that stand one behind the other.
func (s *Signer) Sign(ctx context.Context, parts ...[]byte) ([]byte, error) {
	sum := sha256.New()
	for _, p := range parts {
		sum.Write(p)
	}
	attributes, err := signedAttributes(sum.Sum(nil), s.Chain[0])
	if err != nil {
		return nil, fmt.Errorf("write the signed attributes: %w", err)
	}
	algorithm := oidECDSA256
	if _, ok := s.Key.Public().(*rsa.PublicKey); ok {
		algorithm = oidRSA256
	}
	value, err := s.Key.Sign(nil, sha(attributes), crypto.SHA256) // without randomness: RFC 6979
	if err != nil {
		return nil, fmt.Errorf("sign with the key of %s: %w", s.Name(), err)
	}
	var stamp []byte
	if s.Stamp != nil {
		if stamp, err = s.Stamp(ctx, sha(value)); err != nil {
			return nil, err
		}
	}
	return signedData(s.Chain, attributes, algorithm, value, stamp)
}

// Over is the signature as a PDF file wants it, made at a time.
func (s *Signer) Over(ctx context.Context, reason, place string, at time.Time) *taggedpdf.Signature {
	return &taggedpdf.Signature{
		Says: "Digital signature of " + s.Name(), Name: s.Name(), Reason: reason, Location: place, Date: at,
		Sign: func(before, behind []byte) ([]byte, error) { return s.Sign(ctx, before, behind) },
	}
}

func sha(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

// hashes are the digests that a signature may be made of.
var hashes = []struct {
	oid  encoding_asn1.ObjectIdentifier
	hash crypto.Hash
}{{oidSHA256, crypto.SHA256}, {oidSHA384, crypto.SHA384}, {oidSHA512, crypto.SHA512}}

func hashOf(oid encoding_asn1.ObjectIdentifier) (crypto.Hash, bool) {
	for _, h := range hashes {
		if h.oid.Equal(oid) {
			return h.hash, true
		}
	}
	return 0, false
}

// algorithmFor tells how a signature was made, 0 where that is not known or too weak.
func (p *parsedSignature) algorithmFor() x509.SignatureAlgorithm {
	for _, a := range []struct {
		oid, hash encoding_asn1.ObjectIdentifier
		is        x509.SignatureAlgorithm
	}{
		{oidRSA256, oidSHA256, x509.SHA256WithRSA}, {oidRSA384, oidSHA384, x509.SHA384WithRSA}, {oidRSA512, oidSHA512, x509.SHA512WithRSA},
		{oidRSA, oidSHA256, x509.SHA256WithRSA}, {oidRSA, oidSHA384, x509.SHA384WithRSA}, {oidRSA, oidSHA512, x509.SHA512WithRSA},
		{oidECDSA256, oidSHA256, x509.ECDSAWithSHA256}, {oidECDSA384, oidSHA384, x509.ECDSAWithSHA384}, {oidECDSA512, oidSHA512, x509.ECDSAWithSHA512},
	} {
		if a.oid.Equal(p.algorithm) && a.hash.Equal(p.hash) {
			return a.is
		}
	}
	return x509.UnknownSignatureAlgorithm
}
