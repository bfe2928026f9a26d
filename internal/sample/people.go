package sample

import "github.com/openimr/openimr/imr"

// A Person is somebody of the invented cases who can log in.
type Person struct {
	imr.Actor
	Email       string
	LicensedIn  []string // of a reviewer
	Specialties []string // of a reviewer
}

func person(id imr.UserID, role, name string) Person {
	return Person{Actor: imr.Actor{ID: id, Role: role, Name: name}, Email: string(id) + "@example.org"}
}

func physician(id imr.UserID, name string, licensedIn, specialties []string) Person {
	p := person(id, "reviewer", name)
	p.LicensedIn, p.Specialties = licensedIn, specialties
	return p
}

// The people of the invented organization.
var (
	dana   = person("dana.kim", "coordinator", "Dana Kim")
	luis   = person("luis.ortega", "coordinator", "Luis Ortega")
	nora   = person("nora.ellis", "quality", "Nora Ellis")
	miguel = person("miguel.santos", "medical_director", "Miguel Santos, MD")

	adeyemi   = physician("ruth.adeyemi", "Ruth Adeyemi, MD", []string{"Massachusetts"}, []string{"Anesthesiology", "Pain Management"})
	lindqvist = physician("tomas.lindqvist", "Tomas Lindqvist, MD", []string{"California", "Nevada"}, []string{"Orthopedic Surgery"})
	raman     = physician("priya.raman", "Priya Raman, MD", []string{"California"}, []string{"Physical Medicine & Rehabilitation"})
	osei      = physician("helen.osei", "Helen Osei, MD", []string{"California", "New York"}, []string{"Psychiatry"})
	bell      = physician("marcus.bell", "Marcus Bell, DO", []string{"Texas", "California"}, []string{"Preventive Medicine", "Occupational Medicine"})
	navarro   = physician("sofia.navarro", "Sofia Navarro, MD", []string{"California"}, []string{"Neurology"})
)

// The parties who have an account.
var (
	okafor = person("daniel.okafor", "injured_worker", "Daniel Okafor")
	haddad = person("amir.haddad", "attorney", "Amir Haddad")
	reyes  = person("paula.reyes", "claims_administrator", "Paula Reyes")
	marsh  = person("lena.marsh", "requesting_physician", "Lena Marsh, MD")
	admin  = person("alex.moreau", "administrator", "Alex Moreau")
)

// People returns everybody who can log in, the first of each role in the order in which the work goes.
func People() []Person {
	return []Person{
		dana, adeyemi, nora, miguel, okafor, haddad, reyes, marsh, admin,
		luis, lindqvist, raman, osei, bell, navarro,
	}
}
