package bundle

import "math/rand/v2"

// some picks n different texts in their order.
func some(r *rand.Rand, n int, of []string) []string {
	n = min(n, len(of))
	keep := r.Perm(len(of))[:n]
	var out []string
	for i, s := range of {
		for _, k := range keep {
			if k == i {
				out = append(out, s)
			}
		}
	}
	return out
}

// told is n phrases of a pool as one paragraph.
func (p *pen) told(n int, of []string) string {
	text := ""
	for _, s := range some(p.Rand, n, of) {
		if text != "" {
			text += " "
		}
		text += p.say(s)
	}
	return text
}

// each fills every text.
func (p *pen) each(of []string) []string {
	out := make([]string, len(of))
	for i, s := range of {
		out[i] = p.say(s)
	}
	return out
}

var (
	complaints = []string{
		"The patient returns with persistent $bodypart pain rated $pain today.",
		"$name reports that the pain is $pain with medication and $pain without medication.",
		"Pain is described as aching and sharp, worse with prolonged sitting and lifting.",
		"$He denies {dx-:bowel or bladder incontinence}.",
		"$He denies {dx-:numbness} and tingling at this time.",
		"The pain radiates to the $side side.",
		"Symptoms have not changed since the last visit on $before.",
		"$He has difficulty with activities of daily living including dressing, bathing and household chores.",
		"Sleep is interrupted three to four times a night because of pain.",
		"$He completed $n sessions of physical therapy with temporary relief.",
		"There are no side effects from the medications; $he reports 40% improvement in function.",
		"$He continues to use a home exercise program daily.",
		"$He states that $he can walk two blocks before having to rest.",
		"Patient presents for follow up of industrial injury to the $bodypart.",
	}
	histories = []string{
		"$name is a $age year old $man who was employed by $employer as a $job when $he sustained an industrial injury on $doi.",
		"While lifting a box weighing about 60 pounds $he felt a sudden onset of pain in the $bodypart.",
		"$He reported the injury to the supervisor the same day and was sent to the company clinic, where x-rays were taken and medication was given.",
		"$He was placed on modified duty and referred for physical therapy, of which $he attended $n visits.",
		"$He slipped on a wet floor and fell on the $side side.",
		"Symptoms developed gradually because of repetitive reaching and gripping over the course of the employment.",
		"An MRI was obtained, which I have reviewed, and $he was referred to an orthopedic surgeon.",
		"$He underwent injections with about six weeks of relief.",
		"$He has not worked since that time.",
	}
	pasts = []string{
		"Past medical history is significant for {dx<:hypertension}.",
		"Status post {proc<@2009-06-15:appendectomy} in June 2009.",
		"There is a history of {dx<:asthma} in childhood.",
		"No prior injuries to the $part are reported.",
		"$He denies {dx-:diabetes}.",
		"Family history: mother had {dx~:diabetes}; father had {dx~:hypertension}.",
		"Allergies: penicillin (rash).",
		"Prior surgery: {proc<:tonsillectomy} as a child.",
		"Social history: $he does not smoke and drinks alcohol on occasion.",
	}
	adls = []string{
		"Self care: $he needs help with putting on shoes and socks.", "Sitting tolerance is 30 minutes, standing tolerance 20 minutes.", "$He can lift only very light weights.",
		"$He drives short distances.", "Household chores are done by family members.", "Sexual function is not affected.", "Hobbies such as fishing and dancing have been given up.",
		"The Oswestry Disability Index score is 44%.", "$He uses a cane for longer distances.",
	}
	general = []string{
		"The patient is alert and oriented and in no acute distress.",
		"Vital signs: blood pressure 128/82, pulse 76, respirations 14, height 5'7\", weight 184 pounds.",
		"The patient is well developed and well nourished.",
		"There is no atrophy, swelling or ecchymosis.",
		"Skin is intact with no signs of infection.",
		"Waddell signs are absent.",
	}
	plans = []string{
		"Continue home exercise program.",
		"Refill medications as listed.",
		"The patient was counseled on the risks and benefits of the medications and an opioid agreement is on file.",
		"Urine drug screen was performed today to monitor compliance.",
		"Follow up in $weeks.",
		"Return to clinic on $next.",
		"I am awaiting the report of the agreed medical evaluator.",
		"Request was made for prior medical records.",
	}
	works = []string{
		"{work:Temporarily totally disabled} until the next appointment.",
		"{work:Modified duty}: no lifting over 10 pounds, no repetitive bending.",
		"{work:Return to full duty} with no restrictions.",
		"{work:Temporary total disability} for $weeks.",
		"{work:Return to modified work} with no overhead reaching and no pushing or pulling over 15 lbs.",
		"The patient is {work:permanent and stationary}.",
		"{work:Off work} until $next.",
	}
	declare = "I declare under penalty of perjury that the information contained in this report and its attachments, if any, is true and correct to the best of my knowledge and belief, and that I have not violated Labor Code section 139.3."
	thanks  = []string{
		"Thank you for the opportunity to participate in the care of this patient. Please do not hesitate to contact my office with any questions.",
		"Thank you for referring this pleasant patient. I will keep you informed of progress.",
		"If there are any questions regarding this report please contact the undersigned.",
	}
	reviewed = []string{
		"I reviewed the MRI of the $bodypart dated $before.",
		"Progress report of $ptp dated $before: the patient complained of pain. Physical therapy was requested.",
		"Utilization review determination dated $before: the request was denied.",
		"Operative report dated $before.",
		"Request for Authorization dated $before for physical therapy.",
		"X-rays of the $bodypart dated $before were unremarkable.",
		"Electrodiagnostic study dated $before was reviewed and showed no abnormality.",
		"Doctor's First Report of Occupational Injury dated $before.",
	}
)
