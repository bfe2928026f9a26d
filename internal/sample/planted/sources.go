package planted

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// Sources are invented summaries, each in the manner of another reviewer.
func Sources() []Source {
	day := func(y, m, d int) clock.Day { return clock.DayOf(y, monthOf(m), d) }
	chronic := "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids."
	low := "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."
	no := "The cited guideline asks for a trial with measured benefit. The report documents none. Therefore, the request is not medically necessary."
	yes := "The cited guideline supports the service after failed conservative care, which the report documents. Therefore, the request is medically necessary."
	return []Source{
		{"short and dashed", imr.Worker{BirthDate: day(1974, 3, 9), Sex: "female"}, day(2014, 9, 18), day(2017, 1, 20),
			"The injured worker is a 42 year old female, who sustained an industrial injury on 9-18-2014. The injured worker is undergoing treatment for right knee medial meniscus tear and low back pain. " +
				"On 11-3-2016, she complained of right knee pain rated 7 out of 10 that is worse with stairs. The physical exam revealed 2 plus effusion of the right knee, positive McMurray's and tenderness over the medial joint line. There was no laxity. " +
				"She denied numbness or tingling. Treatment to date has included 12 visits of physical therapy and medications. Current medications include Norco 10 mg twice a day and Flexeril 7.5 mg. " +
				"The request for authorization dated 11-10-2016 asks for MRI of the right knee. On 11-17-2016, Utilization Review non-certified the request.",
			[]Item{{"MRI of the right knee", low, yes, imr.Overturned}, {"Norco 10 mg, 60 tablets", chronic, no, imr.Upheld}}},
		{"plain and narrative", imr.Worker{BirthDate: day(1961, 12, 30), Sex: "male"}, day(2015, 2, 4), day(2017, 2, 2),
			"The applicant is a 55-year-old male who has filed a claim for chronic shoulder pain reportedly associated with an industrial injury of February 4, 2015. " +
				"In a utilization review report dated December 6, 2016, the claims administrator failed to approve a request for left shoulder arthroscopy. On November 21, 2016, the applicant reported ongoing issues with left shoulder pain, 6/10. " +
				"The applicant was not working. Left shoulder flexion was limited to 110 degrees with positive impingement signs. Strength was 4/5 about the left rotator cuff. " +
				"An earlier MRI of the left shoulder dated August 15, 2016 showed a 9 mm full-thickness tear of the supraspinatus tendon without retraction. The applicant had received two corticosteroid injections. The applicant's medications included Motrin 800 mg and Ultram 50 mg.",
			[]Item{{"Left shoulder arthroscopy", low, yes, imr.Overturned}}},
		{"slashes and lists", imr.Worker{BirthDate: day(1980, 7, 22), Sex: "male"}, day(2016, 10, 13), day(2017, 1, 30),
			"This case involves a now 36-year-old male with a history of an occupational claim from 10/13/2016. The mechanism of injury is detailed as a fall from a ladder. " +
				"An MRI of the lumbar spine, dated 11/28/2016, revealed a 4 mm disc protrusion at L5-S1 with no canal stenosis. On 12/10/2016, the patient presented with low back pain rated 8/10 that radiates to the left leg. " +
				"Straight leg raise was positive on the left at 45 degrees. The patient was unable to heel walk. Deep tendon reflexes were 1+ at the left Achilles. Sensation was decreased over the lateral left foot. " +
				"The patient denied bowel or bladder incontinence. Prior treatment included 8 sessions of physical therapy and Neurontin 300 mg three times a day. A Request for Authorization, dated 12/15/2016, was for a left L5-S1 epidural steroid injection.",
			[]Item{{"Left L5-S1 epidural steroid injection", low, yes, imr.Overturned}}},
		{"mind and mood", imr.Worker{BirthDate: day(1969, 1, 15), Sex: "female"}, day(2016, 3, 2), day(2017, 3, 1),
			"The injured worker is a 48 year old female with an industrial injury date of 3-2-2016. She is being treated for major depressive disorder and generalized anxiety disorder. " +
				"The psychological evaluation of 1-9-2017 notes a Beck depression score of 31 and poor sleep of four hours a night. She denied suicidal ideation. There was no history of alcohol abuse. " +
				"She attended 6 sessions of cognitive behavioral therapy. Sertraline was raised to 100 mg daily. The request is for 12 sessions of psychotherapy.",
			[]Item{{"12 sessions of psychotherapy", chronic, no, imr.Upheld}}},
		{"hand and wrist", imr.Worker{BirthDate: day(1990, 5, 5), Sex: "male"}, day(2016, 11, 4), day(2017, 2, 14),
			"This is a 26 year old male with a date of injury on 11-4-2016. A review of the medical records indicates that the injured worker is undergoing treatment for fracture of the left distal radius. " +
				"According to the progress report dated 12-19-2016, the cast of the left wrist was removed. The injured worker reported stiffness of the left thumb. The physical exam revealed no deformity and no tenderness at the fracture. " +
				"Grip strength was 18 kg on the left and 44 kg on the right. Radiographs of the left wrist dated 12-19-2016 showed healing without displacement. The treatment plan included 8 visits of occupational therapy two times a week.",
			[]Item{{"Occupational therapy for the left wrist, 8 visits", low, yes, imr.Overturned}}},
		{"long and detailed", imr.Worker{BirthDate: day(1957, 8, 11), Sex: "female"}, day(2012, 6, 20), day(2017, 4, 4),
			"The patient is a 59-year-old female who was injured on 06/20/2012 while lifting a patient. She underwent a right total knee arthroplasty on 03/11/2015. The progress note dated 02/07/2017 states that right knee pain has improved to 3/10. " +
				"She walks with a cane in the right hand. There is no redness or warmth of the right knee. Range of motion of the right knee is 0 to 105 degrees. The left knee has crepitus without effusion. " +
				"She is taking oxycodone 15 mg every 6 hours and Lyrica 75 mg. A urine drug screen of 01/10/2017 was negative for oxycodone. She has not returned to work. The utilization review dated 02/21/2017 modified the request for oxycodone 15 mg to 60 tablets.",
			[]Item{{"Oxycodone 15 mg, 120 tablets", chronic, no, imr.Upheld}}},
		{"neck", imr.Worker{BirthDate: day(1985, 10, 1), Sex: "female"}, day(2016, 10, 11), day(2017, 1, 5),
			"The injured worker is a 31 year old female, who sustained an industrial injury on 10-11-2016. Diagnoses include acute cervical sprain and right trapezius strain. On 10-28-2016 she complained of neck pain described as severe. " +
				"She denied any weakness of the arms. The exam noted spasm of the right trapezius and cervical rotation of 50 degrees. Spurling's test was negative. There was no sensory loss. " +
				"A CT of the cervical spine of 10-11-2016 showed no fracture. She received a Ketorolac 30 mg injection at the visit of 10-28-2016. Work status is modified duty with no lifting over 10 pounds.",
			[]Item{{"MRI of the cervical spine", low, no, imr.Upheld}}},
		{"foot", imr.Worker{BirthDate: day(1978, 2, 27), Sex: "male"}, day(2016, 5, 30), day(2017, 5, 15),
			"The injured worker is a 39-year-old male who twisted his right ankle on May 30, 2016. X-rays of the right ankle dated May 30, 2016 showed no fracture. He has had 10 sessions of therapy and an ankle brace. " +
				"On April 3, 2017, he reported giving way of the right ankle about 3 times a week. The anterior drawer test of the right ankle was positive. There was swelling of the lateral right ankle but no bruising. " +
				"He takes naproxen 550 mg twice daily. The left ankle was stable. The request dated April 10, 2017 is for an MRI of the right ankle without contrast.",
			[]Item{{"MRI of the right ankle without contrast", low, yes, imr.Overturned}}},
		{"lungs and heart", imr.Worker{BirthDate: day(1955, 9, 9), Sex: "male"}, day(2016, 10, 16), day(2017, 2, 20),
			"The injured worker is a 61 year old male with an industrial injury date of 10-16-2016. He presented on 1-12-2017 for cardiac consultation. The echocardiogram in March 2016 showed an ejection fraction of 55 percent. " +
				"There was no pitting edema. He had no history of smoking. Total cholesterol was 180 and LDL 96 on 12-26-2016. The plan included decreasing metoprolol to 25 mg every 12 hours.",
			[]Item{{"Cardiac stress test", low, no, imr.Upheld}}},
		{"medicines alone", imr.Worker{BirthDate: day(1966, 11, 19), Sex: "female"}, day(2011, 1, 7), day(2017, 1, 25),
			"The claimant is a 50-year-old female injured on January 7, 2011. She has chronic low back pain and failed back surgery syndrome after a fusion at L4-5 in 2013. Pain is 8/10 without medication and 5/10 with medication per the report of December 12, 2016. " +
				"Medications are MS Contin 30 mg twice a day, Norco 10/325 mg every 6 hours, and Soma 350 mg at bedtime. She denied constipation. A pain agreement was signed on June 2, 2016. The urine drug screen was consistent.",
			[]Item{{"MS Contin 30 mg, 60 tablets", chronic, no, imr.Upheld}, {"Soma 350 mg, 30 tablets", chronic, no, imr.Upheld}}},
	}
}
