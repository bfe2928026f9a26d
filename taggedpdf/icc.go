package taggedpdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// SRGB is an ICC profile of the sRGB color space, for other files that have to carry one.
func SRGB() []byte { return sRGB() }

// sRGB returns an ICC profile (version 2.1, matrix and curves) of the sRGB color space of IEC 61966-2-1,
// which an archival file has to carry. It is computed here from the numbers of the standard.
var sRGB = sync.OnceValue(func() []byte {
	s15 := func(b []byte, values ...float64) []byte {
		for _, v := range values {
			b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
		}
		return b
	}
	xyz := func(x, y, z float64) []byte { return s15([]byte("XYZ \x00\x00\x00\x00"), x, y, z) }
	const name = "sRGB"
	desc := append([]byte("desc\x00\x00\x00\x00"), 0, 0, 0, byte(len(name)+1))
	desc = append(desc, name+"\x00"...)
	desc = append(desc, make([]byte, 8+3+67)...) // no Unicode and no Macintosh name
	const points = 1024
	curve := append([]byte("curv\x00\x00\x00\x00"), 0, 0, points>>8, points&0xFF)
	for i := range points {
		v := float64(i) / (points - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		curve = binary.BigEndian.AppendUint16(curve, uint16(math.Round(v*65535)))
	}
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc},
		{"cprt", []byte("text\x00\x00\x00\x00No copyright\x00")},
		{"wtpt", xyz(0.9642, 1, 0.8249)}, // D50, to which the primaries are adapted
		{"rXYZ", xyz(0.4360657, 0.2224884, 0.0139160)},
		{"gXYZ", xyz(0.3851471, 0.7168732, 0.0970764)},
		{"bXYZ", xyz(0.1430664, 0.0606079, 0.7140961)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // the same curve
	}
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1} { // a profile must have a date; the same one always
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	s15(head[68:68], 0.9642, 1, 0.8249)
	index := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
			at, size = 128+4+12*len(tags)+len(body), len(t.data)
			body = append(body, t.data...)
		}
		index = append(index, t.name...)
		index = binary.BigEndian.AppendUint32(index, uint32(at))
		index = binary.BigEndian.AppendUint32(index, uint32(size))
	}
	profile := append(append(head, index...), body...)
	for len(profile)%4 != 0 {
		profile = append(profile, 0)
	}
	binary.BigEndian.PutUint32(profile, uint32(len(profile)))
	return profile
})

var packedSRGB = sync.OnceValue(func() []byte { return deflate(sRGB()) })
