package bundle

import (
	"math/rand/v2"
	"strings"
)

// A tale is the course of one patient: who takes part and what is wrong.
type tale struct {
	r        *rand.Rand
	patient  *person
	foreign  bool
	injury   day
	employer string
	job      string
	insurer  clinic
	uro      clinic
	adjuster doctor // without a degree
	lawyer   doctor
	treating doctor
	surgeon  doctor
	imaging  doctor
	tester   doctor
	therapy  doctor
	mind     doctor
	judge    doctor // the medical-legal evaluator
	ur       doctor
	body     region
	side     string
	voices   map[string]voice // of an office, by what it is
}

// A region is a part of the body with what happens to it.
type region struct {
	part      string
	sided     bool
	diagnoses []string // with mark-up
	findings  []string
	impress   []string // with mark-up
	exam      []string
	surgery   []string // with mark-up
	injection string
	requests  []string // with mark-up
	study     string
}

var regions = []region{
	{"lumbar spine", false,
		[]string{"{dx:Lumbar radiculopathy} (724.4)", "{dx:Lumbar disc displacement} (722.10)", "{dx:Lumbar sprain/strain} 847.2", "{dx:M54.16 Radiculopathy, lumbar region}", "{dx:M51.26 Other intervertebral disc displacement, lumbar region}", "{dx:Lumbar facet arthropathy}", "{dx:Lumbar spinal stenosis} (M48.06)", "{dx:Myofascial pain syndrome}"},
		[]string{"L3-4: There is mild disc desiccation. No significant canal stenosis or neural foraminal narrowing.", "L4-5: There is a 4 mm broad based disc protrusion with moderate bilateral neural foraminal narrowing.", "L5-S1: There is a 5 mm left paracentral disc extrusion which contacts the traversing S1 nerve root.", "The conus medullaris terminates at L1 and is normal in signal.", "No evidence of acute compression fracture or marrow replacing process.", "Mild facet hypertrophy at L4-5 and L5-S1."},
		[]string{"{img:4 mm disc protrusion at L4-5 with moderate bilateral neural foraminal narrowing}.", "{img:5 mm left paracentral disc extrusion at L5-S1 contacting the S1 nerve root}.", "{img-:No evidence of fracture}.", "{img:Multilevel degenerative disc disease, most pronounced at L5-S1}."},
		[]string{"There is tenderness over the lumbar paraspinal muscles with spasm.", "Range of motion: flexion 40 degrees, extension 15 degrees, lateral bending 20 degrees.", "Straight leg raise is positive on the $side at 45 degrees.", "Sensation is decreased in the $side L5 dermatome.", "Motor strength is 4/5 in the $side extensor hallucis longus.", "Gait is antalgic.", "Deep tendon reflexes are 2+ at the knees and 1+ at the $side ankle."},
		[]string{"{proc:L4-5 laminectomy and microdiscectomy}", "{proc:Posterior lumbar interbody fusion L5-S1}", "{proc:Left L5-S1 hemilaminotomy}"},
		"$side L5-S1 transforaminal epidural steroid injection",
		[]string{"{req:Lumbar epidural steroid injection at L5-S1, qty 1}", "{req:Physical therapy 2 times a week for 6 weeks, lumbar spine}", "{req:MRI of the lumbar spine without contrast}", "{req:Norco 10/325 mg #60}", "{req:Lumbar support orthosis, purchase}", "{req:Acupuncture 6 visits}"}, "lumbar spine"},
	{"cervical spine", false,
		[]string{"{dx:Cervical radiculopathy} (723.4)", "{dx:Cervical disc displacement} 722.0", "{dx:M54.12 Radiculopathy, cervical region}", "{dx:Cervicalgia} (723.1)", "{dx:Cervicogenic headache}"},
		[]string{"C3-4: Unremarkable.", "C5-6: There is a 3 mm posterior disc osteophyte complex with mild canal stenosis.", "C6-7: There is a 2 mm central disc protrusion. The neural foramina are patent.", "The craniocervical junction is unremarkable.", "There is straightening of the normal cervical lordosis.", "No cord signal abnormality is identified."},
		[]string{"{img:3 mm posterior disc osteophyte complex at C5-6 with mild canal stenosis}.", "{img:2 mm central disc protrusion at C6-7}.", "{img-:No cord signal abnormality}.", "{img:Straightening of the cervical lordosis, which may reflect muscle spasm}."},
		[]string{"There is tenderness over the cervical paraspinals and trapezius.", "Spurling's test is positive on the $side.", "Cervical range of motion: flexion 35 degrees, extension 30 degrees, rotation 50 degrees.", "Grip strength is 4+/5 on the $side.", "Sensation is diminished in the $side C6 distribution.", "Hoffmann sign is absent."},
		[]string{"{proc:C5-6 anterior cervical discectomy and fusion}", "{proc:C5-C7 anterior cervical decompression}"},
		"C7-T1 interlaminar epidural steroid injection",
		[]string{"{req:Cervical epidural steroid injection C7-T1, qty 1}", "{req:Chiropractic treatment 8 sessions, cervical spine}", "{req:EMG/NCV of the bilateral upper extremities}", "{req:Flexeril 7.5 mg #90}", "{req:TENS unit, 30 day rental}"}, "cervical spine"},
	{"shoulder", true,
		[]string{"{dx:$Side shoulder rotator cuff tear} (840.4)", "{dx:$Side shoulder impingement syndrome} 726.2", "{dx:M75.101 Unspecified rotator cuff tear}", "{dx:$Side shoulder adhesive capsulitis}", "{dx:Bicipital tenosynovitis} (726.12)"},
		[]string{"There is a 9 mm full thickness tear of the supraspinatus tendon without retraction.", "Moderate hypertrophic changes of the acromioclavicular joint are seen.", "The long head of the biceps tendon is intact within the groove.", "There is fluid in the subacromial subdeltoid bursa.", "The glenoid labrum is without discrete tear."},
		[]string{"{img:9 mm full thickness tear of the supraspinatus tendon}.", "{img:Moderate acromioclavicular joint osteoarthritis}.", "{img-:No labral tear}.", "{img:Subacromial subdeltoid bursitis}."},
		[]string{"Neer and Hawkins signs are positive on the $side.", "Abduction is 110 degrees, forward flexion 125 degrees, external rotation 50 degrees.", "There is tenderness over the $side acromioclavicular joint.", "Supraspinatus strength is 4/5 on the $side.", "The drop arm test is negative."},
		[]string{"{proc:$Side shoulder arthroscopic rotator cuff repair}", "{proc:$Side shoulder arthroscopic subacromial decompression}"},
		"$side shoulder subacromial corticosteroid injection",
		[]string{"{req:$Side shoulder arthroscopy with rotator cuff repair}", "{req:Post-operative physical therapy 3 times a week for 4 weeks}", "{req:Cold therapy unit rental, 7 days}", "{req:MR arthrogram of the $side shoulder}", "{req:Tramadol 50 mg #60}"}, "shoulder"},
	{"knee", true,
		[]string{"{dx:$Side knee medial meniscus tear} (836.0)", "{dx:$Side knee chondromalacia patella} 717.7", "{dx:S83.241A Other tear of medial meniscus}", "{dx:$Side knee osteoarthritis} (715.96)"},
		[]string{"There is a complex tear of the posterior horn of the medial meniscus.", "The anterior and posterior cruciate ligaments are intact.", "There is a small joint effusion.", "Grade 2 chondromalacia is seen along the medial femoral condyle.", "No Baker's cyst."},
		[]string{"{img:Complex tear of the posterior horn of the medial meniscus}.", "{img:Small joint effusion}.", "{img:Grade 2 chondromalacia of the medial femoral condyle}.", "{img-:No evidence of ligament tear}."},
		[]string{"McMurray test is positive on the $side.", "There is medial joint line tenderness.", "Range of motion is 0 to 115 degrees.", "There is a mild effusion of the $side knee.", "Lachman test is negative."},
		[]string{"{proc:$Side knee arthroscopy with partial medial meniscectomy}", "{proc:$Side total knee arthroplasty}"},
		"$side knee intra-articular hyaluronic acid injection",
		[]string{"{req:$Side knee arthroscopy with partial medial meniscectomy}", "{req:Physical therapy 12 visits, $side knee}", "{req:Knee brace, purchase}", "{req:Naproxen 550 mg #60}", "{req:Synvisc injection, series of 3}"}, "knee"},
	{"wrist", true,
		[]string{"{dx:$Side carpal tunnel syndrome} (354.0)", "{dx:De Quervain's tenosynovitis} 727.04", "{dx:G56.01 Carpal tunnel syndrome, right upper limb}", "{dx:$Side wrist sprain} (842.00)"},
		[]string{"The median nerve is enlarged at the level of the carpal tunnel.", "The triangular fibrocartilage complex is intact.", "There is fluid within the first extensor compartment.", "No occult ganglion is seen."},
		[]string{"{img:Enlargement of the median nerve compatible with carpal tunnel syndrome}.", "{img-:No evidence of triangular fibrocartilage tear}.", "{img:First extensor compartment tenosynovitis}."},
		[]string{"Tinel's sign is positive at the $side wrist.", "Phalen's test is positive on the $side.", "Grip strength by Jamar: right 40/38/42, left 22/20/24.", "There is mild thenar atrophy.", "Finkelstein's test is negative."},
		[]string{"{proc:$Side endoscopic carpal tunnel release}", "{proc:$Side open carpal tunnel release}"},
		"$side carpal tunnel corticosteroid injection",
		[]string{"{req:$Side carpal tunnel release}", "{req:Occupational therapy 8 sessions}", "{req:Wrist splint, $side}", "{req:EMG/NCV $side upper extremity}", "{req:Gabapentin 300 mg #90}"}, "wrist"},
}

