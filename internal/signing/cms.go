package signing

import (
	"bytes"
	"crypto/x509"
	encoding_asn1 "encoding/asn1"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// The object identifiers of a signature.
var (
	oidData        = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData  = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSignedWith  = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // ESS signing-certificate-v2
	oidTimeStamp   = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256      = encoding_asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384      = encoding_asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512      = encoding_asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA         = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSA256      = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidRSA384      = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSA512      = encoding_asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECDSA256    = encoding_asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECDSA384    = encoding_asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECDSA512    = encoding_asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
)

var (
	tag0 = asn1.Tag(0).ContextSpecific().Constructed()
	tag1 = asn1.Tag(1).ContextSpecific().Constructed()
)

// signedAttributes writes the attributes that are signed, as the SET OF that is hashed.
func signedAttributes(digest []byte, certificate *x509.Certificate) ([]byte, error) {
	attribute := func(oid encoding_asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) ([]byte, error) {
		var b cryptobyte.Builder
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oid)
			b.AddASN1(asn1.SET, value)
		})
		return b.Bytes()
	}
	of, err := attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
	if err != nil {
		return nil, err
	}
	sum, err := attribute(oidDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) })
	if err != nil {
		return nil, err
	}
	with, err := attribute(oidSignedWith, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // SigningCertificateV2
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // of ESSCertIDv2
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1OctetString(sha(certificate.Raw)) // SHA-256 is the default and is left out in DER
				})
			})
		})
	})
	if err != nil {
		return nil, err
	}
	list := [][]byte{of, sum, with}
	slices.SortFunc(list, bytes.Compare) // the order of DER
	var b cryptobyte.Builder
	b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
		for _, a := range list {
			b.AddBytes(a)
		}
	})
	return b.Bytes()
}

// signedData writes a whole signature. stamp is the token of a time-stamp, nil for none.
func signedData(chain []*x509.Certificate, attributes []byte, algorithm encoding_asn1.ObjectIdentifier, signature, stamp []byte) ([]byte, error) {
	own := chain[0]
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tag0, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) { algorithmOf(b, oidSHA256) })
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(tag0, func(b *cryptobyte.Builder) {
					certificates := make([][]byte, 0, len(chain))
					for _, c := range chain {
						certificates = append(certificates, c.Raw)
					}
					slices.SortFunc(certificates, bytes.Compare)
					for _, c := range certificates {
						b.AddBytes(c)
					}
				})
				b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // SignerInfo
						b.AddASN1Int64(1)
						b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddBytes(own.RawIssuer)
							b.AddASN1BigInt(own.SerialNumber)
						})
						algorithmOf(b, oidSHA256)
						inner := cryptobyte.String(attributes)
						var content cryptobyte.String
						inner.ReadASN1(&content, asn1.SET)
						b.AddASN1(tag0, func(b *cryptobyte.Builder) { b.AddBytes(content) })
						algorithmOf(b, algorithm)
						b.AddASN1OctetString(signature)
						if stamp != nil {
							b.AddASN1(tag1, func(b *cryptobyte.Builder) {
								b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
									b.AddASN1ObjectIdentifier(oidTimeStamp)
									b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(stamp) })
								})
							})
						}
					})
				})
			})
		})
	})
	return b.Bytes()
}

// algorithmOf writes an AlgorithmIdentifier. RSA has parameters that say nothing, the others have none.
func algorithmOf(b *cryptobyte.Builder, oid encoding_asn1.ObjectIdentifier) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if oid.Equal(oidRSA256) {
			b.AddASN1NULL()
		}
	})
}

// A parsedSignature is what a CMS structure says.
type parsedSignature struct {
	certificates []*x509.Certificate
	issuer       []byte
	serial       *big.Int
	hash         encoding_asn1.ObjectIdentifier
	attributes   []byte // as they were hashed: with the tag of a SET
	digest       []byte
	withSum      []byte // hash of the certificate that the signer says to have used; nil where none is named
	withHash     encoding_asn1.ObjectIdentifier
	algorithm    encoding_asn1.ObjectIdentifier
	signature    []byte
	stamp        []byte // token of a time-stamp
}
