package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
)

// A Key lets a program act for an account, through the programming interface alone. Only its hash is kept: the key is
// shown once, when it is made. It holds 160 random bits, so a plain hash is enough.
type Key struct {
	ID      string // the first letters of the hash; no secret
	Account imr.UserID
	Name    string // what it is for, in its owner's words
	Hash    string // SHA-256 in hexadecimal digits
	Made    time.Time
}

// Keys is where keys are kept.
type Keys interface {
	AddKey(ctx context.Context, k Key) error
	KeysOf(ctx context.Context, id imr.UserID) ([]Key, error)
	RemoveKey(ctx context.Context, id imr.UserID, key string) error // imr.NotFound where there is none
	KeyByHash(ctx context.Context, hash string) (Key, error)        // imr.NotFound where there is none
}

const keyPrefix = "openimr_"

// NewKey makes a key; secret is shown to its owner and kept nowhere.
func NewKey(id imr.UserID, name string, now time.Time) (k Key, secret string) {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	secret = keyPrefix + hex.EncodeToString(b[:])
	hash := HashKey(secret)
	return Key{ID: hash[:12], Account: id, Name: strings.TrimSpace(name), Hash: hash, Made: now}, secret
}

// HashKey is the hash under which a key is kept.
func HashKey(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
