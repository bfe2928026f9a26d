package sandbox

// Kinds of objects of a page, as FPDFPageObj_GetType tells them.
const (
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
