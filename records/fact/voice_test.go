package fact_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
)

const wrapped = `Requested Treatment
Diagnosis             ICD-Code       Service/Good Requested         CPT/HCPCS; Other
(Required)            (Required)     (Required)                     Information: (Frequency,
                                                                    Duration, Quantity)
Lumbar radiculitis    M54.16         Left L4-5 transforaminal       64483, x 1
                                     epidural steroid injection
Lumbar disc           M51.26         Acupuncture                    97810, 1 x wk x 6 wks
displacement
Lumbar radiculitis    M54.16         Duloxetine 30 mg               #30, 2 refills
Requesting Physician Signature: /s/ P. Venkat         Date: 07/08/2022
`

// Papers of other offices: forms filled by hand, reports that name themselves in other words.
func TestOtherVoices(t *testing.T) {
	tell(t, []tale{
		{"cells that are longer than their line", "rfa", wrapped, []string{
			"diagnosis Lumbar radiculitis; code=M54.16", "request Left L4-5 transforaminal epidural steroid injection; about=transforaminal epidural steroid injection; code=64483; qty=1; side=left; says=x 1",
			"diagnosis Lumbar disc displacement; code=M51.26", "request Acupuncture; code=97810; qty=1 x wk x 6 wks; says=1 x wk",
			"diagnosis Lumbar radiculitis; code=M54.16", "request Duloxetine 30 mg; qty=2 refills; says=#30"}},
		{"rows that stand close are items of their own", "rfa", "Requested Treatment\nDiagnosis             ICD-Code       Service/Good Requested         Quantity\nLumbar radiculitis    M54.16         MRI lumbar spine               1\n                                     Acupuncture                    6 visits\n",
			[]string{"diagnosis Lumbar radiculitis; code=M54.16", "request MRI lumbar spine; about=MRI lumbar spine; says=1", "request Acupuncture; qty=6 visits; says=6 visits"}},
		{"the study that a report is of, not the one it is compared with", "imaging_report", "EXAM: MR LUMBAR SPINE W/O CONTRAST\n\nCOMPARISON: Lumbar radiographs 03/01/2021.\n\nFINDINGS:\nVertebral heights are preserved.\n\nIMPRESSION:\n1. L4-5 left paracentral disc protrusion measuring 5 mm.\n",
			[]string{"imaging protrusion; about=MR LUMBAR SPINE; side=left"}},
		{"a code in the cell beside is of the diagnosis", "pr2", "Diagnoses:\n1. Radiculopathy, lumbar region           ICD-10 M54.16\n2. Lumbar strain                         ICD-10 S39.012A\n",
			[]string{"diagnosis Radiculopathy, lumbar region; code=M54.16", "diagnosis Lumbar strain; code=S39.012A"}},
		{"times a week without a word between", "pr2", "Treatment Plan:\nRequest authorization for physical therapy 2 x week x 6 weeks.\n", []string{"request physical therapy; qty=2 x week x 6 weeks"}},
		{"a score on a ten-point scale", "pr2", "She reports pain averaging 6 on a ten-point scale.", []string{"pain_score value=6 on a ten-point scale"}},
		{"illness misread is no drug", "rfa", "Attach the Doctor's First Report of Occupational Injury or Iliness, Form DLSR 5021.", nil},
	})
}

// Heads of columns may stand closer than cells do; the rows below still say which column a cell is of.
func TestHeadsThatStandClose(t *testing.T) {
	var p records.Page
	p.Width, p.Height = 612, 792
	for i, line := range []struct {
		y     float32
		words string
	}{{100, "75:Diagnosis 165:ICD-Code 265:Service/Good 331:Requested 386:CPT/HCPCS; 446:Other"}, {130, "75:Lumbar 110:strain 165:M54.16 265:Left 286:L4-5 311:injection 386:64483, 420:x 428:1"}} {
		for _, w := range strings.Fields(line.words) {
			at, text, _ := strings.Cut(w, ":")
			x, _ := strconv.ParseFloat(at, 32)
			width := float32(len(text)) * 5.2
			p.Words = append(p.Words, records.Word{Text: text, Box: records.Box{X0: float32(x), Y0: line.y, X1: float32(x) + width, Y1: line.y + 10}, Line: int32(i)})
		}
	}
	b := records.Bundle{Files: []records.File{{Pages: []records.Page{p}}}}
	for _, f := range fact.Find(b, []records.Document{{ID: "D1", Type: "rfa", Date: visit, Pages: []records.PageRef{{Page: 1}}}}, fact.Options{}) {
		if f.Kind == records.FactRequest && fits(f, "request Left L4-5 injection; code=64483; qty=1; side=left") {
			return
		}
	}
	t.Error("the amount in the column beside is not of the item")
}

// A comma before "She" is a full stop that was misread, on a page that was read by recognition.
func TestAMisreadStopEndsASentence(t *testing.T) {
	p := typed("She completed eight sessions of physical therapy with gain, She underwent a left knee arthroscopy on March 3, 2015.")
	p.Source = records.OCR
	b := records.Bundle{Files: []records.File{{Pages: []records.Page{p}}}}
	for _, f := range fact.Find(b, []records.Document{{ID: "D1", Type: "pr2", Date: visit, Pages: []records.PageRef{{Page: 1}}}}, fact.Options{}) {
		if f.Kind == records.FactTherapy && (f.Date != visit || f.Side != "") {
			t.Errorf("the therapy took the day and side of what follows: %s", told(f))
		}
	}
}
