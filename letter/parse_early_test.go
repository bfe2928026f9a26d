package letter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The samples follow what is known of the early layouts; the cases in them are invented.
const notice2013 = `MAXIMUS FEDERAL SERVICES, INC.
Notice of Independent Medical Review Determination
Dated: 9/26/2013

IMR Case Number: CM13-0000123
Date of Injury: 3/2/2011
Application Received: 9/6/2013

1) MAXIMUS Federal Services, Inc. has determined the request for a 28 day
functional restoration program is notmedically necessary and appropriate.

2) MAXIMUS Federal Services, Inc. has determined the request for 6 sessions of acupuncture is
medically necessary and appropriate.

INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
An application for Independent Medical Review was filed on 9/6/2013 disputing the Utilization Review Denial dated 8/30/2013.
A Notice of Assignment and Request for Information was provided to the above parties on 9/23/2013. A decision has been made
for each of the treatment and/or services that were in dispute:

1) MAXIMUS Federal Services, Inc. has determined the request for a 28 day functional restoration program is not medically
necessary and appropriate.

2) MAXIMUS Federal Services, Inc. has determined the request for 6 sessions of acupuncture is medically necessary and appropriate.

Medical Qualifications of the Expert Reviewer:
The independent Medical Doctor who made the decision has no affiliation with the employer, employee, providers or the claims
administrator. The physician reviewer is Board Certified in Occupational Medicine and is licensed to practice in California. He/she
has been in active clinical practice for more than five years.

Case Summary:
Disclaimer: The following case summary was taken directly from the utilization review denial/modification dated August 30, 2013

The patient is a 44 year old male with low back pain.
`

const professionalReview = `

MEDICAL PROFESSIONAL REVIEW

ISSUE AT DISPUTE: Lumbar epidural steroid injection

CASE SUMMARY: The claimant is a 51 year old female with low back pain.

DOCUMENTS REVIEWED FOR DETERMINATION:
Application of 2/1/2013
Utilization review decision of 1/20/2013

MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL
REVIEWER AND WHY: Chronic Pain Medical Treatment Guidelines, as they speak of injections.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT
MEDICALLY NECESSARY: There is no radiculopathy on examination.

MEDICAL REVIEWER QUALIFICATIONS: The reviewer is board certified in Orthopedic Surgery, and is licensed to practice in California and Texas.
`

const maximus2014 = `MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
Case Number: CM14-0001234 Date of Injury: 03/02/2013
UR Denial Date: 01/20/2014

HOW THE IMR FINAL DETERMINATION WAS MADE
The reviewer has no affiliation with the employer.

DOCUMENTS REVIEWED
Medical records from 2013

CLINICAL CASE SUMMARY
The patient is a 51 year old female with neck pain.

IMR DECISION(S) AND RATIONALE(S)

1) Regarding the request for MRI of the cervical spine:
Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision
The Claims Administrator based its decision on the Neck and Upper Back Complaints chapter, which is part of the MTUS.
The Expert Reviewer based his/her decision on the Neck and Upper Back Complaints chapter.
Rationale for the Decision:
There is no red flag. The request is not medically necessary.

2) Regarding the request for physical therapy: Rationale for the Decision: It helped before.
`

// numbered2014 is the wording in which a numbered sentence decides.
const numbered2014 = `Case Number: CM14-0001235 Date of Injury: 03/02/2013

HOW THE IMR FINAL DETERMINATION WAS MADE
The reviewer has no affiliation with the employer.

CLINICAL CASE SUMMARY
The patient is a 47-year-old male with back pain.

IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:

1. Norco 10/325 mg #60 is not medically necessary and appropriate.

The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines.

The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines.

The Physician Reviewer's decision rationale: There is no gain in function.
2. It is said twice.

2. Six sessions of
acupuncture are medically necessary and appropriate.

The Physician Reviewer's decision rationale: It helped before.
`

func TestALetterWithLaterLabelsMayDecideInASentence(t *testing.T) {
	t.Parallel()
	d := Parse("x", []byte(strings.NewReplacer("The Claims Administrator based its decision on", "Claims Administrator guideline:", "The Physician Reviewer based his/her decision on", "MAXIMUS guideline:",
		"The Physician Reviewer's decision rationale:", "Decision rationale:", "are medically necessary and appropriate.", "are medically necessary and appropriate.\n\nClaims Administrator guideline: none").Replace(numbered2014)))
	if len(d.Items) != 2 || d.Layout != LayoutMaximus2015 || d.Items[0].Request != "Norco 10/325 mg #60" || d.Items[0].Decision != Upheld ||
		d.Items[1].Request != "Six sessions of acupuncture" || d.Items[1].Decision != Overturned || d.Summary.Text != "The patient is a 47-year-old male with back pain." {
		t.Errorf("%+v", d)
	}
}

func TestTheEarlyLayoutsAreReadAsFarAsTheirHeadingsTell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		want  []string
		items []string
	}{
		{notice2013, []string{LayoutNotice2013, "CM13-0000123", "2011-03-02", "2013-08-30", "2013-09-06", "2013-09-23", "2013-09-26", "California", "Occupational Medicine", "44"},
			[]string{"a 28 day functional restoration program: upheld", "6 sessions of acupuncture: overturned"}},
		{professionalReview, []string{LayoutProfessional, "", "", "", "", "", "", "California|Texas", "Orthopedic Surgery", "51"},
			[]string{"Lumbar epidural steroid injection: upheld"}},
		{maximus2014, []string{LayoutMaximus2014, "CM14-0001234", "2013-03-02", "2014-01-20", "", "", "", "", "", "51"},
			[]string{"MRI of the cervical spine: unknown", "physical therapy: unknown"}},
		{numbered2014, []string{LayoutMaximus2014, "CM14-0001235", "2013-03-02", "", "", "", "", "", "", "47"},
			[]string{"Norco 10/325 mg #60: upheld", "Six sessions of acupuncture: overturned"}},
	} {
		d := Parse("x", []byte(c.text))
		age := ""
		if d.Summary.Age != nil {
			age = strings.TrimSuffix(strings.TrimSpace(string(rune('0'+*d.Summary.Age/10))+string(rune('0'+*d.Summary.Age%10))), " ")
		}
		got := []string{string(d.Layout), string(d.CaseNumber), d.Dates.Injury.String(), d.Dates.URDenial.String(), d.Dates.ApplicationReceived.String(), d.Dates.Assigned.String(),
			d.Dates.Decided.String(), strings.Join(d.Reviewer.LicensedIn, "|"), strings.Join(d.Reviewer.Specialties, "|"), age}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.want[0], diff)
		}
		var items []string
		for _, it := range d.Items {
			items = append(items, string(it.Request)+": "+string(it.Decision))
		}
		if diff := cmp.Diff(c.items, items); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.want[0], diff)
		}
		if len(d.Warnings) == 0 {
			t.Errorf("%s is read without a word of warning", c.want[0])
		}
	}
}
