package duplicate

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/openimr/openimr/records"
)

// A print is a page with its picture at 200 dots an inch.
type print struct {
	page records.Page
	gray *image.Gray
}

const dpi, dot = 200.0, 200.0 / 72

var typeface = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic(err)
	}
	return f
})

// press prints a text, each line below the other.
func press(text string, size float64) print {
	face, err := opentype.NewFace(typeface(), &opentype.FaceOptions{Size: size, DPI: dpi, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	g := image.NewGray(image.Rect(0, 0, 1700, 2200))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	p := records.Page{Width: 612, Height: 792, Source: records.Native}
	d := font.Drawer{Dst: g, Src: image.NewUniform(color.Gray{}), Face: face}
	leading := size * 1.4 * dot
	for n, line := range strings.Split(text, "\n") {
		base := 72*dot + float64(n)*leading
		d.Dot = fixed.P(int(72*dot), int(base))
		for _, w := range strings.Fields(line) {
			from := d.Dot.X
			d.DrawString(w)
			p.Words = append(p.Words, records.Word{Text: w, Line: int32(n), Confidence: 100, Box: records.Box{
				X0: float32(float64(from) / 64 / dot), Y0: float32((base - size*0.75*dot) / dot),
				X1: float32(float64(d.Dot.X) / 64 / dot), Y1: float32((base + size*0.2*dot) / dot)}})
			d.DrawString(" ")
		}
	}
	return print{p, g}
}

// A machine is how bad a fax is.
type machine struct {
	skew    float64 // degrees
	thick   float64 // threshold, 0.5 keeps the weight of strokes
	grain   float64 // noise before the threshold
	specks  int
	misread float64 // share of letters that text recognition gets wrong
}

// fax sends a page once more.
func fax(p print, m machine, seed uint64) print {
	r := rand.New(rand.NewPCG(seed, 7))
	turn := (r.Float64()*2 - 1) * m.skew * math.Pi / 180
	scale := 1 + (r.Float64()-0.5)*0.02
	sx, sy := r.Float64()*30-15, r.Float64()*30-15
	c, s := math.Cos(turn)/scale, math.Sin(turn)/scale
	b := p.gray.Bounds()
	src := blurred(p.gray)
	out := image.NewGray(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			dx, dy := float64(x)-850-sx, float64(y)-1100-sy
			u, v := c*dx+s*dy+850, -s*dx+c*dy+1100
			ink := 1 - bilinear(src, u, v)/255
			if ink+(r.Float64()*2-1)*m.grain < 1-m.thick {
				out.Pix[y*out.Stride+x] = 255
			}
		}
	}
	for range m.specks {
		x, y, n := r.IntN(b.Dx()-4), r.IntN(b.Dy()-4), 1+r.IntN(3)
		for i := range n * n {
			out.Pix[(y+i/n)*out.Stride+x+i%n] = 0
		}
	}
	q := p.page
	q.Source, q.Scan = records.OCR, true
	q.Words = nil
	for _, w := range p.page.Words {
		var box records.Box
		for i, at := range [][2]float32{{w.Box.X0, w.Box.Y0}, {w.Box.X1, w.Box.Y0}, {w.Box.X0, w.Box.Y1}, {w.Box.X1, w.Box.Y1}} {
			u, v := float64(at[0])*dot-850, float64(at[1])*dot-1100
			k := scale * scale
			x, y := float32((k*(c*u-s*v)+850+sx+r.Float64()-0.5)/dot), float32((k*(s*u+c*v)+1100+sy+r.Float64()-0.5)/dot)
			if i == 0 {
				box = records.Box{X0: x, Y0: y, X1: x, Y1: y}
			}
			box = records.Box{X0: min(box.X0, x), Y0: min(box.Y0, y), X1: max(box.X1, x), Y1: max(box.Y1, y)}
		}
		w.Box, w.Confidence = box, 90
		if w.Text = misread(w.Text, m.misread, r); w.Text != "" {
			q.Words = append(q.Words, w)
		}
	}
	return print{q, out}
}

func misread(s string, share float64, r *rand.Rand) string {
	const glyphs = "abcdefghiklmnoprstuvwxyz0123456789.,'"
	out := []byte(s)
	for i := 0; i < len(out); i++ {
		if r.Float64() >= share {
			continue
		}
		switch r.IntN(4) {
		case 0:
			out = append(out[:i], out[i+1:]...)
		default:
			out[i] = glyphs[r.IntN(len(glyphs))]
		}
	}
	if r.Float64() < share/3 {
		return ""
	}
	return string(out)
}

func blurred(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Bounds())
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	for y := range h {
		for x := range w {
			if x == 0 || y == 0 || x == w-1 || y == h-1 {
				out.Pix[y*out.Stride+x] = g.Pix[y*g.Stride+x]
				continue
			}
			i := y*g.Stride + x
			sum := 4*int(g.Pix[i]) + 2*(int(g.Pix[i-1])+int(g.Pix[i+1])+int(g.Pix[i-g.Stride])+int(g.Pix[i+g.Stride])) +
				int(g.Pix[i-g.Stride-1]) + int(g.Pix[i-g.Stride+1]) + int(g.Pix[i+g.Stride-1]) + int(g.Pix[i+g.Stride+1])
			out.Pix[i] = uint8(sum / 16)
		}
	}
	return out
}

func bilinear(g *image.Gray, x, y float64) float64 {
	xi, yi := int(math.Floor(x)), int(math.Floor(y))
	if xi < 0 || yi < 0 || xi+1 >= g.Bounds().Dx() || yi+1 >= g.Bounds().Dy() {
		return 255
	}
	fx, fy := x-float64(xi), y-float64(yi)
	i := yi*g.Stride + xi
	return (1-fy)*((1-fx)*float64(g.Pix[i])+fx*float64(g.Pix[i+1])) + fy*((1-fx)*float64(g.Pix[i+g.Stride])+fx*float64(g.Pix[i+g.Stride+1]))
}
