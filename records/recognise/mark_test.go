package recognise

import (
	"strings"
	"testing"

	"github.com/openimr/openimr/records"
)

// A piece is text of a test page: it begins at x, y points, ten points high.
type piece struct {
	x, y float32
	text string
}

// page is a page of letter size with text in places. Each letter is five points wide.
func page(pieces ...piece) records.Page {
	p := records.Page{Width: 612, Height: 792, Source: records.OCR, Scan: true}
	for line, t := range pieces {
		x := t.x
		for _, w := range strings.Fields(t.text) {
			n := float32(5 * len(w))
			p.Words = append(p.Words, records.Word{Text: w, Box: records.Box{X0: x, Y0: t.y, X1: x + n, Y1: t.y + 10}, Line: int32(line), Block: int32(line), Confidence: 90})
			x += n + 4
		}
	}
	return p
}

func roles(p records.Page, role records.Role) string {
	var ws []string
	for _, w := range p.Words {
		if w.Role == role {
			ws = append(ws, w.Text)
		}
	}
	return strings.Join(ws, " ")
}

func TestFaxHeaders(t *testing.T) {
	for _, line := range []string{
		"03/14/2021 14:22 FROM: SUNSET SPINE CENTER 7145550101 P.03/12",
		"Mar 14 2021 02:22PM Sunset Spine 714-555-0101 page 3",
		"03-14-'21 14:22 FROM-Sunset Spine T-482 P0003/0012 F-113",
		"FROM : SUNSET SPINE CTR FAX NO. : 7145550101 Mar. 14 2021 02:22PM P3",
		"2021-03-14 14:22:09 PDT From: 17145550101 To: 19165550199 Page: 3/12",
		"O3/l4/2O21 l4:22 FROM: SUNSET SPlNE 7l45550101 P.O3/l2",
		"To: Claims Dept Page 3 of 12 2021-03-14 22:22:09 (GMT) 17145550101 From: Records",
		"14-Mar-2021 14:22 From: Sunset Spine Center 714 555 0101 p.3",
		"RightFax N2-1 3/14/2021 2:22:09 PM PAGE 3/012 Fax Server",
		"03/14/2021 2:22 PM FAX 7145550101 SUNSET SPINE @003/012",
		"MAR-14-2021 14:22 SUNSET SPINE 714 555 0101 P.03",
		"03/14/2021 SUN 14:22 FAX 714 555 0101 SUNSET SPINE 003/012",
		"Received Fax : Mar 14 2021 2:22PM Fax Station : HP LASERJET FAX p 3",
		"eFax 714-555-0101 To: 916-555-0199 Page: 03 of 12",
	} {
		for _, y := range []float32{8, 40, 775} {
			p := page(piece{20, y, line}, piece{72, 300, "The patient returns for follow up on 03/14/2021 at 10:30 AM."})
			Mark(&p)
			if got := roles(p, records.FaxHeader); got != line {
				t.Errorf("at %v: of %q the fax header is %q", y, line, got)
			}
		}
	}
	for _, line := range []string{
		"Sunset Spine Center, 1200 Harbor Boulevard, Fullerton, California 92832",
		"Tel (714) 555-0101 Fax (714) 555-0102",
		"Patient: Maria Lopez DOB: 07/22/1974 DOS: 03/14/2021",
		"Printed on 03/14/2021 10:22 AM by jsmith Page 3 of 12",
		"Page 3 of 12",
		"RE: Maria Lopez Claim SC-448120 March 14, 2021",
		"March 14, 2021",
		"Electronically signed by Jonathan Wong MD on 03/14/2021 at 4:15 PM",
		"Progress report of 03/14/2021 continued, page 2",
		"Date of Injury 03/14/2021 Date of Birth 07/22/1974",
		"State of California Division of Workers' Compensation",
		"Lopez, Maria 03/14/2021 Page 2",
	} {
		for _, y := range []float32{20, 770} {
			p := page(piece{20, y, line}, piece{72, 300, "The patient returns."})
			Mark(&p)
			if got := roles(p, records.FaxHeader); got != "" {
				t.Errorf("%q at %v is no fax header, but %q is", line, y, got)
			}
		}
	}
	p := page(piece{72, 400, "03/14/2021 14:22 FROM: SUNSET SPINE CENTER 7145550101 P.03/12"})
	Mark(&p)
	if got := roles(p, records.FaxHeader); got != "" {
		t.Errorf("in the middle of the page %q is a fax header", got)
	}
}

