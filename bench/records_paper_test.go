//go:build unix

package bench

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// vocabulary is words of medical reports, the frequent ones first.
var vocabulary = strings.Fields(`the of and to patient pain with in for was is lumbar spine right left knee shoulder therapy no on at mg
 report date injury treatment request authorization physical examination medication range motion cervical radiculopathy denies
 history work status sessions visits hydrocodone gabapentin naproxen tramadol impression findings disc protrusion L4-5 L5-S1 stenosis
 foraminal moderate mild severe tenderness palpation flexion extension rotation degrees strength reflexes sensation intact decreased
 imaging MRI x-ray electrodiagnostic epidural steroid injection arthroscopy meniscus rotator cuff tear tendinosis sprain strain
 diagnosis physician orthopedic neurology acupuncture chiropractic utilization review denied modified certified guideline evidence
 functional improvement documented conservative failed surgery postoperative follow-up weeks months temporarily totally disabled
 modified duty lifting bending pounds restrictions permanent stationary maximal medical improvement`)

// paperText is the text of a page, line by line, of about as many words as a report has. The same seed gives the same.
func paperText(r *rand.Rand, page int) []string {
	lines := []string{fmt.Sprintf("PROGRESS REPORT  Claim WC-2015-%04d  Page %d", r.IntN(10000), page)}
	for range 42 {
		var b strings.Builder
		for range 7 + r.IntN(4) {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			if r.IntN(30) == 0 {
				fmt.Fprintf(&b, "%d/%d/2015", 1+r.IntN(12), 1+r.IntN(28))
				continue
			}
			n := int(float64(len(vocabulary)) * r.Float64() * r.Float64()) // the first words are used most
			b.WriteString(vocabulary[n])
		}
		lines = append(lines, b.String())
	}
	return lines
}

// nativePDF is a PDF of so many pages of text.
func nativePDF(pages int, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(at))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	kids := make([]string, pages)
	for i := range kids {
		kids[i] = fmt.Sprintf("%d 0 R", 4+2*i)
	}
	object("<</Type/Pages/Count %d/Kids[%s]>>", pages, strings.Join(kids, " "))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	for i := range pages {
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>", 5+2*i)
		var c strings.Builder
		c.WriteString("BT /F 10 Tf 15 TL 60 740 Td\n")
		for _, line := range paperText(r, i+1) {
			fmt.Fprintf(&c, "(%s) Tj T*\n", line)
		}
		c.WriteString("ET")
		object("<</Length %d>>stream\n%s\nendstream", c.Len(), c.String())
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}
