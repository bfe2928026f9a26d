package quality

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// of is how many different draws there are.
const of = 1_000_000

// Draw is the number, from 0 to 999,999, that a case draws in one review of its dispute, from 1. The same key, case and
// review draw the same number; without the key it cannot be told from a fair draw.
func Draw(key []byte, caseID string, review int) int {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte("blind audit\x00" + caseID + "\x00" + strconv.Itoa(review))) // a hash does not fail
	return int(binary.BigEndian.Uint64(h.Sum(nil)) % of)
}

// Drawn says whether a number is one of those that are looked at, where so many were drawn in the month before it.
func (s Sampling) Drawn(number, before int) bool {
	return number < s.Permille*(of/1000) && before < s.MonthlyCap
}
