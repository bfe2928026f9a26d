package sandbox

// Kinds of objects of a page, as FPDFPageObj_GetType tells them.
const (
	objectText    = 1
	objectPath    = 2
	objectPicture = 3
	objectForm    = 5
)

const mostObjects = 20_000 // of a page that are looked at for pictures

// pictureShare is how much of the visible page pictures cover, 0 to 1, and how many objects it has.
func (g *guest) pictureShare(page uint64, v view) (share float64, objects int, err error) {
	n, err := g.call("FPDFPage_CountObjects", page)
	if err != nil {
		return 0, 0, err
	}
	objects = int(int32(n))
	area, err := g.pictures(page, "FPDFPage_GetObject", min(objects, mostObjects), v, 0)
	return min(area/(v.w*v.h), 1), objects, err
}

// pictures sums the visible areas of the pictures among the objects of a page or of a form within it. Strips of one
// scan, which many machines write, add up; pictures that overlap count twice, which does no harm.
func (g *guest) pictures(parent uint64, get string, n int, v view, depth int) (float64, error) {
	object, kind := g.function(get), g.function("FPDFPageObj_GetType")
	area := 0.0
	for i := range n {
		o, err := g.invoke(object, parent, uint64(i))
		if err != nil {
			return 0, err
		}
		if o == 0 {
			continue
		}
		k, err := g.invoke(kind, o)
		if err != nil {
			return 0, err
		}
		switch {
		case k == objectPicture:
			a, err := g.visibleArea(o, v)
			if err != nil {
				return 0, err
			}
			area += a
		case k == objectForm && depth < 3:
			inner, err := g.call("FPDFFormObj_CountObjects", o)
			if err != nil {
				return 0, err
			}
			if c := int(int32(inner)); c > 0 && c < 2000 {
				// What stands in a form has places of its own; a form that holds a picture is taken for it.
				has, err := g.pictures(o, "FPDFFormObj_GetObject", c, view{w: 1e9, h: 1e9, left: -5e8, bottom: -5e8}, depth+1)
				if err != nil {
					return 0, err
				}
				if has > 0 {
					a, err := g.visibleArea(o, v)
					if err != nil {
						return 0, err
					}
					area += a
				}
			}
		}
	}
	return area, nil
}

// visibleArea is how much of an object lies on the visible page, in square points.
func (g *guest) visibleArea(object uint64, v view) (float64, error) {
	s := uint64(g.scratch)
	ok, err := g.call("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12) // left, bottom, right, top
	if err != nil || int32(ok) == 0 {
		return 0, err
	}
	w := min(float64(g.float(g.scratch+8)), v.left+v.w) - max(float64(g.float(g.scratch)), v.left)
	h := min(float64(g.float(g.scratch+12)), v.bottom+v.h) - max(float64(g.float(g.scratch+4)), v.bottom)
	return max(w, 0) * max(h, 0), nil
}

// isGray says whether nothing on a loaded page has a colour, as far as that can be told before it is drawn: drawn in gray, such a
// page takes a quarter of the memory. Where it cannot be told, as of annotations, shadings and most photographs, it is
// false.
func (g *guest) isGray(page uint64) (bool, error) {
	notes, err := g.call("FPDFPage_GetAnnotCount", page)
	if err != nil || int32(notes) > 0 {
		return false, err
	}
	n, err := g.call("FPDFPage_CountObjects", page)
	if err != nil || int32(n) > mostObjects {
		return false, err
	}
	return g.areGray(page, page, "FPDFPage_GetObject", int(int32(n)), 0)
}

// areGray asks it of the objects of a page or of a form within it.
func (g *guest) areGray(page, parent uint64, get string, n, depth int) (bool, error) {
	object, kind := g.function(get), g.function("FPDFPageObj_GetType")
	for i := range n {
		o, err := g.invoke(object, parent, uint64(i))
		if err != nil || o == 0 {
			return false, err
		}
		k, err := g.invoke(kind, o)
		if err != nil {
			return false, err
		}
		gray := false
		switch k {
		case objectPath:
			gray, err = g.grayInk(o)
		case objectText:
			if gray, err = g.grayInk(o); gray {
				gray, err = g.plainLetters(o)
			}
		case objectPicture:
			gray, err = g.grayScan(page, o)
		case objectForm:
			var inner uint64
			if inner, err = g.call("FPDFFormObj_CountObjects", o); err == nil && depth < 3 && int32(inner) < 2000 {
				gray, err = g.areGray(page, o, "FPDFFormObj_GetObject", int(int32(inner)), depth+1)
			}
		}
		if err != nil || !gray {
			return false, err
		}
	}
	return true, nil
}

// grayInk says whether an object is filled and stroked in gray. A pattern says of itself that it is white or light gray, so
// these are not believed.
func (g *guest) grayInk(object uint64) (bool, error) {
	for _, name := range [2]string{"FPDFPageObj_GetFillColor", "FPDFPageObj_GetStrokeColor"} {
		s := uint64(g.scratch)
		ok, err := g.invoke(g.function(name), object, s, s+4, s+8, s+12)
		if err != nil {
			return false, err
		}
		if int32(ok) == 0 {
			continue // none was set: black
		}
		rgb, _ := g.mem.Read(g.scratch, 12)
		if r := rgb[0]; r != rgb[4] || r != rgb[8] || r == 0xFF || r == 0xBF {
			return false, nil
		}
	}
	return true, nil
}

// plainLetters says whether the letters of a text object have no colours of their own. Those of a Type 3 font may have, and
// such a font has no name.
func (g *guest) plainLetters(text uint64) (bool, error) {
	font, err := g.call("FPDFTextObj_GetFont", text)
	if err != nil || font == 0 {
		return false, err
	}
	length, err := g.call("FPDFFont_GetBaseFontName", font, 0, 0)
	return length > 1, err
}

// colourGray is the colour space DeviceGray, as FPDFImageObj_GetImageMetadata tells it.
const colourGray = 1

// grayScan says whether a picture is in shades of gray.
func (g *guest) grayScan(page, picture uint64) (bool, error) {
	// width, height, two floats, bits a pixel, colour space, marked content
	ok, err := g.call("FPDFImageObj_GetImageMetadata", picture, page, uint64(g.scratch))
	if err != nil || int32(ok) == 0 {
		return false, err
	}
	space, _ := g.mem.ReadUint32Le(g.scratch + 20)
	return space == colourGray, nil
}
