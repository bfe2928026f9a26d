package check

// plainWords are stems that say too little for a difference about them to matter.
var plainWords = stems(`the a an of in on at to for with and or by from as is are was were be been being has had have do does did this that these those it its he she his her him they their them there
 patient worker injured report note document indicat state record medic review physician doctor provider date dated time current prior previous history present treatment treat continu ongoing
 pain complain includ due per also such any all some other same well both each which who where when while after before during since until than then only very more most less least few several
 noted notes stated reports reported reveals revealed showed shows show found finding findings exam examination physical clinical objective subjective evidence sign signs symptom symptoms
 visit follow evaluation evaluate assessment plan recommend request requested authorization use using used take taking took give given side area region level range motion significant
 mild moderate severe chronic acute left right bilateral upper lower one two three year old male female day week month about into over under out up down new work status condition
 will would should may might can could need needed able back low daily every made make get got going went came come see seen mention specific specified`)

func stems(words string) map[string]bool {
	m := map[string]bool{}
	for w := range setOf(words) {
		m[w] = true
		m[stem(w)] = true
	}
	return m
}

// content says whether a word tells two statements apart.
func (t *tok) content() bool {
	return !t.number && len(t.text) > 2 && !plainWords[t.stem] && !plainWords[t.text] && denyBefore[t.text] == 0
}
