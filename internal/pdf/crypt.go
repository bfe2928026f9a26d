package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // the format demands it
	"crypto/rc4" //nolint:gosec // the format demands it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"fmt"
)

// A crypt decrypts what the Standard security handler encrypted for whoever has the empty user password,
// as publishers do who only wish to forbid changes.
type crypt struct {
	key      []byte
	strings  cipherKind
	streams  cipherKind
	metadata bool // the metadata stream is encrypted too
	dict     Dict
}

type cipherKind uint8

const (
	noCipher cipherKind = iota
	cipherRC4
	cipherAES128 // AESV2
	cipherAES256 // AESV3
)

// Encryption returns the encryption dictionary; nil where the file is not encrypted.
func (d *Document) Encryption() Dict {
	if d.crypt == nil {
		return nil
	}
	return d.crypt.dict
}

// openCrypt finds out whether the file is encrypted, and the key for the empty user password.
func (d *Document) openCrypt() error {
	if d.crypt != nil || d.Trailer["Encrypt"] == nil {
		return nil
	}
	dict := d.Dict(d.Trailer["Encrypt"]) // read before there is a crypt: its strings are never encrypted
	if dict == nil {
		return fmt.Errorf("%w: the encryption dictionary is missing", ErrDamaged)
	}
	if f := d.Name(dict["Filter"]); f != "Standard" {
		return fmt.Errorf("%w: security handler %q", ErrUnsupported, f)
	}
	v, _ := d.Int(dict["V"])
	r, _ := d.Int(dict["R"])
	c := &crypt{metadata: d.Resolve(dict["EncryptMetadata"]) != false, dict: dict}
	bits := 40
	if n, ok := d.Int(dict["Length"]); ok && (v == 2 || v == 3) {
		bits = n
	}
	switch v {
	case 1, 2, 3:
		c.strings, c.streams = cipherRC4, cipherRC4
	case 4, 5:
		bits = 128
		var err error
		if c.streams, err = d.cryptFilter(dict, "StmF"); err != nil {
			return err
		}
		if c.strings, err = d.cryptFilter(dict, "StrF"); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%w: version %d", ErrUnsupported, v)
	}
	if bits < 40 || bits > 128 || bits%8 != 0 {
		return fmt.Errorf("%w: a key of %d bits", ErrUnsupported, bits)
	}
	str := func(k Name) []byte {
		s, _ := d.Resolve(dict[k]).(String)
		return []byte(s)
	}
	if v == 5 {
		key, err := key256(str("U"), str("UE"), r)
		if err != nil {
			return err
		}
		c.key = key
	} else {
		perms, _ := d.Int(dict["P"])
		var id String
		if ids := d.Array(d.Trailer["ID"]); len(ids) > 0 {
			id, _ = d.Resolve(ids[0]).(String)
		}
		key, err := key128(str("O"), str("U"), []byte(id), perms, bits/8, r, c.metadata)
		if err != nil {
			return err
		}
		c.key = key
	}
	d.crypt = c
	// What was read before the key was known is read again, decrypted; the encryption dictionary stays clear.
	d.objects, d.streams = map[int]Object{}, map[int]*objectStream{}
	if ref, ok := d.Trailer["Encrypt"].(Ref); ok {
		d.objects[ref.Num] = dict
	}
	return nil
}

// cryptFilter tells which cipher a crypt filter stands for.
func (d *Document) cryptFilter(dict Dict, key Name) (cipherKind, error) {
	name := d.Name(dict[key])
	if name == "" || name == "Identity" {
		return noCipher, nil
	}
	cf := d.Dict(d.Dict(dict["CF"])[name])
	switch m := d.Name(cf["CFM"]); m {
	case "None":
		return noCipher, nil
	case "V2":
		return cipherRC4, nil
	case "AESV2":
		return cipherAES128, nil
	case "AESV3":
		return cipherAES256, nil
	default:
		return 0, fmt.Errorf("%w: crypt filter %q with method %q", ErrUnsupported, name, m)
	}
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// key128 computes the key of revisions 2 to 4 for the empty password (ISO 32000-1, algorithm 2) and tests it (algorithms 4 to 6).
func key128(o, u, id []byte, perms, n, r int, metadata bool) ([]byte, error) {
	if len(o) < 32 || len(u) < 16 {
		return nil, fmt.Errorf("%w: the encryption dictionary is not complete", ErrDamaged)
	}
	if r == 2 {
		n = 5
	}
	h := md5.New() //nolint:gosec // the format demands it
	h.Write(padding)
	h.Write(o[:32])
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(perms))) //nolint:gosec // the low 32 bits are meant
	h.Write(id)
	if r >= 4 && !metadata {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)[:n]
	if r >= 3 {
		for range 50 {
			sum := md5.Sum(key) //nolint:gosec // the format demands it
			copy(key, sum[:n])
		}
	}
	var want, have []byte
	if r == 2 {
		have = u[:min(len(u), 32)]
		want = rc4Of(key, padding)
	} else {
		h := md5.New() //nolint:gosec // the format demands it
		h.Write(padding)
		h.Write(id)
		have, want = u[:16], h.Sum(nil)
		for i := range 20 {
			k := bytes.Clone(key)
			for j := range k {
				k[j] ^= byte(i)
			}
			want = rc4Of(k, want)
		}
	}
	if !bytes.Equal(want, have) {
		return nil, ErrPassword
	}
	return key, nil
}

