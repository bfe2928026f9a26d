package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	encoding_asn1 "encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// oidDocumentSigning is the extended key usage of RFC 9336.
var oidDocumentSigning = encoding_asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}

// MakeCertificate makes a certificate that an organization signs for itself, and its key (ECDSA P-256), both as PEM. It is
// good for a start and inside an organization; readers of others trust only one that a certification authority vouches for.
func MakeCertificate(organization string, from, until time.Time) (certificate, key []byte, err error) {
	if strings.TrimSpace(organization) == "" {
		return nil, nil, errors.New("a certificate needs the name of the organization")
	}
	if !until.After(from) {
		return nil, nil, errors.New("the certificate would end before it begins")
	}
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("make a key: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&k.PublicKey)
	if err != nil {
		return nil, nil, fmt.Errorf("write the key: %w", err)
	}
	id := sha256.Sum256(public)
	serial := new(big.Int).SetBytes(append([]byte{id[0] & 0x3F}, id[1:16]...))
	t := x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Organization: []string{organization}, CommonName: organization + ", determinations"},
		NotBefore: from.UTC(), NotAfter: until.UTC(), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		UnknownExtKeyUsage: []encoding_asn1.ObjectIdentifier{oidDocumentSigning}, BasicConstraintsValid: true, SubjectKeyId: id[:20],
		SignatureAlgorithm: x509.ECDSAWithSHA256,
	}
	der, err := x509.CreateCertificate(rand.Reader, &t, &t, &k.PublicKey, k)
	if err != nil {
		return nil, nil, fmt.Errorf("make the certificate: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return nil, nil, fmt.Errorf("write the key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), nil
}

// ParseCertificates reads the certificates of a PEM file, in their order.
func ParseCertificates(data []byte) ([]*x509.Certificate, error) {
	var list []*x509.Certificate
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			break
		}
		if b.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(list)+1, err)
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, errors.New("it holds no certificate: no line -----BEGIN CERTIFICATE-----")
	}
	return list, nil
}

// ParseKey reads the first private key of a PEM file that has no password.
func ParseKey(data []byte) (crypto.Signer, error) {
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return nil, errors.New("it holds no private key: no line -----BEGIN PRIVATE KEY-----")
		}
		var k any
		var err error
		switch b.Type {
		case "PRIVATE KEY":
			k, err = x509.ParsePKCS8PrivateKey(b.Bytes)
		case "EC PRIVATE KEY":
			k, err = x509.ParseECPrivateKey(b.Bytes)
		case "RSA PRIVATE KEY":
			k, err = x509.ParsePKCS1PrivateKey(b.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			return nil, errors.New("the key has a password; give it without one, in a file that only the server can read, or as PKCS#12")
		default:
			continue
		}
		if err != nil {
			return nil, err // of the form of the file; it holds nothing of the key
		}
		signer, ok := k.(crypto.Signer)
		if !ok {
			return nil, fmt.Errorf("a key of type %T cannot sign", k)
		}
		return signer, nil
	}
}

// ParseSigner reads a certificate, with those above it, and its key from PEM files.
func ParseSigner(certificate, key []byte) (*Signer, error) {
	chain, err := ParseCertificates(certificate)
	if err != nil {
		return nil, fmt.Errorf("the file of the certificate: %w", err)
	}
	k, err := ParseKey(key)
	if err != nil {
		return nil, fmt.Errorf("the file of the key: %w", err)
	}
	return NewSigner(chain, k)
}

// ParsePKCS12 reads a certificate, with those above it, and its key from a PKCS#12 file. A line break at the end of the
// password, as in a file that an editor wrote, is no part of it.
func ParsePKCS12(data []byte, password string) (*Signer, error) {
	key, own, above, err := pkcs12.DecodeChain(data, strings.TrimRight(password, "\r\n"))
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return nil, errors.New("the password of the PKCS#12 file is another one")
	}
	if err != nil {
		return nil, fmt.Errorf("read the PKCS#12 file: %w", err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of type %T cannot sign", key)
	}
	return NewSigner(append([]*x509.Certificate{own}, above...), signer)
}
