package document

import (
	"strings"
	"testing"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/records"
)

// Papers of other offices: what they call the day of a visit, where they name who wrote, what stands above a letter.
func TestOtherVoices(t *testing.T) {
	long := "\n\nShe walks with a mildly antalgic gait that favors the left side and there is tenderness over the lower back.\n\n"
	for _, c := range []struct{ name, page, date, author, title string }{
		{"a letter that says when the patient was seen",
			"SPINE AND PAIN ASSOCIATES\n\nJuly 7, 2022\n\nFOLLOW-UP REPORT OF THE SECONDARY TREATING PHYSICIAN\n\nDear Adjuster:\n\nI saw Ms. Roe in my Fresno office on July 5, 2022. She is a woman who was injured at her work.\nSince I last saw her on June 1, 2022 she has had therapy." + long + "Priya Venkat, DO",
			"2022-07-05", "Priya Venkat, DO", "FOLLOW-UP REPORT OF THE SECONDARY TREATING PHYSICIAN"},
		{"the same with a misread letter",
			"SPINE AND PAIN ASSOCIATES\n\nJuly 7, 2022\n\nFOLLOW-UP REPORT\n\nDear Adjuster:\n\nT saw Ms. Roe in my Fresno office on July 5, 2022. She is a woman who was injured at her work." + long + "Priya Venkat, DO",
			"2022-07-05", "Priya Venkat, DO", "FOLLOW-UP REPORT"},
		{"a day on which the patient was seen before",
			"SPINE AND PAIN ASSOCIATES\n\nJuly 7, 2022\n\nFOLLOW-UP REPORT\n\nDear Adjuster:\n\nI first saw Ms. Roe in my Fresno office on March 5, 2022 and she has been under my care since." + long + "Priya Venkat, DO",
			"2022-07-07", "Priya Venkat, DO", "FOLLOW-UP REPORT"},
		{"a discharge from therapy",
			"Motion Works Rehab\nPhysical Therapy Discharge Summary\nPatient: Ana Roe\nDischarge date: 09/30/2022\n\nThe patient attended most of her visits and has met two of the four goals of her plan of care.\n\nGwen Abara, PT, DPT",
			"2022-09-30", "Gwen Abara, PT, DPT", "Physical Therapy Discharge Summary"},
		{"a name after the words of a form",
			"HEALTH INSURANCE CLAIM FORM\n\nDates of service: 10/26/2022\n\nTOTAL CHARGE 8,660.00\n\nSIGNATURE OF PHYSICIAN Marcus Delacroix MD",
			"2022-10-26", "Marcus Delacroix MD", "HEALTH INSURANCE CLAIM FORM"},
		{"days with spaces, as claim forms ask for them",
			"HEALTH INSURANCE CLAIM FORM\n\n24A. DATE(S) OF SERVICE      D. CPT/HCPCS      F. CHARGES\n10 26 2022                    63030             8,450.00\n\nSIGNATURE OF PHYSICIAN Marcus Delacroix MD      11/02/2022",
			"2022-10-26", "Marcus Delacroix MD", "HEALTH INSURANCE CLAIM FORM"},
	} {
		docs, _ := Cut(bundleOf([]records.Page{typeset(c.page)}), Options{})
		if d := docs[0]; d.Date.String() != c.date || d.Author != c.author || d.Title != c.title {
			t.Errorf("%s: %s, %q, %q; should be %s, %q, %q", c.name, d.Date, d.Author, d.Title, c.date, c.author, c.title)
		}
	}
}

func TestHowALetterWentIsNoTitle(t *testing.T) {
	docs, _ := Cut(bundleOf([]records.Page{typeset("FENWICK & ODOM\nA Professional Law Corporation\n\n5 August 2022\n\nVIA FACSIMILE ONLY\n\nDear Mr. Lind:\n\nAs you know, this office represents the applicant. Please take notice that we object to the determination.\n\nSincerely,\n\nNadia Odom, Esq.")}), Options{})
	if d := docs[0]; d.Type != "attorney_letter" || strings.Contains(d.Title, "VIA") {
		t.Errorf("the letter is %s, %q", d.Type, d.Title)
	}
}

// Forms name the patient in cells, often without a colon.
func TestFieldsOfFormsSayWhoseTheyAre(t *testing.T) {
	other := records.Patient{Name: "Robert Haugen", BirthDate: clock.MustDay("1975-01-09"), Claim: "SC-2200-4411"}
	own := records.Patient{Name: "Elena Kowalczyk", BirthDate: clock.MustDay("1968-11-04"), Claim: "WC-7714-0932"}
	rest := "\n\nShe walks with a mildly antalgic gait that favors the left side and there is tenderness over the lower back."
	for _, page := range []string{
		"PROGRESS REPORT (PR-2)\n\nLast KOWALCZYK      First ELENA      M.I. M\n\nDate of Birth 11/04/1968      Claim Number WC-7714-0932" + rest,
		"PROGRESS REPORT (PR-2)\n\nLast name: Kowalczyk  First name: Elena\n\nDate of exam: 06/14/2022" + rest,
		"HEALTH INSURANCE CLAIM FORM\n\n2. PATIENT'S NAME KOWALCZYK, ELENA" + rest,
		"REQUEST FOR AUTHORIZATION\n\nName (Last, First, Middle): Kowalczyk,      Date of Injury (MM/DD/YYYY): 02/17/2021\nElena M." + rest,
		"HEALTH INSURANCE CLAIM FORM\n\n3. BIRTH DATE 11 04 1968      Claim Number WC-7714-0932" + rest,
		"REQUEST FOR AUTHORIZATION\n\nDate of Birth: 11/04/1968\n\nClaim Number:      WC-7714-0932" + rest,
		"NOTICE OF ADVERSE DETERMINATION\n\nInjured Worker      Elena Kowalczyk\n\nClaim      WC-7714-0932" + rest,
	} {
		b := bundleOf([]records.Page{typeset(page)})
		if _, foreign := Cut(b, Options{Patient: other}); len(foreign) != 1 {
			t.Errorf("not seen to be of somebody else:\n%s", page)
		}
		if _, foreign := Cut(b, Options{Patient: own}); len(foreign) != 0 {
			t.Errorf("said to be of somebody else: %v\n%s", foreign, page)
		}
	}
	heads := "REPORT\n\nInjured Worker      Claim Number      Date of Injury\nRobert Haugen      SC-2200-4411      02/17/2025\n\nEmployee Name      Employer Name" + rest
	if _, foreign := Cut(bundleOf([]records.Page{typeset(heads)}), Options{Patient: other}); len(foreign) != 0 {
		t.Errorf("the heads of a table are taken for a person: %v", foreign)
	}
}
