package sandbox

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// Tags of TIFF that say what a page is.
const (
	tagNewSubfile    = 254
	tagWidth         = 256
	tagHeight        = 257
	tagBits          = 258
	tagCompression   = 259
	tagPhotometric   = 262
	tagFillOrder     = 266
	tagStripOffsets  = 273
	tagOrientation   = 274
	tagSamples       = 277
	tagRowsPerStrip  = 278
	tagStripCounts   = 279
	tagXResolution   = 282
	tagYResolution   = 283
	tagPlanar        = 284
	tagT4Options     = 292
	tagUnit          = 296
	tagPredictor     = 317
	tagColourMap     = 320
	tagTileWidth     = 322
	tagTileHeight    = 323
	tagTileOffsets   = 324
	tagTileCounts    = 325
	tagExtraSamples  = 338
	tagJPEGTables    = 347
	mostTIFFValues   = 1 << 20 // of one tag
	mostTIFFTags     = 4096
	mostTIFFStripLen = 256 << 20
)

// errTIFF is the problem of a page whose directory does not hold together.
var errTIFF = problemPage

// An ifd is a directory of a TIFF file: the numbers of each tag.
type ifd struct {
	offset int64
	tags   map[uint16][]uint32
	ratios map[uint16]float64 // of the tags that are fractions
	tables []byte             // JPEGTables
}

func (d ifd) first(tag uint16, without uint32) uint32 {
	if v := d.tags[tag]; len(v) > 0 {
		return v[0]
	}
	return without
}

// A tiffFile is a TIFF file whose directories are its pages.
type tiffFile struct {
	file   io.ReaderAt
	size   int64
	order  binary.ByteOrder
	pages  []int64 // offsets of the directories
	limits Limits
	closer io.Closer
}

// openTIFF walks the directories. A directory that was there before ends the walk, as one does that lies outside of the file.
func openTIFF(file io.ReaderAt, size int64, limits Limits) (*tiffFile, error) {
	b, err := head(file, 8)
	if err != nil {
		return nil, err
	}
	if len(b) < 8 {
		return nil, problemIncomplete
	}
	t := &tiffFile{file: file, size: size, order: binary.LittleEndian, limits: limits}
	if b[0] == 'M' {
		t.order = binary.BigEndian
	}
	seen := map[int64]bool{}
	next := int64(t.order.Uint32(b[4:]))
	for next != 0 && !seen[next] {
		seen[next] = true
		var n [2]byte
		if _, err := file.ReadAt(n[:], next); err != nil {
			break
		}
		tags := int64(t.order.Uint16(n[:]))
		if kind, err := t.subfile(next+2, tags); err == nil && kind&1 == 0 { // not the small copy of another page
			if len(t.pages) >= limits.Pages {
				return nil, Problem(fmt.Sprintf("The file has more than %d pages. Send it again as several files.", limits.Pages))
			}
			t.pages = append(t.pages, next)
		}
		var link [4]byte
		if _, err := file.ReadAt(link[:], next+2+12*tags); err != nil {
			break
		}
		next = int64(t.order.Uint32(link[:]))
	}
	if len(t.pages) == 0 {
		if size < 64 || int64(t.order.Uint32(b[4:])) >= size {
			return nil, problemIncomplete
		}
		return nil, problemDamaged
	}
	return t, nil
}

// subfile reads tag NewSubfileType of the directory that begins at offset.
func (t *tiffFile) subfile(offset, tags int64) (uint32, error) {
	if tags == 0 {
		return 0, errTIFF
	}
	var e [12]byte
	if _, err := t.file.ReadAt(e[:], offset); err != nil {
		return 0, err
	}
	if t.order.Uint16(e[:]) == tagNewSubfile { // it has the lowest number, and tags are in order
		return t.order.Uint32(e[8:]), nil
	}
	return 0, nil
}

// directory reads the directory at offset.
func (t *tiffFile) directory(offset int64) (ifd, error) {
	d := ifd{offset: offset, tags: map[uint16][]uint32{}, ratios: map[uint16]float64{}}
	var n [2]byte
	if _, err := t.file.ReadAt(n[:], offset); err != nil {
		return d, errTIFF
	}
	tags := int(t.order.Uint16(n[:]))
	if tags > mostTIFFTags {
		return d, errTIFF
	}
	b := make([]byte, 12*tags)
	if _, err := t.file.ReadAt(b, offset+2); err != nil {
		return d, errTIFF
	}
	for ; len(b) > 0; b = b[12:] {
		if err := t.entry(&d, b[:12]); err != nil {
			return d, err
		}
	}
	return d, nil
}

