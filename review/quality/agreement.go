package quality

import "math"

// A Pair is one item that two physicians decided without knowing of each other.
type Pair struct {
	First, Second string // outcomes
}

// MinPairs is the number of items below which kappa is not told: its interval would span nearly everything.
const MinPairs = 10

// A Score says how well two readings agree.
type Score struct {
	Pairs int // items
	Same  int // of them with the same outcome

	Share     float64 // Same of Pairs, 0 to 1
	ShareLow  float64 // of Wilson's interval of 95 in a hundred
	ShareHigh float64

	Kappa     float64 // Cohen's, -1 to 1
	KappaLow  float64 // of its interval of 95 in a hundred
	KappaHigh float64
	HasKappa  bool // false for too few items, or where both always say one and the same
}

// z is the quantile of the normal distribution that leaves 2.5 in a hundred above.
const z = 1.959963984540054

// Agreement scores pairs.
func Agreement(pairs []Pair) Score {
	s := Score{Pairs: len(pairs)}
	if s.Pairs == 0 {
		return s
	}
	cell := map[Pair]int{}
	rows, columns := map[string]int{}, map[string]int{}
	for _, p := range pairs {
		if p.First == p.Second {
			s.Same++
		}
		cell[p]++
		rows[p.First]++
		columns[p.Second]++
	}
	n := float64(s.Pairs)
	s.Share = float64(s.Same) / n
	s.ShareLow, s.ShareHigh = wilson(s.Same, s.Pairs)
	var chance float64
	for outcome, k := range rows {
		chance += float64(k) / n * float64(columns[outcome]) / n
	}
	if s.Pairs < MinPairs || chance > 1-1e-12 {
		return s
	}
	s.HasKappa = true
	s.Kappa = (s.Share - chance) / (1 - chance)
	// The variance of Fleiss, Cohen and Everitt, not of the null hypothesis, as the interval is to hold for any kappa.
	var diagonal, apart float64
	for p, k := range cell {
		share := float64(k) / n
		if p.First == p.Second {
			margins := float64(rows[p.First])/n + float64(columns[p.First])/n
			d := 1 - margins*(1-s.Kappa)
			diagonal += share * d * d
			continue
		}
		margins := float64(columns[p.First])/n + float64(rows[p.Second])/n
		apart += share * margins * margins
	}
	third := s.Kappa - chance*(1-s.Kappa)
	variance := (diagonal + (1-s.Kappa)*(1-s.Kappa)*apart - third*third) / (n * (1 - chance) * (1 - chance))
	half := z * math.Sqrt(max(variance, 0))
	s.KappaLow, s.KappaHigh = max(s.Kappa-half, -1), min(s.Kappa+half, 1)
	return s
}

// wilson is the interval of a share of 95 in a hundred; it stays between 0 and 1 and is honest for few items.
func wilson(same, of int) (low, high float64) {
	n, p := float64(of), float64(same)/float64(of)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(middle-half, 0), min(middle+half, 1)
}