func rc4Of(key, data []byte) []byte {
	c, err := rc4.NewCipher(key) //nolint:gosec // the format demands it
	if err != nil {
		return data // the key has 5 to 32 bytes: there is no other error
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// key256 unwraps the key of revisions 5 and 6 with the empty password (ISO 32000-2, algorithm 2.A).
func key256(u, ue []byte, r int) ([]byte, error) {
	if len(u) < 48 || len(ue) < 32 {
		return nil, fmt.Errorf("%w: the encryption dictionary is not complete", ErrDamaged)
	}
	hash := hash5
	switch r {
	case 5:
	case 6:
		hash = hash6
	default:
		return nil, fmt.Errorf("%w: revision %d", ErrUnsupported, r)
	}
	if !bytes.Equal(hash(u[32:40]), u[:32]) {
		return nil, ErrPassword
	}
	block, err := aes.NewCipher(hash(u[40:48]))
	if err != nil {
		return nil, err
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(key, ue[:32])
	return key, nil
}

func hash5(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	return sum[:]
}

// hash6 is algorithm 2.B of ISO 32000-2 for the empty user password.
func hash6(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for i := 0; ; i++ {
		e := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return k // 16 bytes are always a key
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, b := range e[:16] {
			mod += int(b)
		}
		switch mod % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		case 2:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-31 {
			return k[:32]
		}
	}
}

// objectKey makes the key of one object (ISO 32000-1, algorithm 1).
func (c *crypt) objectKey(r Ref, how cipherKind) []byte {
	if how == cipherAES256 {
		return c.key
	}
	b := append(bytes.Clone(c.key), byte(r.Num), byte(r.Num>>8), byte(r.Num>>16), byte(r.Gen), byte(r.Gen>>8)) //nolint:gosec // the low bytes are meant
	if how == cipherAES128 {
		b = append(b, "sAlT"...)
	}
	sum := md5.Sum(b) //nolint:gosec // the format demands it
	return sum[:min(len(c.key)+5, 16)]
}

var errCipher = errors.New("an encrypted stream has a wrong length")

func (c *crypt) decrypt(r Ref, how cipherKind, data []byte) ([]byte, error) {
	switch how {
	case noCipher:
		return data, nil
	case cipherRC4:
		return rc4Of(c.objectKey(r, how), data), nil
	}
	if len(data) == 0 {
		return data, nil
	}
	if len(data) < 2*aes.BlockSize {
		return nil, errCipher
	}
	data = data[:len(data)/aes.BlockSize*aes.BlockSize] // some programs count the end of line with it
	block, err := aes.NewCipher(c.objectKey(r, how))
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(data)-aes.BlockSize)
	cipher.NewCBCDecrypter(block, data[:aes.BlockSize]).CryptBlocks(out, data[aes.BlockSize:])
	pad := int(out[len(out)-1])
	if pad < 1 || pad > aes.BlockSize {
		return out, nil // not padded: a mistake of some programs
	}
	return out[:len(out)-pad], nil
}

// string decrypts a string of object r; one that is not encrypted as it should be is left as it is.
func (c *crypt) string(r Ref, data []byte) []byte {
	out, err := c.decrypt(r, c.strings, data)
	if err != nil {
		return data
	}
	return out
}

func (c *crypt) stream(s *Stream, data []byte) ([]byte, error) {
	if !c.metadata && s.Dict["Type"] == Name("Metadata") {
		return data, nil
	}
	return c.decrypt(s.Ref, c.streams, data)
}
