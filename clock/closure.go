package clock

import (
	"fmt"
	"strings"
)

// Closures are days appointed as holidays by a Governor or the President, which must be entered by hand: for each
// jurisdiction ("ca", "us", "ny", "tx") the day and what it is.
type Closures map[string]map[Day]string

// ParseClosures reads appointed days, each as "2026-01-09 us National day of mourning". An error quotes the one that
// cannot be read.
func ParseClosures(lines []string) (Closures, error) {
	var cs Closures
	for _, line := range lines {
		f := strings.Fields(line)
		if len(f) < 3 {
			return nil, fmt.Errorf("%q is no appointed day; write it as \"2026-01-09 us National day of mourning\"", line)
		}
		day, err := ParseDay(f[0])
		if err != nil {
			return nil, err
		}
		switch f[1] {
		case "ca", "us", "ny", "tx":
		default:
			return nil, fmt.Errorf("%q in %q is neither ca, us, ny nor tx", f[1], line)
		}
		if cs == nil {
			cs = Closures{}
		}
		if cs[f[1]] == nil {
			cs[f[1]] = map[Day]string{}
		}
		cs[f[1]][day] = strings.Join(f[2:], " ")
	}
	return cs, nil
}
