package bundle

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/openimr/openimr/clock"
)

type day = clock.Day

func mustDay(s string) day { return clock.MustDay(s) }

func number(n int) string { return strconv.Itoa(n) }

// A person is somebody whose papers these are.
type person struct {
	first, last, name string
	woman             bool
	born              day
	claim             string
}

// A doctor writes papers.
type doctor struct{ first, last, degree, field, licence string }

func (d doctor) full() string { return d.first + " " + d.last + ", " + d.degree }

// A clinic is an office with its head.
type clinic struct {
	name, street, city, phone, fax, motto string
	head                                  int
}

var (
	firstWomen = strings.Fields("Maria Linda Rosa Patricia Teresa Carmen Angela Denise Sharon Thuy Guadalupe Janet Mei Olivia Yolanda Kimberly Nadia Beatriz Joyce Alma")
	firstMen   = strings.Fields("Jose Robert Miguel David Juan William Carlos Kevin Hector Anthony Minh Luis Gary Raymond Victor Tyrone Sergei Armando Paul Ricardo")
	lastNames  = strings.Fields("Delgado Whitfield Nguyen Aguilar Thornton Castellanos Okafor Petrosyan Ramirez Lindqvist Montoya Harrington Tran Villalobos Beckett Escobedo Kowalski Santos Merriweather Zamora Fitzgerald Quintero Hollister Bautista Navarro Pruitt Orozco Stanhope Velasquez Ibarra Ashworth Camacho Dunleavy Espinoza Figueroa Gallagher Huerta Ingram Jaramillo Keating Lozano McAllister Norwood Palacios Ridgeway Saldana Trujillo Underwood Vance Wexler Yamada Zielinski")
	docLast    = strings.Fields("Abernathy Bhatt Carrigan Desmond Eskandari Farrow Grossman Halloran Iyer Jankowski Kessler Lazarus Mukherjee Nakashima Oberlin Parviz Quigley Rosenthal Shahidi Takahashi Ulrich Vandermeer Winslow Yaghoubian Zeller Alvarado Brandt Chaudhry Dorsey Engstrom")
	streets    = []string{"Wilshire Blvd.", "Ventura Boulevard", "E. Olive Ave", "Mission Street", "North First Street", "Sepulveda Blvd", "Harbor Boulevard", "Broadway", "W. Shaw Avenue", "Truxtun Ave.", "Camino del Rio South", "Arden Way"}
	cities     = []string{"Los Angeles, CA 90017", "Van Nuys, California 91405", "Fresno, CA 93711", "Sacramento, CA 95825", "San Diego, CA 92108", "Bakersfield, CA 93301", "Oakland, CA 94612", "Anaheim, CA 92805", "San Jose, California 95112", "Riverside, CA 92506", "Stockton, CA 95207", "Long Beach, CA 90806"}
	clinicHead = []string{"Pacific", "Golden Valley", "Sierra", "Coastal", "Metropolitan", "Redwood", "Inland Empire", "Bayview", "Central Valley", "Mission", "Westside", "Southland", "Capitol", "Harbor"}
	employers  = []string{"Sunridge Produce Packing, Inc.", "Castaic Freight Lines", "Valley Unified School District", "Brightway Janitorial Services", "Del Norte Foods", "Meridian Hotel Group", "County of San Ysidro", "Ironclad Roofing Co.", "Laurel Convalescent Hospital", "Pinnacle Distribution Center", "Oceanic Canning Company", "Trident Security"}
	insurers   = []string{"Golden Bear Casualty Insurance Company", "Pacific Compensation Fund", "Statewide Indemnity Co.", "Redwood Employers Mutual", "Sierra Claims Services", "Broadgate Insurance Services", "Keystone Claims Management"}
	reviewers  = []string{"Meridian Review Services", "CareCheck Utilization Management", "Pacific Review Partners", "Axis Medical Review", "First Choice Managed Care"}
	jobs       = []string{"warehouse worker", "truck driver", "certified nursing assistant", "housekeeper", "roofer", "school custodian", "line cook", "forklift operator", "office assistant", "packer", "security officer", "carpenter", "bus driver", "cashier"}
)

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// one picks one of some texts.
func (p *pen) one(of ...string) string { return of[p.IntN(len(of))] }

func newPerson(r *rand.Rand, injury day) *person {
	p := &person{woman: r.IntN(2) == 0, first: pick(r, firstMen), last: pick(r, lastNames)}
	if p.woman {
		p.first = pick(r, firstWomen)
	}
	p.name = p.first + " " + p.last
	if r.IntN(3) == 0 {
		p.name = p.first + " " + string(rune('A'+r.IntN(26))) + ". " + p.last
	}
	p.born = injury.AddDays(-365*(24+r.IntN(36)) - r.IntN(365))
	p.claim = pick(r, []string{
		fmt.Sprintf("%02d-%06d", 10+r.IntN(9), r.IntN(999999)), fmt.Sprintf("WC%08d", r.IntN(99999999)), fmt.Sprintf("%09d", 100000000+r.IntN(899999999)),
		fmt.Sprintf("%03d-%05d-%02d", r.IntN(999), r.IntN(99999), r.IntN(99)), fmt.Sprintf("CA%04d%05d", 2010+r.IntN(6), r.IntN(99999)),
	})
	return p
}

func newDoctor(r *rand.Rand, degree, field string) doctor {
	first := pick(r, firstMen)
	if r.IntN(2) == 0 {
		first = pick(r, firstWomen)
	}
	if r.IntN(3) == 0 {
		first += " " + string(rune('A'+r.IntN(26))) + "."
	}
	return doctor{first, pick(r, docLast), degree, field, pick(r, []string{"A", "G", "C", "20A"}) + number(10000+r.IntN(89999))}
}

func newClinic(r *rand.Rand, what ...string) clinic {
	phone := func() string {
		a, b, c := pick(r, []int{213, 310, 415, 559, 619, 714, 818, 916}), 200+r.IntN(700), r.IntN(9999)
		return pick(r, []string{fmt.Sprintf("(%d) %d-%04d", a, b, c), fmt.Sprintf("%d-%d-%04d", a, b, c), fmt.Sprintf("%d.%d.%04d", a, b, c)})
	}
	return clinic{pick(r, clinicHead) + " " + pick(r, what), number(100+r.IntN(19000)) + " " + pick(r, streets) + pick(r, []string{"", ", Suite " + number(100+r.IntN(800)), " #" + number(1+r.IntN(40))}),
		pick(r, cities), phone(), phone(), pick(r, []string{"Restoring motion, restoring lives", "A Medical Corporation", "Diplomates of the American Board", "Serving California since 1984"}), r.IntN(5)}
}

var dateLayouts = []string{"01/02/2006", "January 2, 2006", "2 Jan 2006", "1-2-06", "1/2/2006", "1/2/06", "2006-01-02", "Jan 2, 2006", "02-Jan-2006", "01.02.2006", "Jan. 2, 2006"}

// show is a day as the voice writes days.
func (p *pen) show(d day) string { return d.Format(dateLayouts[p.v.dates]) }

// long is a day as letters write it.
func (p *pen) long(d day) string { return d.Format("January 2, 2006") }
