package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"sort"
	"strings"
	"testing"
)

// objects are the bodies of a small file by number; 1 is the catalog.
type objects map[int]string

// onePage is a file with one page that shows the content in Helvetica (F1) and Times bold (F2).
func onePage(content string) objects {
	return objects{
		1: "<</Type/Catalog/Pages 2 0 R>>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
		4: stream("", content),
		5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		6: "<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>",
	}
}

// with changes a copy of the file.
func (o objects) with(num int, body string) objects {
	c := objects{}
	for k, v := range o {
		c[k] = v
	}
	c[num] = body
	return c
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func deflate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func (o objects) nums() []int {
	var nums []int
	for n := range o {
		nums = append(nums, n)
	}
	sort.Ints(nums)
	return nums
}

// bytes writes the file with a cross-reference table.
func (o objects) bytes() []byte { return o.file("") }

// file writes the file, with more in its trailer.
func (o objects) file(trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	at := map[int]int{}
	for _, n := range o.nums() {
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, o[n])
	}
	start := b.Len()
	b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for _, n := range o.nums() {
		fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size 100%s>>\nstartxref\n%d\n%%%%EOF\n", trailer, start)
	return b.Bytes()
}

// packed writes the file with an object stream, which is object 50, and a cross-reference stream, which is object 51.
func (o objects) packed() []byte {
	var b, head, body bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	rows := map[int][3]int{}
	n := 0
	for _, num := range o.nums() {
		if strings.Contains(o[num], "stream") {
			rows[num] = [3]int{1, b.Len(), 0}
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", num, o[num])
			continue
		}
		fmt.Fprintf(&head, "%d %d ", num, body.Len())
		body.WriteString(o[num] + " ")
		rows[num] = [3]int{2, 50, n}
		n++
	}
	rows[50] = [3]int{1, b.Len(), 0}
	fmt.Fprintf(&b, "50 0 obj\n%s\nendobj\n",
		stream(fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", n, head.Len()), deflate(head.String()+body.String())))
	start := b.Len()
	rows[51] = [3]int{1, start, 0}
	var table bytes.Buffer
	prior := make([]byte, 5)
	for num := range 52 { // with the predictor that every program uses here
		r := rows[num]
		row := []byte{byte(r[0]), byte(r[1] >> 16), byte(r[1] >> 8), byte(r[1]), byte(r[2])}
		table.WriteByte(2)
		for i := range row {
			table.WriteByte(row[i] - prior[i])
		}
		prior = row
	}
	fmt.Fprintf(&b, "51 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n",
		stream("/Type/XRef/Root 1 0 R/Size 52/W[1 3 1]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>", deflate(table.String())), start)
	return b.Bytes()
}

// text reads a file and returns its lines.
func text(data []byte) (string, *Document, error) { return textLimited(data, Limits{}) }

func textLimited(data []byte, l Limits) (string, *Document, error) {
	d, err := OpenLimited(data, l)
	if err != nil {
		return "", nil, err
	}
	pages, err := d.Pages()
	if err != nil {
		return "", d, err
	}
	var out []string
	for _, p := range pages {
		s, err := p.Show()
		if err != nil {
			return "", d, err
		}
		for _, l := range s.Lines() {
			out = append(out, l.Text())
		}
	}
	return strings.Join(out, "\n"), d, nil
}

func mustText(t *testing.T, data []byte) string {
	t.Helper()
	s, _, err := text(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