func TestAFaxHeaderMayComeInColumnsAndTwice(t *testing.T) {
	p := page(
		piece{20, 10, "03/14/2021 14:22"}, piece{220, 11, "SUNSET SPINE"}, piece{380, 9, "7145550101"}, piece{540, 10, "P.03/12"},
		piece{20, 28, "MAR-15-2021 09:10 FROM: CLAIMS 9165550199 P.7"},
		piece{72, 100, "Progress report"},
	)
	Mark(&p)
	if got := roles(p, records.Body); got != "Progress report" {
		t.Errorf("the rest of the page is %q", got)
	}
}

func TestAFaxHeaderOfALeaningPage(t *testing.T) {
	p := page(piece{20, 10, "03/14/2021 14:22"}, piece{380, 27, "7145550101"}, piece{540, 34.5, "P.03/12"}, piece{20, 120, "Progress report"})
	p.Skew = 2.7
	Mark(&p)
	if got := roles(p, records.FaxHeader); got != "03/14/2021 14:22 7145550101 P.03/12" {
		t.Errorf("the fax header is %q", got)
	}
}

func TestStampedNumbers(t *testing.T) {
	for line, want := range map[string]string{
		"CM15-0001 000412":     "CM15-0001 000412",
		"SCIF0001234":          "SCIF0001234",
		"SCIF 000123":          "SCIF 000123",
		"DEF-000045":           "DEF-000045",
		"000412":               "000412",
		"LOPEZ_000045":         "LOPEZ_000045",
		"Bates No. 12345":      "12345",
		"555 0171":             "", // the end of a telephone number
		"(800) 555   0171":     "",
		"BATES: ZEN000123":     "ZEN000123",
		"SCIFO0O1234":          "SCIF0001234",
		"DEF-0OO04S":           "DEF-000045",
		"ML 0000388.":          "ML 0000388",
		"00412":                "00412",
		"CAL-WC 004411":        "CAL-WC 004411",
		"EXHIBIT A":            "",
		"Page 12 of 300":       "",
		"Page 12":              "",
		"12":                   "",
		"3":                    "",
		"CMS-1500":             "",
		"CMS 1500":             "",
		"DWC Form RFA":         "",
		"(714) 555-0101":       "",
		"714-555-0101":         "",
		"03/14/2021":           "",
		"03142021 signed":      "",
		"92832":                "",
		"Sacramento, CA 95814": "",
		"MRN 0001234":          "",
		"Claim 00448120":       "",
		"Rev. 0612":            "",
		"2021":                 "",
		"Invoice 000123":       "",
		"Dr. Wong":             "",
		"PR-2":                 "",
	} {
		p := page(piece{72, 300, "The patient returns."}, piece{520, 770, line})
		Mark(&p)
		if p.Bates != want || (roles(p, records.Stamp) != "") != (want != "") {
			t.Errorf("%q is the stamped number %q, not %q; stamp %q", line, p.Bates, want, roles(p, records.Stamp))
		}
		q := page(piece{72, 300, "The patient returns."}, piece{300, 400, line})
		Mark(&q)
		if q.Bates != "" {
			t.Errorf("%q in the middle of the page is the stamped number %q", line, q.Bates)
		}
	}
}

func TestTheStampedNumberStandsBesideOtherWords(t *testing.T) {
	p := page(piece{72, 760, "Sunset Spine Center"}, piece{300, 760, "Page 3 of 12"}, piece{520, 761, "SCIF0001234"}, piece{500, 20, "DEF-000045"})
	Mark(&p)
	if p.Bates != "SCIF0001234" || roles(p, records.Stamp) != "SCIF0001234 DEF-000045" {
		t.Errorf("the number is %q, the stamps %q", p.Bates, roles(p, records.Stamp))
	}
	q := page(piece{72, 760, "Call 555 about account 0001234 today"})
	Mark(&q)
	if q.Bates != "" {
		t.Errorf("a number in a sentence is the stamped number %q", q.Bates)
	}
}

// A header that was read in parts leaves the end of its telephone number standing alone.
func TestTheEndOfATelephoneNumberIsNoStamp(t *testing.T) {
	p := page(piece{20, 10, "12/21/2022 15:40 FAX 559 555 SIERRA FOOTHILL P.002"}, piece{480, 19, "0143"}, piece{72, 100, "Primary treating physician's report"})
	Mark(&p)
	if roles(p, records.FaxHeader) == "" || p.Bates != "" {
		t.Errorf("the stamped number is %q beside the header %q", p.Bates, roles(p, records.FaxHeader))
	}
}

