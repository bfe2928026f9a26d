package pdf

import (
	"bytes"
	"compress/flate"
	"compress/lzw"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
	"sync"

	tifflzw "golang.org/x/image/tiff/lzw"
)

// ErrImage is the error of a stream whose last filter is for pictures; what comes with it is still in that form.
var ErrImage = errors.New("the stream is a picture")

const maxFilters = 16

// Filters lists the names of a stream's filters in the order in which they are undone.
func (d *Document) Filters(s *Stream) []Name {
	switch f := d.Resolve(first(s.Dict, "Filter", "F")).(type) {
	case Name:
		return []Name{f}
	case Array:
		names := make([]Name, 0, len(f))
		for _, o := range f {
			names = append(names, d.Name(o))
		}
		return names
	}
	return nil
}

func first(dict Dict, keys ...Name) Object {
	for _, k := range keys {
		if o, ok := dict[k]; ok {
			return o
		}
	}
	return nil
}

// Data returns the bytes of a stream, decrypted and with its filters undone. Damage is an error and not a
// shorter answer: half a page must not pass for the page.
func (d *Document) Data(s *Stream) ([]byte, error) {
	if s.Dict["F"] != nil && s.Dict["Length"] != nil {
		return nil, errors.New("the stream's bytes are in another file")
	}
	filters := d.Filters(s)
	if len(filters) > maxFilters {
		return nil, errors.New("the stream has too many filters")
	}
	data := s.Raw
	if d.crypt != nil && !s.clear && (len(filters) == 0 || filters[0] != "Crypt") {
		var err error
		if data, err = d.crypt.stream(s, data); err != nil {
			return nil, err
		}
	}
	for i, f := range filters {
		var err error
		if data, err = d.undo(s.Ref, f, data, d.parms(s, i)); err != nil {
			if errors.Is(err, ErrImage) {
				return data, err
			}
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		if err := d.spend(len(data)); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// parms returns the parameters of the i-th filter.
func (d *Document) parms(s *Stream, i int) Dict {
	switch p := d.Resolve(first(s.Dict, "DecodeParms", "DP")).(type) {
	case Dict:
		if i == 0 {
			return p
		}
	case Array:
		if i < len(p) {
			return d.Dict(p[i])
		}
	}
	return nil
}

func (d *Document) undo(r Ref, f Name, data []byte, parms Dict) ([]byte, error) {
	switch f {
	case "FlateDecode", "Fl":
		out, err := d.inflate(r, data)
		if err != nil {
			return nil, err
		}
		return d.unpredict(out, parms)
	case "LZWDecode", "LZW":
		out, err := d.unlzw(data, parms)
		if err != nil {
			return nil, err
		}
		return d.unpredict(out, parms)
	case "ASCIIHexDecode", "AHx":
		l := &lexer{src: append([]byte{'<'}, data...)}
		return l.hex().b, nil
	case "ASCII85Decode", "A85":
		return unASCII85(data)
	case "RunLengthDecode", "RL":
		return d.unrun(data)
	case "Crypt":
		return data, nil // only Identity may stand here in files that this package opens
	case "DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF":
		return data, ErrImage
	}
	return nil, errors.New("the filter is not known")
}

var inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}

// inflate undoes the deflate method in its zlib wrapping. A wrong checksum at the end is a problem and no error, as a good
// many programs write it wrongly, or leave it out, and every reader shows their pages.
func (d *Document) inflate(ref Ref, data []byte) ([]byte, error) {
	if len(data) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	wrapped := data[0]&15 == 8 && (int(data[0])<<8|int(data[1]))%31 == 0
	if wrapped {
		data = data[2:]
	}
	in := bytes.NewReader(data)
	r := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(r)
	if err := r.(flate.Resetter).Reset(in, nil); err != nil {
		return nil, err
	}
	out, err := d.readAll(r, 4*len(data))
	if err != nil {
		return nil, err
	}
	var sum [4]byte
	if n, _ := in.Read(sum[:]); wrapped && n == 4 && binary.BigEndian.Uint32(sum[:]) != adler32.Checksum(out) {
		d.problemAt(ref, "the checksum of a stream is wrong, so its bytes may be too")
	}
	return out, nil
}

// readAll reads to the end, or to the limit of a stream.
func (d *Document) readAll(r io.Reader, guess int) ([]byte, error) {
	limit := d.limits.Stream
	if left := d.limits.Total - d.spent; left < limit {
		limit = max(left, 0)
	}
	out := make([]byte, 0, min(max(guess, 512), limit+1, 1<<20))
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		if len(out) > limit {
			return nil, fmt.Errorf("%w: a stream has more than %d MB when unpacked", ErrLimit, limit>>20)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// unlzw undoes LZW; EarlyChange 1, the default, is the variant of TIFF.
func (d *Document) unlzw(data []byte, parms Dict) ([]byte, error) {
	if n, ok := d.Int(parms["EarlyChange"]); ok && n == 0 {
		return d.readAll(lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8), 4*len(data))
	}
	return d.readAll(tifflzw.NewReader(bytes.NewReader(data), tifflzw.MSB, 8), 4*len(data))
}

func (d *Document) unrun(data []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(data); {
		n := int(data[i])
		i++
		switch {
		case n == 128:
			return out, nil
		case n < 128:
			if i+n+1 > len(data) {
				return nil, io.ErrUnexpectedEOF
			}
			out = append(out, data[i:i+n+1]...)
			i += n + 1
		default:
			if i >= len(data) {
				return nil, io.ErrUnexpectedEOF
			}
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
		if len(out) > d.limits.Stream {
			return nil, ErrLimit
		}
	}
	return out, nil
}

func unASCII85(data []byte) ([]byte, error) {
	var out []byte
	var v uint64
	n := 0
	for _, c := range data {
		switch {
		case isSpace(c):
			continue
		case c == '~':
			if n == 1 {
				return nil, errors.New("the last group is too short")
			}
			return append(out, tail85(v, n)...), nil
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
			continue
		case c < '!' || c > 'u':
			return nil, fmt.Errorf("%q does not belong here", c)
		}
		v = v*85 + uint64(c-'!')
		if n++; n == 5 {
			out = append(out, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
			v, n = 0, 0
		}
	}
	return append(out, tail85(v, n)...), nil
}

// tail85 returns the n-1 bytes of a last group of n characters.
func tail85(v uint64, n int) []byte {
	if n < 2 {
		return nil
	}
	for i := n; i < 5; i++ {
		v = v*85 + 84
	}
	return []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8)}[:n-1]
}

// unpredict undoes the predictor functions of PNG and TIFF.
func (d *Document) unpredict(data []byte, parms Dict) ([]byte, error) {
	predictor, ok := d.Int(parms["Predictor"])
	if !ok || predictor <= 1 {
		return data, nil
	}
	get := func(key Name, def int) int {
		if n, ok := d.Int(parms[key]); ok {
			return n
		}
		return def
	}
	colors, bits, columns := get("Colors", 1), get("BitsPerComponent", 8), get("Columns", 1)
	if colors < 1 || colors > 64 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<24 {
		return nil, errors.New("the predictor's parameters are wrong")
	}
	pixel := max(1, colors*bits/8)
	row := min((colors*bits*columns+7)/8, max(len(data), 1)) // a last row may be short
	if predictor == 2 {
		if bits != 8 {
			return nil, fmt.Errorf("predictor 2 with %d bits is not known", bits)
		}
		out := bytes.Clone(data)
		for start := 0; start < len(out); start += row {
			line := out[start:min(start+row, len(out))]
			for i := pixel; i < len(line); i++ {
				line[i] += line[i-pixel]
			}
		}
		return out, nil
	}
	out := make([]byte, 0, len(data))
	prior := make([]byte, row)
	for len(data) > 0 {
		how := data[0]
		n := min(row, len(data)-1)
		from := len(out)
		out = append(out, data[1:1+n]...)
		line := out[from:]
		data = data[1+n:]
		if err := unfilterPNG(how, line, prior, pixel); err != nil {
			return nil, err
		}
		prior = line
		if len(prior) < row {
			break
		}
	}
	return out, nil
}

func unfilterPNG(how byte, line, prior []byte, pixel int) error {
	for i := range line {
		var left, corner byte
		up := prior[i]
		if i >= pixel {
			left, corner = line[i-pixel], prior[i-pixel]
		}
		switch how {
		case 0:
			return nil
		case 1:
			line[i] += left
		case 2:
			line[i] += up
		case 3:
			line[i] += byte((int(left) + int(up)) / 2)
		case 4:
			line[i] += paeth(int(left), int(up), int(corner))
		default:
			return fmt.Errorf("row filter %d is not known", how)
		}
	}
	return nil
}

func paeth(a, b, c int) byte {
	p := a + b - c
	pa, pb, pc := max(p-a, a-p), max(p-b, b-p), max(p-c, c-p)
	switch {
	case pa <= pb && pa <= pc:
		return byte(a)
	case pb <= pc:
		return byte(b)
	}
	return byte(c)
}
