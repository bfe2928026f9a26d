package imr

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// A Signature is how somebody signed an act: the proof that it was they, what lay before them, and the words that they
// put their name to. Who signed is the actor of the event, and when is the time at which it was recorded.
//
// The pages ask for one with every draft and every determination. Rules.Signatures says that the programme refuses those
// acts without one; no section of the California programme prescribes the form of the reviewer's signature, so there it
// is noted and not demanded, and cases that were taken over from elsewhere can be recorded without.
type Signature struct {
	How  string `json:"how"`  // what was asked for again: "password"
	Text string `json:"text"` // SHA-256 of what was signed: Draft.Sum of a draft, the bytes of a letter
	Says string `json:"says"` // the sentence that stood beside the field
}

// Sum is the SHA-256 of a draft in its canonical form, which is its JSON: the same draft has the same sum.
func (d Draft) Sum() string {
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // texts and numbers can always be written
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// signed checks a signature against what it is to cover. law is the rule that asks for it.
func signed(r Rules, s *Signature, text, law string) error {
	switch {
	case s == nil && r.Signatures:
		return incomplete("signature", law, "It is not signed. Type your password again to sign it.")
	case s == nil:
		return nil
	case strings.TrimSpace(s.How) == "" || strings.TrimSpace(s.Says) == "":
		return incomplete("signature", law, "The signature does not say how it was given, and to which words.")
	case s.Text != text:
		return &Error{Conflict, law, "signature", "The signature is of another text than the one that is sent. Read it again and sign it."}
	}
	return nil
}

// CodeLength is the number of characters of a verification code without its dashes: 60 bits.
const CodeLength = 12

// codeLetters are the characters of a code: those of Crockford's base 32, none of which looks like another.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// MakeCode writes random bytes, of which it takes 12 and uses five bits each, as the code by which a letter is checked:
// "7F3K-9QXM-2WTB".
func MakeCode(random [CodeLength]byte) string {
	var b strings.Builder
	for i, c := range random {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[c&31])
	}
	return b.String()
}

// ParseCode reads a code as somebody types it from paper: in small letters, without dashes or with spaces, O for 0, I and
// L for 1. It returns its written form, and false where it is none.
func ParseCode(typed string) (string, bool) {
	var random [CodeLength]byte
	n := 0
	for _, c := range strings.ToUpper(typed) {
		switch c {
		case ' ', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u00a0', '\t', '\r', '\n':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		at := strings.IndexRune(codeLetters, c)
		if at < 0 || n == CodeLength {
			return "", false
		}
		random[n] = byte(at)
		n++
	}
	return MakeCode(random), n == CodeLength
}

func codeFits(code string) error {
	if code == "" {
		return nil
	}
	if written, ok := ParseCode(code); !ok || written != code {
		return incomplete("code", recordRule, "%q is no code by which a letter can be checked.", code)
	}
	return nil
}