func TestReceivedStamps(t *testing.T) {
	for _, c := range []struct {
		pieces []piece
		want   string
	}{
		{[]piece{{400, 200, "RECEIVED"}, {402, 216, "MAR 14 2021"}, {395, 232, "CLAIMS DEPARTMENT"}}, "RECEIVED MAR 14 2021 CLAIMS DEPARTMENT"},
		{[]piece{{400, 200, "RECElVED"}, {402, 216, "O3/14/2021"}}, "RECElVED O3/14/2021"},
		{[]piece{{400, 200, "RECEIVED 03/14/2021"}}, "RECEIVED 03/14/2021"},
		{[]piece{{400, 200, "REC'D MAR 14 2021"}}, "REC'D MAR 14 2021"},
		{[]piece{{400, 200, "RECEIVED"}}, "RECEIVED"},
		{[]piece{{400, 200, "Received: 03/14/2021"}}, ""},
		{[]piece{{72, 200, "The records were received on 03/14/2021 from the adjuster."}}, ""},
		{[]piece{{72, 200, "DATE RECEIVED: 03/14/2021"}}, ""},
		{[]piece{{72, 200, "RECEIVED RECORDS FROM THE CLAIMS ADMINISTRATOR ON 03/14/2021 AND MORE"}}, ""},
		{[]piece{{72, 200, "RECEIVED: 03/14/2021"}}, ""},
		{[]piece{{72, 200, "REVIEWED"}}, ""},
	} {
		p := page(append([]piece{{72, 100, "Primary treating physician's report"}}, c.pieces...)...)
		Mark(&p)
		if got := roles(p, records.Stamp); got != c.want {
			t.Errorf("%v: the stamp is %q, not %q", c.pieces, got, c.want)
		}
	}
}

func TestSeparators(t *testing.T) {
	for _, yes := range [][]piece{
		{{200, 300, "DOCUMENT SEPARATOR"}},
		{{200, 300, "Separator Sheet"}, {200, 330, "Place this page between two documents before scanning. Do not remove."}},
		{{200, 300, "PATCH T"}},
		{{200, 300, "PATCH CODE II"}},
		{{200, 300, "*00012345*"}},
		{{200, 300, "- - - End of Document - - -"}},
		{{200, 300, "SEPARAT0R"}},
		{{200, 300, "D0CUMENT SEPARATOR"}, {20, 10, "03/14/2021 14:22 FROM: SUNSET SPINE 7145550101 P.03/12"}},
		{{200, 300, "Batch Header"}, {200, 320, "0042"}},
		{{200, 300, "TAB 3"}, {200, 340, "Therapy"}},
		{{200, 300, "Exhibit B"}},
	} {
		p := page(yes...)
		Mark(&p)
		if !p.Separator {
			t.Errorf("%v is a separator", yes)
		}
	}
	long := piece{72, 400, strings.Repeat("The patient returns for follow up of back pain. ", 8)}
	for _, no := range [][]piece{
		{{200, 300, "This page intentionally left blank"}},
		{{200, 300, "Progress report"}, long, {200, 500, "End of document"}},
		{{200, 300, "A lidocaine patch was applied"}},
		{{200, 300, "Lidocaine patch 5%"}},
		{{200, 300, "Fax cover sheet"}},
		{{200, 300, "Tab 3 hydrocodone 10 mg daily for pain"}},
		{{200, 300, "Exhibit B"}, long},
		{long, {72, 500, "separator"}},
		{},
	} {
		p := page(no...)
		Mark(&p)
		if p.Separator {
			t.Errorf("%v is no separator", no)
		}
	}
}

func TestMarkDoesNotChangeTheWordsOfOthers(t *testing.T) {
	p := page(piece{20, 10, "03/14/2021 14:22 FROM: SUNSET SPINE 7145550101 P.03/12"})
	before := p.Words
	Mark(&p)
	if before[0].Role != records.Body || p.Words[0].Role != records.FaxHeader {
		t.Errorf("the words before are %v, after %v", before[0].Role, p.Words[0].Role)
	}
}

func FuzzMark(f *testing.F) {
	f.Add("03/14/2021 14:22 FROM: X 7145550101 P.03/12", float32(20), float32(10), float32(1))
	f.Add("RECEIVED MAR 14 2021", float32(400), float32(200), float32(0))
	f.Add("SCIF0001234", float32(520), float32(770), float32(-3))
	f.Fuzz(func(t *testing.T, line string, x, y, skew float32) {
		p := page(piece{x, y, line}, piece{72, 300, "The patient returns."})
		p.Skew = skew
		n := len(p.Words)
		Mark(&p)
		first := p
		Mark(&p)
		if len(p.Words) != n || p.Bates != first.Bates || p.Separator != first.Separator {
			t.Errorf("the second time gives %q, the first %q", p.Bates, first.Bates)
		}
		_, _ = Usable(p)
	})
}
