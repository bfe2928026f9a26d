package treatment

import (
	"testing"
	"unicode/utf8"
)

func TestRequestsAreNamed(t *testing.T) {
	for request, want := range map[string]string{
		"Norco 10/325mg #90": "pharma_opioid",
		"One prescription of hydrocodone/APAP 10/325 mg, 90 tablets": "pharma_opioid",
		"Tramadol ER 150mg #60":                                         "pharma_opioid",
		"Post-op physical therapy 3x4, right shoulder":                  "rehab_postop_pt",
		"Physical therapy 2 times a week for 6 weeks, lumbar spine":     "rehab_pt",
		"12 sessions of PT":                                             "rehab_pt",
		"Purchase of cervical traction unit":                            "dme_traction",
		"MRI of the lumbar spine":                                       "diag_imaging",
		"EMG/NCV of the bilateral upper extremities":                    "diag_emg",
		"Transforaminal epidural steroid injection L4-L5, L5-S1":        "inj_esi",
		"Right shoulder arthroscopy with subacromial decompression":     "surg_arthroscopy",
		"Associated surgical service: assistant surgeon":                "surg_ancillary",
		"Associated surgical services: Pre-operative medical clearance": "surg_ancillary",
		"Urine drug screen":                                             "lab_uds",
		"Home health aide 4 hours a day":                                "home_health",
		"Lidoderm patches #30":                                          "pharma_topical",
		"TENS unit purchase":                                            "dme_tens",
		"a thing of no kind":                                            "",
		"":                                                              "",
	} {
		k, ok := Of(request)
		if k.ID != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", request, k.ID, want)
		}
	}
}

func TestARequestCanNameSeveral(t *testing.T) {
	got := All("EKG, Norco; then acupuncture with MRI and more Norco")
	want := []string{"diag_cardiac", "pharma_opioid", "rehab_acu", "diag_imaging"}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i].ID != want[i] {
			t.Errorf("got %v, want %v", got[i].ID, want[i])
		}
	}
}

func TestABadTableIsRefused(t *testing.T) {
	for _, bad := range []string{"a\tb", "id\tcategory\tname\tterms\tconfidence\nx\ty\tz\t;\tread"} {
		if _, err := load(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Norco 10/325mg #90")
	f.Fuzz(func(t *testing.T, s string) {
		k, ok := Of(s)
		if ok == (k.ID == "") {
			t.Errorf("%q is %v, %v", s, k, ok)
		}
		if utf8.ValidString(s) && ok && len(All(s)) == 0 {
			t.Errorf("%q is %v and nothing", s, k)
		}
	})
}
