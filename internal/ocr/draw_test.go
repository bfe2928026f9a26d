package ocr

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A sheet is a page drawn for a test, with the words that stand on it.
type sheet struct {
	g     *image.Gray
	dpi   float64
	words []string
	rng   *rand.Rand
	t     testing.TB
	faces map[string]font.Face
}

func newSheet(t testing.TB, dpi float64, seed uint64) *sheet {
	g := image.NewGray(image.Rect(0, 0, int(8.5*dpi), int(11*dpi)))
	draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
	return &sheet{g: g, dpi: dpi, rng: rand.New(rand.NewPCG(seed, 7)), t: t, faces: map[string]font.Face{}}
}

var fontFiles = map[string][]byte{"regular": goregular.TTF, "bold": gobold.TTF, "italic": goitalic.TTF, "mono": gomono.TTF}

func (s *sheet) face(name string, points float64) font.Face {
	key := name + string(rune(int(points*10)))
	if f := s.faces[key]; f != nil {
		return f
	}
	parsed, err := opentype.Parse(fontFiles[name])
	if err != nil {
		s.t.Fatal(err)
	}
	f, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: points, DPI: s.dpi, Hinting: font.HintingNone})
	if err != nil {
		s.t.Fatal(err)
	}
	s.faces[key] = f
	return f
}

// write sets text with its baseline at x, y inches and returns where it ends.
func (s *sheet) write(x, y float64, face, text string, points float64) float64 {
	d := font.Drawer{Dst: s.g, Src: image.Black, Face: s.face(face, points), Dot: fixed.P(int(x*s.dpi), int(y*s.dpi))}
	d.DrawString(text)
	s.words = append(s.words, strings.Fields(text)...)
	return float64(d.Dot.X) / 64 / s.dpi
}

// prose sets text in lines of a column and returns where the next line would stand.
func (s *sheet) prose(x, y, width float64, face, text string, points float64) float64 {
	f := s.face(face, points)
	line := ""
	for _, w := range append(strings.Fields(text), "") {
		if w == "" || float64(font.MeasureString(f, line+w))/64/s.dpi > width {
			s.write(x, y, face, strings.TrimSpace(line), points)
			y += points * 1.25 / 72
			line = ""
		}
		line += w + " "
	}
	return y
}

func (s *sheet) box(x0, y0, x1, y1 float64, shade uint8) {
	r := image.Rect(int(x0*s.dpi), int(y0*s.dpi), max(int(x0*s.dpi)+1, int(x1*s.dpi)), max(int(y0*s.dpi)+1, int(y1*s.dpi)))
	draw.Draw(s.g, r, image.NewUniform(color.Gray{Y: shade}), image.Point{}, draw.Src)
}

func (s *sheet) frame(x0, y0, x1, y1 float64) {
	const t = 0.012
	s.box(x0, y0, x1, y0+t, 0)
	s.box(x0, y1-t, x1, y1, 0)
	s.box(x0, y0, x0+t, y1, 0)
	s.box(x1-t, y0, x1, y1, 0)
}

const report = `The patient is a 47-year-old warehouse worker who returns for follow up of low back pain radiating to the left leg. He was
injured on 03/14/2021 when he lifted a pallet jack. He has completed 12 visits of physical therapy and reports that the pain
is 7/10 without medication and 4/10 with it. On examination there is tenderness over the paraspinal muscles, straight leg
raising is positive on the left at 40 degrees, and sensation is decreased over the lateral foot. Magnetic resonance imaging of
the lumbar spine dated 06/02/2021 shows a 5 mm disc protrusion at L5-S1 with mild narrowing of the left neural foramen. There is
no evidence of cauda equina syndrome. He denies bowel or bladder symptoms. Gabapentin 300 mg is taken three times daily. We
request authorization for an epidural steroid injection at L5-S1 under fluoroscopy. The patient remains temporarily totally
disabled until the next visit in six weeks. `

