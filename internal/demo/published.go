package demo

import (
	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/library"
)

// published are invented published determinations, for the pages that show what is like a case.
func published() []library.Entry {
	entry := func(number, day, specialty string, age int, sex letter.Text, summary string, items ...library.Item) library.Entry {
		return library.Entry{Number: number, Decided: clock.MustDay(day), Specialties: []string{specialty}, Age: &age, Sex: sex, Summary: summary, Items: items}
	}
	item := func(request string, d letter.Decision, guideline, rationale string) library.Item {
		return library.Item{Request: request, Decision: d, Guideline: guideline, Rationale: rationale}
	}
	const chronic = "Decision based on MTUS Chronic Pain Medical Treatment Guidelines."
	return []library.Entry{
		entry("CM14-0100211", "2014-11-18", "Physical Medicine and Rehabilitation", 47, "female",
			"This 47-year-old woman strained her neck when shelving stock in 2012. She had medication, therapy and two trigger point injections. In 2014 she still had pain and stiffness, with normal strength and reflexes.",
			item("Home cervical traction unit for purchase", letter.Upheld, "Decision based on MTUS ACOEM.", "The guideline names traction among the passive methods without evidence of lasting benefit and allows a trial for signs of nerve root compression. The record shows no such signs and no trial. The request is not medically necessary.")),
		entry("CM15-0040877", "2015-06-02", "Pain Management", 55, "male",
			"This 55-year-old man has had back and leg pain since a fall in 2009, with two operations. He takes hydrocodone and gabapentin. The report of March 2015 states pain of 4 with and 8 without medication and that he works half days.",
			item("Norco 10/325 mg #120", letter.Overturned, chronic, "The guideline asks that pain relief, function, side effects and signs of misuse be followed. The reports of January and March 2015 state all four, with two drug screens as expected. The request is medically necessary."),
			item("Urine drug screen", letter.Overturned, chronic, "Screening is advised while opioids are taken. The last was eight months before. The request is medically necessary.")),
		entry("CM15-0052390", "2015-07-21", "Occupational Medicine", 61, "female",
			"This 61-year-old woman has shoulder and neck pain since 2006. She has taken hydrocodone for six years. The latest reports repeat a pain score of 8 and do not speak of function.",
			item("Norco 10/325 mg #90", letter.Upheld, chronic, "The guideline asks for documented function and relief before opioids go on. The reports of 2015 show neither. A taper under the physician's care is customary. The request is not medically necessary."),
			item("Omeprazole 20 mg #60", letter.Upheld, chronic, "No risk of gastric events stands in the record. The request is not medically necessary.")),
		entry("CM15-0071044", "2015-08-30", "Orthopedic Surgery", 39, "male",
			"This 39-year-old man twisted his left knee in February 2015. Examination showed joint line tenderness and a positive McMurray test; radiographs were normal. Six weeks of therapy did not help.",
			item("MRI of the left knee without contrast", letter.Overturned, "Decision based on MTUS ACOEM Knee Complaints.", "After failed care of more than a month, with mechanical signs, imaging to plan surgery is supported. The request is medically necessary.")),
		entry("CM15-0075810", "2015-09-11", "Physical Medicine and Rehabilitation", 50, "female",
			"This 50-year-old woman has low back pain without leg signs. She had 24 visits of therapy in two years and knows a home program.",
			item("Physical therapy 2 times a week for 6 weeks, lumbar spine", letter.Upheld, chronic, "The guideline expects fading of treatment and a home program. The record shows 24 visits and no new event. The request is not medically necessary."),
			item("MRI of the lumbar spine", letter.Upheld, "Decision based on MTUS ACOEM.", "No red flag and no nerve sign stands in the record. The request is not medically necessary.")),
		entry("CM15-0088102", "2015-10-05", "Pain Management", 44, "male",
			"This 44-year-old man has pain down the left leg since a lift in 2014. Imaging shows a protrusion at L5-S1 that touches the S1 root; the ankle reflex is lost on the left. Therapy and medication did not help.",
			item("Left transforaminal epidural steroid injection at L5-S1", letter.Overturned, chronic, "Radiculopathy is documented by examination and imaging, and conservative care has failed, as the guideline asks. The request is medically necessary.")),
		entry("CM15-0090233", "2015-10-19", "Chiropractor", 36, "female",
			"This 36-year-old woman has wrist and forearm pain from keyboard work. She has not had acupuncture.",
			item("Acupuncture 2 times a week for 6 weeks", letter.PartiallyOverturned, "Decision based on MTUS Acupuncture Medical Treatment Guidelines.", "The guideline gives 3 to 6 treatments to show an effect. Six of the twelve are medically necessary."),
			item("EMG/NCV of the bilateral upper extremities", letter.Overturned, "Decision based on MTUS ACOEM.", "Numbness in the median fingers for three months makes the studies useful before further steps. The request is medically necessary.")),
		entry("CM15-0093377", "2015-11-02", "Orthopedic Surgery", 58, "male",
			"This 58-year-old man has a full-thickness tear of the right rotator cuff on imaging, weakness, and no relief from therapy and an injection.",
			item("Right shoulder arthroscopy with rotator cuff repair", letter.Overturned, "Decision based on MTUS ACOEM Shoulder Complaints.", "Imaging, weakness and failed conservative care are documented. The request is medically necessary."),
			item("Associated surgical service: cold therapy unit for purchase", letter.PartiallyOverturned, "Decision based on Other Medical Treatment Guidelines: ODG Shoulder.", "Seven days after surgery are supported. A rental of seven days is medically necessary, a purchase is not.")),
		entry("CM15-0096001", "2015-11-16", "Pain Management", 49, "female",
			"This 49-year-old woman has burning pain of both feet after a crush injury. She takes gabapentin with partial relief and no side effects.",
			item("Gabapentin 600 mg #90", letter.Overturned, chronic, "A first-line agent for neuropathic pain with documented relief of a third. The request is medically necessary."),
			item("Lidocaine patch 5% #30", letter.Upheld, chronic, "A trial of first-line agents has not failed; they help. The request is not medically necessary."),
			item("TENS unit purchase", letter.Upheld, chronic, "A trial of one month with a record of use is asked first. The request is not medically necessary.")),
	}
}