// newTale invents a patient with all who take part.
func newTale(r *rand.Rand) *tale {
	injury := mustDay("2010-03-01").AddDays(r.IntN(365 * 5))
	t := &tale{r: r, patient: newPerson(r, injury), injury: injury, employer: pick(r, employers), job: pick(r, jobs), body: pick(r, regions), side: pick(r, []string{"left", "right"}),
		insurer: newClinic(r, "Claims"), uro: newClinic(r, "Review"), voices: map[string]voice{}}
	t.insurer.name, t.uro.name = pick(r, insurers), pick(r, reviewers)
	if r.IntN(3) > 0 {
		t.uro.name = t.insurer.name
	}
	t.adjuster, t.lawyer = newDoctor(r, "", "Claims Examiner"), newDoctor(r, "Esq.", "Attorney for Applicant")
	t.treating = newDoctor(r, pick(r, []string{"M.D.", "MD", "D.O.", "D.C."}), pick(r, []string{"Orthopedic Surgery", "Physical Medicine and Rehabilitation", "Pain Management", "Family Medicine", "Occupational Medicine"}))
	t.surgeon = newDoctor(r, "M.D.", "Orthopaedic Surgery")
	t.imaging = newDoctor(r, pick(r, []string{"M.D.", "MD"}), "Board Certified Radiologist")
	t.tester = newDoctor(r, "M.D.", "Diplomate, American Board of Electrodiagnostic Medicine")
	t.therapy = newDoctor(r, pick(r, []string{"PT", "DPT", "PT, DPT", "OTR/L"}), "Physical Therapist")
	t.mind = newDoctor(r, pick(r, []string{"Ph.D.", "Psy.D."}), "Clinical Psychologist")
	t.judge = newDoctor(r, "M.D.", "Qualified Medical Evaluator")
	t.ur = newDoctor(r, "M.D.", pick(r, []string{"Physical Medicine and Rehabilitation", "Orthopedic Surgery", "Anesthesiology", "Occupational Medicine"}))
	return t
}