// layouts are pages of the kinds that records hold.
var layouts = map[string]func(s *sheet){
	"letter": func(s *sheet) {
		y := s.prose(1, 1, 6.5, "regular", "Sunset Spine Center 1200 Harbor Boulevard Suite 300 Fullerton California 92832", 11)
		for range 4 {
			y = s.prose(1, y+0.15, 6.5, "regular", report, 11)
		}
	},
	"small print": func(s *sheet) {
		y := 0.7
		for range 5 {
			y = s.prose(0.7, y+0.1, 7.1, "regular", report, 8.5)
		}
	},
	"capitals": func(s *sheet) {
		y := 1.0
		for range 2 {
			y = s.prose(1, y+0.2, 6.5, "mono", strings.ToUpper(report), 10)
		}
	},
	"imaging": func(s *sheet) {
		y := s.prose(2.2, 1, 6, "bold", "COASTAL IMAGING MEDICAL GROUP", 14)
		y = s.prose(1, y+0.3, 6.5, "mono", "EXAMINATION: MRI LUMBAR SPINE WITHOUT CONTRAST", 10)
		y = s.prose(1, y+0.1, 6.5, "mono", "CLINICAL HISTORY: Low back pain with radiculopathy.", 10)
		y = s.prose(1, y+0.1, 6.5, "mono", "FINDINGS: The vertebral bodies are normal in height. "+report[400:700], 10)
		s.prose(1, y+0.2, 6.5, "mono", "IMPRESSION: 5 MM DISC PROTRUSION AT L5-S1. NO FRACTURE.", 10)
	},
	"form": func(s *sheet) {
		s.prose(1.5, 0.8, 6, "bold", "REQUEST FOR AUTHORIZATION DWC Form RFA", 13)
		labels := []string{"Employee Name", "Date of Injury", "Claim Number", "Date of Birth", "Employer", "Requesting Physician", "Practice Name", "Phone Number", "Fax Number", "Diagnosis", "ICD Code", "Service Requested", "CPT Code", "Frequency"}
		for i, label := range labels {
			x, y := 0.7+3.6*float64(i%2), 1.2+0.55*float64(i/2)
			s.frame(x, y, x+3.6, y+0.55)
			s.write(x+0.06, y+0.17, "regular", label, 8)
			s.write(x+0.3, y+0.45, "italic", []string{"Maria Lopez", "03/14/2021", "SC-448120", "07/22/1974", "Harbor Freight", "J. Wong MD", "Sunset Spine"}[i%7], 11)
		}
		s.prose(0.7, 5.6, 7, "regular", report[:420], 9)
	},
	"table": func(s *sheet) {
		s.prose(1, 0.8, 6, "bold", "ITEMIZED STATEMENT OF SERVICES", 12)
		for r := range 32 {
			y := 1.3 + 0.26*float64(r)
			s.box(0.8, y+0.06, 7.7, y+0.07, 0)
			s.write(0.9, y, "regular", []string{"01/04/2022", "02/11/2022", "03/19/2022"}[r%3], 10)
			s.write(2.2, y, "regular", []string{"99214", "97110", "62323", "72148"}[r%4], 10)
			s.write(3.2, y, "regular", []string{"Office visit", "Therapeutic exercise", "Injection", "Imaging of spine"}[r%4], 10)
			s.write(6.4, y, "regular", []string{"145.00", "88.50", "1,240.00", "610.75"}[r%4], 10)
		}
		for _, x := range []float64{0.8, 2.1, 3.1, 6.2, 7.7} {
			s.box(x, 1.1, x+0.012, 9.4, 0)
		}
	},
	"columns": func(s *sheet) {
		y, z := 1.0, 1.0
		for range 3 {
			y = s.prose(0.7, y+0.1, 3.3, "regular", report, 9)
			z = s.prose(4.5, z+0.13, 3.3, "regular", report[150:], 9)
		}
	},
	"few lines": func(s *sheet) {
		s.write(1, 1.2, "regular", "Page 12 of 14", 10)
		s.prose(1, 2, 6, "regular", "Thank you for the opportunity to evaluate this patient.", 11)
		s.write(1, 3.1, "regular", "Sincerely,", 11)
		s.write(1, 4, "regular", "Jonathan Wong, M.D.", 11)
	},
	"one line": func(s *sheet) {
		s.write(2.5, 5, "bold", "MEDICAL RECORDS OF 2021", 16)
	},
	"therapy": func(s *sheet) {
		s.prose(1, 0.8, 6, "bold", "PHYSICAL THERAPY DAILY NOTE", 13)
		for i := range 14 {
			y := 1.4 + 0.5*float64(i)
			s.write(1, y, "regular", []string{"Therapeutic exercise", "Manual therapy", "Neuromuscular re-education", "Home program"}[i%4], 10)
			s.frame(3.6, y-0.13, 3.75, y+0.02)
			s.frame(4.6, y-0.13, 4.75, y+0.02)
			s.write(3.85, y, "regular", "Yes", 10)
			s.write(4.85, y, "regular", "No", 10)
			s.write(5.5, y, "regular", []string{"15 minutes", "8 reps", "2 sets"}[i%3], 10)
		}
	},
}

// A damage is what faxing does to a page.
type damage struct {
	skew    float64 // degrees clockwise
	specks  int     // per square inch
	blur    bool
	streaks int
	turn    int // as it lies in the file, clockwise
	gray    bool
}

// damaged is the sheet after a fax machine: leaning, black and white, with specks and streaks, lying on its side or head.
func (s *sheet) damaged(d damage) *image.Gray {
	g := s.g
	if d.skew != 0 {
		w, h := g.Rect.Dx(), g.Rect.Dy()
		lv := levelling(w, h, -d.skew)
		big := lv.level(g)
		g = image.NewGray(image.Rect(0, 0, w, h))
		draw.Draw(g, g.Rect, big, image.Pt((big.Rect.Dx()-w)/2, (big.Rect.Dy()-h)/2), draw.Src)
	} else {
		g = turnGray(turnGray(g, 180), 180)
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if !d.gray {
		for i, v := range g.Pix {
			noise := int(s.rng.NormFloat64() * 26)
			if d.blur {
				noise = int(s.rng.NormFloat64() * 45)
			}
			g.Pix[i] = 255
			if int(v)+noise < 140 {
				g.Pix[i] = 0
			}
		}
	}
	for range int(float64(d.specks) * 8.5 * 11) {
		x, y := s.rng.IntN(w-3), s.rng.IntN(h-3)
		for range 1 + s.rng.IntN(5) {
			g.Pix[(y+s.rng.IntN(2))*g.Stride+x+s.rng.IntN(3)] = 0
		}
	}
	for range d.streaks {
		x := 100 + s.rng.IntN(w-200)
		from := s.rng.IntN(h / 2)
		for y := from; y < h-s.rng.IntN(200); y++ {
			if s.rng.IntN(20) > 0 {
				g.Pix[y*g.Stride+x] = 0
			}
		}
	}
	return turnGray(g, d.turn)
}

// recall is the share of the words of a sheet that were read.
func recall(want, got []string) (right int, share float64) {
	have := map[string]int{}
	for _, w := range got {
		have[plain(w)]++
	}
	n := 0
	for _, w := range want {
		if plain(w) == "" {
			continue
		}
		n++
		if have[plain(w)] > 0 {
			have[plain(w)]--
			right++
		}
	}
	return right, float64(right) / math.Max(1, float64(n))
}

func plain(w string) string { return strings.ToLower(strings.Trim(w, ".,:;()'\"")) }
