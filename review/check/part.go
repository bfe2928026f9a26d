package check

import "strings"

// A part is a part of the body that a text names.
type part struct {
	id       string
	tok, end int
}

// bodyParts are the parts of the body by their names, with the larger part that each is in and those beside it.
var bodyParts = []struct{ id, in, beside, names string }{
	{"spine", "", "", "spine|spinal|back|paraspinal|paravertebral|vertebra|vertebral"},
	{"neck", "spine", "", "neck|cervical|cervico|c-spine|paracervical|cervicalgia|cervicogenic"},
	{"mid back", "spine", "neck", "thoracic|mid back|middle back|upper back|t-spine|trapezius"},
	{"low back", "spine", "", "lumbar|low back|lower back|lumbosacral|l-spine|lumbago|paralumbar|lumbosacral spine"},
	{"sacrum", "low back", "hip", "sacroiliac|si joint|sacral|sacrum|coccyx|tailbone|buttock|buttocks|gluteal|piriformis|sciatic"},
	{"arm", "", "", "arm|arms|upper extremity|upper extremities|upper limb|ue|bue|lue|rue"},
	{"shoulder", "arm", "neck", "shoulder|shoulders|rotator cuff|supraspinatus|infraspinatus|subscapularis|acromioclavicular|ac joint|glenohumeral|subacromial|clavicle|scapula|scapular|bicipital|biceps|humerus|humeral"},
	{"elbow", "arm", "", "elbow|elbows|epicondyle|epicondylar|epicondylitis|cubital|olecranon"},
	{"forearm", "arm", "elbow wrist", "forearm|forearms|radius|ulna|ulnar|radial head"},
	{"wrist", "arm", "forearm hand", "wrist|wrists|carpal|tfcc|distal radius|radiocarpal|scaphoid|de quervain"},
	{"hand", "arm", "wrist", "hand|hands|finger|fingers|thumb|thumbs|digit|digits|metacarpal|cmc|palm|fingertips"},
	{"leg", "", "", "leg|legs|lower extremity|lower extremities|lower limb|le|ble|lle|rle"},
	{"hip", "leg", "low back", "hip|hips|groin|trochanter|trochanteric|acetabular|acetabulum|femoral head"},
	{"pelvis", "", "hip low back sacrum", "pelvis|pelvic"},
	{"thigh", "leg", "hip knee", "thigh|thighs|femur|hamstring|quadriceps"},
	{"knee", "leg", "", "knee|knees|meniscus|meniscal|patella|patellar|patellofemoral|acl|pcl|mcl|anterior cruciate"},
	{"calf", "leg", "knee ankle", "calf|calves|shin|tibia|tibial|fibula|lower leg|gastrocnemius"},
	{"ankle", "leg", "foot", "ankle|ankles|achilles|malleolus|malleolar|talus|talar|talofibular"},
	{"foot", "leg", "ankle", "foot|feet|heel|toe|toes|plantar|metatarsal|calcaneus|calcaneal|hallux|midfoot|forefoot"},
	{"head", "", "", "head|skull|scalp|brain|cranial|occipital"},
	{"face", "head", "eye jaw", "face|facial|cheek|nose|nasal"},
	{"eye", "head", "", "eye|eyes|ocular|vision|visual"},
	{"ear", "head", "", "ear|ears|hearing|tinnitus"},
	{"jaw", "head", "", "jaw|tmj|temporomandibular|mandible|teeth|tooth|dental"},
	{"chest", "", "", "chest|rib|ribs|sternum|thorax"},
	{"abdomen", "", "hip", "abdomen|abdominal|hernia|inguinal|umbilical"},
}

type partNode struct {
	next map[string]*partNode
	id   string
}

var partTree, partOf = func() (*partNode, map[string]map[string]bool) {
	root := &partNode{next: map[string]*partNode{}}
	related := map[string]map[string]bool{}
	in := map[string]string{}
	for _, b := range bodyParts {
		in[b.id] = b.in
		for _, name := range strings.Split(b.names, "|") {
			n := root
			for _, w := range strings.Fields(name) {
				k := n.next[w]
				if k == nil {
					k = &partNode{next: map[string]*partNode{}}
					n.next[w] = k
				}
				n = k
			}
			n.id = b.id
		}
	}
	join := func(a, b string) {
		for _, x := range [][2]string{{a, b}, {b, a}} {
			if related[x[0]] == nil {
				related[x[0]] = map[string]bool{}
			}
			related[x[0]][x[1]] = true
		}
	}
	for _, b := range bodyParts {
		join(b.id, b.id)
		for up := b.in; up != ""; up = in[up] {
			join(b.id, up)
		}
		for _, o := range strings.Fields(b.beside) {
			join(b.id, o)
		}
	}
	return root, related
}()

// akin says whether two names can mean one place: the same, the larger one, the one beside it.
func akin(a, b string) bool { return partOf[a][b] }

func (r *reading) findParts() {
	for i := 0; i < len(r.toks); i++ {
		n, best, end := partTree, "", 0
		for k := i; k < len(r.toks) && k < i+3; k++ {
			if k > i && r.toks[k].clause != r.toks[i].clause {
				break
			}
			if n = n.next[r.toks[k].text]; n == nil {
				break
			}
			if n.id != "" {
				best, end = n.id, k+1
			}
		}
		if best == "" || best == "hand" && r.notHand(i) || best == "spine" && r.toks[i].text == "back" && r.backVerb(i) || best == "face" && i > 0 && r.toks[i-1].text == "to" ||
			best == "leg" && (strings.HasPrefix(r.at(end, i), "rais") || r.toks[i].text == "le" && !r.toks[i].upper) {
			continue
		}
		r.parts = append(r.parts, part{best, i, end})
		for k := i; k < end; k++ {
			r.toks[k].part = int32(len(r.parts))
		}
		i = end - 1
	}
}

// notHand knows "right hand dominant", "on the other hand", "5 digits".
func (r *reading) notHand(i int) bool {
	next := r.at(i+1, i)
	return next == "dominant" || next == "dominance" || next == "written" || i > 0 && r.toks[i-1].text == "other"
}

// backVerb knows "came back", "back to work".
func (r *reading) backVerb(i int) bool {
	return r.at(i+1, i) == "to" || i > 0 && strings.Contains(" came come went go going be called get ", " "+r.toks[i-1].text+" ")
}

// partAt is the part that a token begins or is within, "" where none is.
func (r *reading) partAt(i int) string {
	if i < 0 || i >= len(r.toks) || r.toks[i].part == 0 {
		return ""
	}
	return r.parts[r.toks[i].part-1].id
}