// entry reads one tag of a directory.
func (t *tiffFile) entry(d *ifd, e []byte) error {
	tag, kind, count := t.order.Uint16(e), t.order.Uint16(e[2:]), t.order.Uint32(e[4:])
	size := map[uint16]int64{1: 1, 3: 2, 4: 4, 5: 8, 7: 1}[kind]
	if size == 0 || count > mostTIFFValues || count == 0 {
		return nil
	}
	data := e[8:12]
	if length := size * int64(count); length > 4 {
		at := int64(t.order.Uint32(e[8:]))
		if at+length > t.size {
			return errTIFF
		}
		data = make([]byte, length)
		if _, err := t.file.ReadAt(data, at); err != nil {
			return errTIFF
		}
	}
	switch kind {
	case 5:
		if below := t.order.Uint32(data[4:]); below != 0 {
			d.ratios[tag] = float64(t.order.Uint32(data)) / float64(below)
		}
		return nil
	case 7:
		if tag == tagJPEGTables {
			d.tables = data
		}
		return nil
	}
	values := make([]uint32, count)
	for i := range values {
		switch size {
		case 1:
			values[i] = uint32(data[i])
		case 2:
			values[i] = uint32(t.order.Uint16(data[2*i:]))
		case 4:
			values[i] = t.order.Uint32(data[4*i:])
		}
	}
	d.tags[tag] = values
	return nil
}

func (t *tiffFile) count() int { return len(t.pages) }

func (t *tiffFile) close() {
	if t.closer != nil {
		_ = t.closer.Close()
	}
}

// sheet wraps page n.
func (t *tiffFile) sheet(n int) (sheet, error) {
	d, err := t.directory(t.pages[n-1])
	if err != nil {
		return sheet{}, err
	}
	r, err := t.raster(d)
	if err != nil {
		return sheet{}, err
	}
	unit := 1.0
	switch d.first(tagUnit, 2) {
	case 1:
		unit = 0
	case 3:
		unit = 2.54
	}
	r.xdpi, r.ydpi, r.orientation = d.ratios[tagXResolution]*unit, d.ratios[tagYResolution]*unit, int(d.first(tagOrientation, 1))
	return r.sheetOf(t.limits)
}

// raster takes the packed strips or tiles of a page as they are, or unpacks those that PDF has no name for.
func (t *tiffFile) raster(d ifd) (raster, error) {
	r := raster{w: int(d.first(tagWidth, 0)), h: int(d.first(tagHeight, 0))}
	if r.w <= 0 || r.h <= 0 || int64(r.w)*int64(r.h) > t.limits.Pixels {
		return r, problemPageMemory
	}
	entries, ok := t.entries(d, &r)
	if !ok {
		return t.unpack(d)
	}
	tiles, err := t.strips(d, 1)
	if err != nil {
		return r, err
	}
	for i, u := range tiles {
		if d.first(tagCompression, 1) == 7 {
			tiles[i].data = withTables(u.data, d.tables)
		}
		tiles[i].entries = entries(u)
	}
	r.tiles = tiles
	return r, nil
}