// voice is the voice of an office of some kind: there are two or three of a kind in a case, each of which stays the same
// once it has spoken.
func (t *tale) voice(office string, names ...string) voice {
	office += number(t.r.IntN(map[string]int{"treating": 2, "imaging": 1, "pt_note": 1}[office] + 2))
	if v, ok := t.voices[office]; ok {
		return v
	}
	r := t.r
	v := voice{body: pick(r, []face{sans, sans, roman, roman, mono}), size: pick(r, []float32{8.5, 9, 9.5, 10, 10, 10.5, 11, 12}), leading: pick(r, []float32{1.15, 1.25, 1.35, 1.5}),
		margin: float32(40 + r.IntN(36)), heading: r.IntN(7), dates: r.IntN(len(dateLayouts)), caps: r.IntN(12) == 0, runner: r.IntN(7), pairs: r.IntN(4), hanging: r.IntN(3) > 0,
		gap: pick(r, []float32{0.3, 0.6, 1}), clinic: newClinic(r, names...), titleMid: r.IntN(2) == 0}
	if v.body == mono {
		v.size = min(v.size, 10)
	}
	t.voices[office] = v
	return v
}

// say fills a text: $side, $Side, $part, $bodypart, $name, $he, $his, $age, $job, $pain, $med, $dx, $n, $weeks, $month,
// $employer and $doi, each anew where it occurs.
func (p *pen) say(text string) string {
	t := p.t
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '$')
		if i < 0 || i+1 == len(text) {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		j := i + 1
		for j < len(text) && (text[j] >= 'a' && text[j] <= 'z' || text[j] >= 'A' && text[j] <= 'Z') {
			j++
		}
		word := text[i+1 : j]
		text = text[j:]
		value, ok := p.fill(t, word)
		if !ok {
			panic("bundle: nothing is called $" + word)
		}
		b.WriteString(value)
	}
}

