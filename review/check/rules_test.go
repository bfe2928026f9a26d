package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/openimr/openimr/review"
)

func sentencesOf(t text) []review.Sentence { return review.Sentences(t.body) }

// Each row is a sentence, the page that it cites, and what is found: "" for nothing.
var rows = []struct{ sentence, page, want string }{
	// days
	{"The MRI of 10-12-2015 showed a tear.", "MRI RIGHT KNEE|Date of exam: October 12, 2015|Tear.", ""},
	{"The MRI of 10-12-2015 showed a tear.", "MRI RIGHT KNEE|Date of exam: 10/12/15|Tear.", ""},
	{"The MRI of 10-12-2015 showed a tear.", "MRI 1O/l2/2015: tear", ""},
	{"The MRI of October 12, 2015 showed a tear.", "MRI of 12 Oct 2015: tear", ""},
	{"The MRI of 10-12-2015 showed a tear.", "MRI 10/21/2015: tear", "cite.date: 10-12-2015"},
	{"An echocardiogram in March 2015 was normal.", "Echo 3/15/2015 normal", ""},
	{"An echocardiogram in March 2014 was normal.", "Echo 3/15/2015 normal", "cite.date: March 2014"},
	{"She had surgery in 2009.", "Surgery 2009", ""},
	{"She had surgery in 2009.", "Surgery 2008", "cite.date: 2009"},
	{"Pain was rated 5/10.", "Pain 5/10. Seen 5/10/2023.", ""},
	{"Pain was rated 5/10.", "Seen 5/10/2023. Pain 7/10.", "cite.number: 5/10"},
	{"She may work.", "May work with restrictions 5/1/2023", ""},
	// numbers
	{"She attended twelve visits of therapy.", "12 visits of PT completed", ""},
	{"She attended 12 visits of therapy.", "PT twelve sessions done", ""},
	{"She attended 12 visits of therapy.", "PT 2x6 wks", ""},
	{"She attended 14 visits of therapy.", "12 visits of PT over 14 weeks", "cite.number: 14"},
	{"Pain was 8 out of 10.", "VAS 8/10", ""},
	{"Pain was 8 out of 10.", "pain level: 8", ""},
	{"Pain was 8 out of 10.", "VAS 6/10", "cite.number: 8 out of 10"},
	{"Strength was 4/5.", "motor 4/5", ""},
	{"Flexion was 110 degrees.", "Flexion 11O degrees", ""},
	{"Flexion was 110 degrees.", "Flexion 90 degrees", "cite.number: 110"},
	{"Neck pain was rated 6/10 and low back pain 7/10.", "neck pain 7/10, low back pain 6/10", "cite.number: 6/10|cite.number: 7/10"},
	{"The HbA1c was 7.20 and weight 1,200 grams.", "HbA1c 7.2, weight 1200", ""},
	{"The diagnosis was M54.5.", "ICD-10: M54.5 low back pain", ""},
	{"The diagnosis was M54.5.", "ICD-10: M54.2", "cite.number: M54.5"},
	{"She was given 2-3 refills.", "refills: 2 to 3", ""},
	// sides
	{"She has pain of the left knee.", "L knee pain", ""},
	{"She has pain of the left knee.", "pain, right knee; left shoulder normal", "cite.side: left"},
	{"She has pain of the left knee.", "Right knee pain.", "cite.side: left"},
	{"She has pain of the left knee.", "bilateral knee pain", ""},
	{"The left knee has an effusion.", "She is right-handed. Knee (L): effusion.", ""},
	{"She is right hand dominant.", "left wrist pain", ""},
	{"She left the clinic with a brace of the right wrist.", "R wrist brace given", ""},
	{"The right knee has 2+ effusion and medial joint line tenderness.", "Right knee: full motion, stable. Left knee: 2+ effusion, medial joint line tenderness.", "cite.side: right"},
	{"She has bilateral wrist pain.", "left wrist pain and right wrist pain", ""},
	{"She has bilateral wrist pain.", "left wrist pain only", "cite.side: bilateral"},
	// levels and parts
	{"A protrusion at L4-5 is seen.", "L4-L5: 3 mm protrusion", ""},
	{"A protrusion at L5-S1 is seen.", "L5/S1 protrusion", ""},
	{"A protrusion at L5-S1 is seen.", "L4-5 protrusion", "cite.level: L5-S1"},
	{"Fusion of C5-6 was done.", "ACDF C5 through C7", ""},
	{"The wrist is tender.", "Knee: tender over the joint line", "cite.part: wrist"},
	{"The low back is tender.", "Lumbar paraspinal tenderness", ""},
	// denials
	{"She denied numbness and tingling.", "no numbness or tingling", ""},
	{"She denied numbness and tingling.", "Numbness: none. Tingling: none.", ""},
	{"She reported numbness of the foot.", "denies numbness, tingling, weakness of the foot", "cite.negation: numbness"},
	{"There was swelling of the knee.", "Knee: no swelling", "cite.negation: swelling"},
	{"There was no swelling of the knee.", "Knee: swelling 2+", "cite.negation: swelling"},
	{"There was tenderness over the hip.", "hip nontender, no tenderness of the hip", "cite.negation: tenderness"},
	{"She appeared in no acute distress.", "NAD. No acute distress.", ""},
	{"The straight leg raise test was negative.", "SLR: negative", ""},
	{"The straight leg raise test was positive.", "SLR: negative on both sides", "cite.negation: straight"},
	{"She had not only swelling but bruising.", "swelling and bruising", ""},
	{"Utilization review denied the request for acupuncture.", "UR: acupuncture non-certified", ""},
	{"The claims administrator denied the request.", "Request is denied.", ""},
	{"She is status post arthroscopy.", "s/p arthroscopy", ""},
	{"She is unable to bear weight.", "able to bear full weight", "cite.negation: bear"},
	// drugs
	{"She takes Norco 10/325 mg twice a day.", "hydrocodone/APAP 10/325 BID #60", ""},
	{"She takes Norco 5/325 mg twice a day.", "Norco 10-325 mg BID", "cite.dose: 5/325 mg"},
	{"She takes gabapentin 300 mg three times daily.", "gabapentin 300mg TID; tramadol 50 mg", ""},
	{"She takes gabapentin 300 mg twice daily.", "gabapentin 300mg TID; tramadol 50 mg BID", "cite.dose: twice"},
	{"She takes tramadol 300 mg.", "gabapentin 300 mg, tramadol 50 mg", "cite.dose: 300 mg"},
	{"She takes naproxen.", "Meds: ibuprofen 800 mg", "cite.drug: naproxen"},
	{"She takes Ultram.", "Meds: tramadol", ""},
	// ages, sex, injury
	{"The worker is a 43-year-old female.", "43 y/o F", ""},
	{"The worker is a 43 year old female.", "DOB 5/4/1980", ""},
	{"The worker is a 53 year old female.", "43 yo female", "age.wrong: 53 year old"},
	{"The worker is a 43 year old male.", "43 yo", "sex.wrong: male"},
	{"The worker is a 42 year old female.", "seen 3/9/2023", ""},
	{"Her 12-year-old son helps.", "her son, 12 y/o, helps", ""},
	{"She was injured on 3-2-2023.", "DOI 3/2/2023", ""},
	{"She was injured on 3-12-2023.", "seen 3/12/2023", "injury.date: 3-12-2023"},
}

func TestASentenceIsComparedWithItsPage(t *testing.T) {
	for _, r := range rows {
		got := told(r.sentence, strings.Split(r.page, "|")...)
		slices.Sort(got)
		if s := strings.Join(got, "|"); s != r.want {
			t.Errorf("%q against %q:\n\tfound %q\n\twant  %q", r.sentence, r.page, s, r.want)
		}
	}
}
