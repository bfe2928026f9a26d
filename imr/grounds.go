package imr

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

const groundColumns = "id\tground\ttest\twho_can_cure\tauthority\tconfidence"

// ParseGrounds reads a programme's grounds of ineligibility: tab-separated, with a head line.
func ParseGrounds(r io.Reader) ([]Ground, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	var gs []Ground
	for n := 1; sc.Scan(); n++ {
		if n == 1 {
			if sc.Text() != groundColumns {
				return nil, fmt.Errorf("line 1: the columns are not %q", groundColumns)
			}
			continue
		}
		f := strings.Split(sc.Text(), "\t")
		if len(f) != 6 {
			return nil, fmt.Errorf("line %d: %d columns instead of 6", n, len(f))
		}
		gs = append(gs, Ground{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return gs, sc.Err()
}

func isGround(r Rules, id string) bool {
	for _, g := range r.Grounds {
		if g.ID == id {
			return true
		}
	}
	return false
}