// strips reads the packed strips or tiles of a page, those of one plane after those of the other.
func (t *tiffFile) strips(d ifd, planes int) ([]tile, error) {
	w, h := int(d.first(tagWidth, 0)), int(d.first(tagHeight, 0))
	offsets, counts := d.tags[tagStripOffsets], d.tags[tagStripCounts]
	tw, th := w, int(min(d.first(tagRowsPerStrip, uint32(h)), uint32(h)))
	tiled := len(d.tags[tagTileOffsets]) > 0
	if tiled {
		offsets, counts = d.tags[tagTileOffsets], d.tags[tagTileCounts]
		tw, th = int(d.first(tagTileWidth, 0)), int(d.first(tagTileHeight, 0))
	}
	if tw <= 0 || th <= 0 || tw > 1<<16 || th > 1<<24 || len(offsets) == 0 {
		return nil, errTIFF
	}
	across := (w + tw - 1) / tw
	each := across * ((h + th - 1) / th)
	offsets = offsets[:min(len(offsets), each*planes)]
	if len(counts) == 0 && len(offsets) == 1 {
		counts = []uint32{uint32(min(max(t.size-int64(offsets[0]), 0), mostTIFFStripLen))}
	}
	if len(counts) < len(offsets) {
		return nil, errTIFF
	}
	tiles := make([]tile, 0, len(offsets))
	left := int64(mostTIFFStripLen)
	for i, at := range offsets {
		n := min(int64(counts[i]), t.size-int64(at))
		if left -= n; n <= 0 || left < 0 {
			return nil, errTIFF
		}
		data := make([]byte, n)
		if m, err := t.file.ReadAt(data, int64(at)); err != nil && !errors.Is(err, io.EOF) || m < len(data) {
			return nil, errTIFF
		}
		u := tile{data: data, x: i % each % across * tw, y: i % each / across * th, w: tw, h: th}
		if !tiled {
			u.h = min(th, h-u.y) // the last strip is shorter, the last tile is not
		}
		if d.first(tagFillOrder, 1) == 2 {
			for k := range data {
				data[k] = bits.Reverse8(data[k])
			}
		}
		tiles = append(tiles, u)
	}
	return tiles, nil
}

// entries says how PDF calls the packing of a page; false where it has no name for it.
func (t *tiffFile) entries(d ifd, r *raster) (func(tile) string, bool) {
	samples, depth := int(d.first(tagSamples, 1)), int(d.first(tagBits, 1))
	photometric, compression := d.first(tagPhotometric, 0), d.first(tagCompression, 1)
	if d.first(tagPlanar, 1) != 1 && samples > 1 || len(d.tags[tagExtraSamples]) > 0 || samples != 1 && samples != 3 && samples != 4 {
		return nil, false
	}
	if depth != 1 && depth != 2 && depth != 4 && depth != 8 {
		return nil, false
	}
	space := colourSpace(samples)
	colour := fmt.Sprintf("/BitsPerComponent %d%s", depth, space)
	switch {
	case photometric == 0 && samples == 1:
		colour += "/Decode[1 0]"
	case photometric == 1 && samples == 1, photometric == 2 && samples == 3, photometric == 5 && samples == 4:
	case photometric == 6 && samples == 3 && compression == 7:
	case photometric == 3 && samples == 1 && len(d.tags[tagColourMap]) == 3<<depth:
		n := 1 << depth
		for i := range n {
			for c := range 3 {
				r.palette = append(r.palette, byte(d.tags[tagColourMap][c*n+i]>>8))
			}
		}
		r.high = n - 1
		colour = fmt.Sprintf("/BitsPerComponent %d", depth)
	default:
		return nil, false
	}
	predict := func(u tile) string {
		if d.first(tagPredictor, 1) != 2 {
			return params("/Predictor 1")
		}
		return params(fmt.Sprintf("/Predictor 2/Colors %d/BitsPerComponent %d/Columns %d", samples, depth, u.w))
	}
	switch compression {
	case 1:
		return func(tile) string { return colour }, true
	case 2, 3, 4:
		if samples != 1 || depth != 1 {
			return nil, false
		}
		k, more := "/K -1", ""
		if compression == 3 && d.first(tagT4Options, 0)&1 == 0 || compression == 2 {
			k = "/K 0"
		} else if compression == 3 {
			k = "/K 1"
		}
		if compression == 2 {
			more = "/EncodedByteAlign true"
		}
		if photometric == 1 {
			more += "/BlackIs1 true"
		}
		return func(u tile) string {
			return "/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode" + params(fmt.Sprintf("%s%s/Columns %d/Rows %d", k, more, u.w, u.h))
		}, true
	case 5:
		return func(u tile) string { return colour + "/Filter/LZWDecode" + predict(u) }, true
	case 7:
		if photometric == 2 {
			colour += params("/ColorTransform 0")
		}
		return func(tile) string { return colour + "/Filter/DCTDecode" }, true
	case 8, 32946:
		return func(u tile) string { return colour + "/Filter/FlateDecode" + predict(u) }, true
	case 32773:
		return func(tile) string { return colour + "/Filter/RunLengthDecode" }, true
	}
	return nil, false
}

// withTables puts the tables that all strips of a page share in front of a strip.
func withTables(strip, tables []byte) []byte {
	if len(tables) < 4 || len(strip) < 2 {
		return strip
	}
	return append(append([]byte{}, tables[:len(tables)-2]...), strip[2:]...)
}
