// Package signing signs letters for the organization, and finds out of a signed letter whether it is as it was signed.
//
// # Signing
//
// A Signer holds the organization's certificate and key, of ECDSA P-256 to P-521 or RSA of 2048 bits or more. Its Sign makes a detached
// CMS signature (RFC 5652) of the PAdES baseline profile B-B (EN 319 142-1): signed attributes are the type of the content, its SHA-256 digest
// and the certificate it was made with (ESS signing-certificate-v2, RFC 5035), and not the time, which stands in the PDF. A signature is
// deterministic (RFC 6979, PKCS #1 v1.5), so the same letter signed twice is the same file. With a Stamp it carries a time-stamp
// (RFC 3161) beside it and is of profile B-T. Where in the file it goes is the work of package taggedpdf.
//
// # Checking
//
// Check takes the bytes of a PDF file and tells whether a signature covers all of it, whose, and when it says it was made. It believes
// nothing: the two ranges must begin and end with the file and leave out the digits of the signature and nothing else, the structure must be DER
// without a byte left over, and an attribute may occur once. A revision appended later, a signature of somebody else put on top, a range
// that leaves a gap, and digits that hide something are all told as what they are. Whether the certificate is the organization's is told
// against the certificates that the caller trusts; without any, a signature is sound but nobody's.
//
// What is not checked: whether a certificate was revoked (that needs the network), and the signer of a time-stamp, of
// which it is told only that there is one for this signature.
//
// # Why of our own making
//
// The libraries at hand for CMS in Go (smallstep/pkcs7 0.2.3, digitorus/pkcs7 of 2026-09) put the time of the wall clock into every signature or
// need a newer Go, draw randomness, and read BER leniently, which is right for e-mail and wrong for a check that must name what it met.
// What is needed is one structure, written in one file and read in another with golang.org/x/crypto/cryptobyte; openssl and
// poppler's pdfsig check the outcome in the tests.
package signing
