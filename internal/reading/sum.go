package reading

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// A sum is the SHA-256 of what is written to it.
type sum struct{ hash.Hash }

func newSum() sum { return sum{sha256.New()} }

// String is the sum in hexadecimal digits.
func (s sum) String() string { return hex.EncodeToString(s.Sum(nil)) }