func (p *pen) fill(t *tale, word string) (string, bool) {
	w := t.patient.woman
	yes := func(woman, man string) string {
		if w {
			return woman
		}
		return man
	}
	switch word {
	case "side":
		return t.side, true
	case "Side":
		return strings.ToUpper(t.side[:1]) + t.side[1:], true
	case "part":
		return t.body.part, true
	case "bodypart":
		if t.body.sided {
			return t.side + " " + t.body.part, true
		}
		return t.body.part, true
	case "name":
		return yes("Ms. ", "Mr. ") + t.patient.last, true
	case "he":
		return yes("she", "he"), true
	case "He":
		return yes("She", "He"), true
	case "his":
		return yes("her", "his"), true
	case "man":
		return yes("female", "male"), true
	case "age":
		return number(int(p.when-t.patient.born) / 365), true
	case "job":
		return t.job, true
	case "employer":
		return t.employer, true
	case "pain":
		n := p.IntN(8) + 2
		return p.one("{pain:"+number(n)+"/10}", "{pain:"+number(n)+" out of 10}", "{pain:"+number(n)+"/10}", "{pain:"+number(n)+" on a scale of 0-10}"), true
	case "med":
		return p.drug(), true
	case "dx":
		return p.say(pick(p.Rand, t.body.diagnoses)), true
	case "n":
		return number(2 + p.IntN(10)), true
	case "weeks":
		return p.one("four weeks", "6 weeks", "30 days", "45 days", "one month"), true
	case "doi":
		return "{inj@" + t.injury.String() + ":" + p.show(t.injury) + "}", true
	case "when":
		return p.show(p.when), true
	case "before":
		return p.show(p.when.AddDays(-20 - p.IntN(200))), true
	case "next":
		return p.show(p.when.AddDays(20 + p.IntN(40))), true
	case "ptp":
		return "Dr. " + t.treating.last, true
	}
	return "", false
}

var drugs = []string{"Norco 10/325 mg", "Norco 5/325 mg", "hydrocodone/APAP 10/325 mg", "Tramadol 50 mg", "Ultram ER 150 mg", "Naproxen 550 mg", "Anaprox DS 550 mg", "Ibuprofen 800 mg", "Gabapentin 300 mg", "Neurontin 600 mg",
	"Lyrica 75 mg", "Cyclobenzaprine 7.5 mg", "Flexeril 10 mg", "Tizanidine 4 mg", "Soma 350 mg", "Omeprazole 20 mg", "Prilosec 20 mg", "Percocet 10/325 mg", "Oxycodone 15 mg", "MS Contin 30 mg", "Butrans 10 mcg/hr patch",
	"Nucynta 75 mg", "Cymbalta 60 mg", "Zoloft 50 mg", "Trazodone 50 mg", "Ambien 10 mg", "Celebrex 200 mg", "Meloxicam 15 mg", "Mobic 7.5 mg", "Terocin patch", "Lidoderm 5% patch", "Voltaren gel 1%", "Topamax 50 mg", "Baclofen 10 mg", "Elavil 25 mg", "Diclofenac 100 mg"}

func (p *pen) drug() string {
	d := pick(p.Rand, drugs)
	return "{med:" + d + "} " + p.one("one tablet twice daily", "1 tab PO BID #60", "q6h prn pain #90", "one daily", "at bedtime", "1 po tid, quantity 90", "every 8 hours as needed", "BID")
}
