package storetest

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/internal/audit"
)

// why tells findings in one text.
func why(list []audit.Broken) string {
	var b strings.Builder
	for _, x := range list {
		if x.Case != nil {
			b.WriteString(*x.Case + " ")
		}
		if x.Seq != nil {
			fmt.Fprintf(&b, "event %d ", *x.Seq)
		}
		b.WriteString(x.Why + "\n")
	}
	return b.String()
}
