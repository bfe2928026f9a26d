package signing

import (
	"crypto/x509"
	encoding_asn1 "encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

const maxCertificates = 16 // in one signature

// A reader takes a DER structure apart. After a mistake it reads nothing more, and err says where the first one was.
type reader struct{ err error }

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = errors.New(what + " is not as it must be")
	}
}

// in opens the element of a tag at the beginning of s.
func (r *reader) in(s *cryptobyte.String, tag asn1.Tag, what string) cryptobyte.String {
	var out cryptobyte.String
	if r.err == nil && !s.ReadASN1(&out, tag) {
		r.fail(what)
	}
	return out
}

// whole is in with the head of the element.
func (r *reader) whole(s *cryptobyte.String, tag asn1.Tag, what string) cryptobyte.String {
	var out cryptobyte.String
	if r.err == nil && !s.ReadASN1Element(&out, tag) {
		r.fail(what)
	}
	return out
}

func (r *reader) oid(s *cryptobyte.String, what string) encoding_asn1.ObjectIdentifier {
	var out encoding_asn1.ObjectIdentifier
	if r.err == nil && !s.ReadASN1ObjectIdentifier(&out) {
		r.fail(what)
	}
	return out
}

func (r *reader) octets(s *cryptobyte.String, what string) []byte {
	return r.in(s, asn1.OCTET_STRING, what)
}

// end asks that nothing is left.
func (r *reader) end(s cryptobyte.String, what string) {
	if r.err == nil && !s.Empty() {
		r.fail("the end of " + what)
	}
}

// algorithm reads an AlgorithmIdentifier whose parameters say nothing.
func (r *reader) algorithm(s *cryptobyte.String, what string) encoding_asn1.ObjectIdentifier {
	in := r.in(s, asn1.SEQUENCE, what)
	oid := r.oid(&in, what)
	if r.err == nil && in.PeekASN1Tag(asn1.NULL) {
		var null cryptobyte.String
		if !in.ReadASN1(&null, asn1.NULL) || !null.Empty() {
			r.fail(what)
		}
	}
	r.end(in, what)
	return oid
}

// parseSignature reads a CMS SignedData in DER with one signer and nothing signed inside it. Zeros may follow: the place
// for it in a file is larger than the signature.
func parseSignature(der []byte) (*parsedSignature, error) {
	r := &reader{}
	s := cryptobyte.String(der)
	outer := r.in(&s, asn1.SEQUENCE, "the signature")
	for _, b := range s {
		if b != 0 {
			return nil, errors.New("something stands behind the signature in its own place")
		}
	}
	if oid := r.oid(&outer, "the kind of signature"); r.err == nil && !oid.Equal(oidSignedData) {
		return nil, fmt.Errorf("the signature is of kind %v, which is no signed data", oid)
	}
	wrapped := r.in(&outer, tag0, "the signed data")
	r.end(outer, "the signature")
	data := r.in(&wrapped, asn1.SEQUENCE, "the signed data")
	r.end(wrapped, "the signed data")
	r.in(&data, asn1.INTEGER, "the version")
	r.in(&data, asn1.SET, "the list of digests")
	content := r.in(&data, asn1.SEQUENCE, "the content")
	if oid := r.oid(&content, "the kind of content"); r.err == nil && !oid.Equal(oidData) {
		return nil, fmt.Errorf("the content is of kind %v, which is no data", oid)
	}
	r.end(content, "the content, which stands in the file")
	p := &parsedSignature{}
	if data.PeekASN1Tag(tag0) {
		p.certificates = r.certificates(r.in(&data, tag0, "the certificates"))
	}
	if data.PeekASN1Tag(tag1) {
		r.in(&data, tag1, "the revocations")
	}
	signers := r.in(&data, asn1.SET, "the signers")
	r.end(data, "the signed data")
	signer := r.in(&signers, asn1.SEQUENCE, "the signer")
	r.end(signers, "the signers, of whom there is one,")
	r.signer(signer, p)
	if r.err != nil {
		return nil, r.err
	}
	return p, nil
}

func (r *reader) certificates(s cryptobyte.String) []*x509.Certificate {
	var list []*x509.Certificate
	for r.err == nil && !s.Empty() {
		der := r.whole(&s, asn1.SEQUENCE, "a certificate")
		c, err := x509.ParseCertificate(der)
		if err != nil || len(list) == maxCertificates {
			r.fail("a certificate")
			return nil
		}
		list = append(list, c)
	}
	return list
}

func (r *reader) signer(s cryptobyte.String, p *parsedSignature) {
	r.in(&s, asn1.INTEGER, "the version of the signer")
	id := r.in(&s, asn1.SEQUENCE, "the name of the signer's certificate")
	p.issuer = r.whole(&id, asn1.SEQUENCE, "the issuer of the signer's certificate")
	p.serial = new(big.Int)
	if r.err == nil && !id.ReadASN1Integer(p.serial) {
		r.fail("the number of the signer's certificate")
	}
	r.end(id, "the name of the signer's certificate")
	p.hash = r.algorithm(&s, "the digest")
	set := r.whole(&s, tag0, "the signed attributes")
	if r.err == nil {
		p.attributes = append([]byte{0x31}, set[1:]...) // hashed as the SET that they are
		r.attributes(p)
	}
	p.algorithm = r.algorithm(&s, "the kind of key")
	p.signature = r.octets(&s, "the signature's value")
	if r.err == nil && s.PeekASN1Tag(tag1) {
		r.unsigned(r.in(&s, tag1, "the unsigned attributes"), p)
	}
	r.end(s, "the signer")
}

func (r *reader) attributes(p *parsedSignature) {
	s := cryptobyte.String(p.attributes)
	list := r.in(&s, asn1.SET, "the signed attributes")
	var kind encoding_asn1.ObjectIdentifier
	seen := map[string]bool{}
	for r.err == nil && !list.Empty() {
		a := r.in(&list, asn1.SEQUENCE, "a signed attribute")
		oid := r.oid(&a, "a signed attribute")
		values := r.in(&a, asn1.SET, "the value of a signed attribute")
		r.end(a, "a signed attribute")
		if seen[oid.String()] {
			r.fail("a signed attribute, which stands twice,")
		}
		seen[oid.String()] = true
		switch {
		case oid.Equal(oidContentType):
			kind = r.oid(&values, "the attribute of the content")
			r.end(values, "the attribute of the content")
		case oid.Equal(oidDigest):
			p.digest = r.octets(&values, "the attribute of the digest")
			r.end(values, "the attribute of the digest")
		case oid.Equal(oidSignedWith):
			r.signedWith(values, p)
		}
	}
	if r.err == nil && (!kind.Equal(oidData) || p.digest == nil) {
		r.fail("the list of signed attributes, which tells the content and its digest,")
	}
}

// signedWith reads the first certificate of ESS signing-certificate-v2; the others are those above it.
func (r *reader) signedWith(s cryptobyte.String, p *parsedSignature) {
	const what = "the attribute of the signer's certificate"
	value := r.in(&s, asn1.SEQUENCE, what)
	r.end(s, what)
	certificates := r.in(&value, asn1.SEQUENCE, what)
	id := r.in(&certificates, asn1.SEQUENCE, what)
	p.withHash = oidSHA256
	if r.err == nil && id.PeekASN1Tag(asn1.SEQUENCE) {
		p.withHash = r.algorithm(&id, what)
	}
	p.withSum = r.octets(&id, what)
}

func (r *reader) unsigned(s cryptobyte.String, p *parsedSignature) {
	for r.err == nil && !s.Empty() {
		a := r.in(&s, asn1.SEQUENCE, "an unsigned attribute")
		oid := r.oid(&a, "an unsigned attribute")
		values := r.in(&a, asn1.SET, "the value of an unsigned attribute")
		r.end(a, "an unsigned attribute")
		if r.err == nil && oid.Equal(oidTimeStamp) && p.stamp == nil {
			p.stamp = r.whole(&values, asn1.SEQUENCE, "the time-stamp")
		}
	}
}
