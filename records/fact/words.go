package fact

import (
	"strings"
	"sync"
)

// Mend is the plain form of a word of a page: lower case, slips of text recognition mended where the rules know the word, with
// the punctuation that it has.
func Mend(raw string) string { return mendWord(strings.ToLower(plain.Replace(raw))) }

// DrugNames gives for every name of a drug that the rules know, in lower case, the generic name: "norco" is "hydrocodone".
// It is shared and not to be changed.
var DrugNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, line := range strings.Split(strings.ToLower(drugText), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		generic, brands, _ := strings.Cut(line, ":")
		generic = strings.TrimSpace(generic)
		for _, name := range append(strings.Split(brands, ","), generic) {
			if name = strings.TrimSpace(name); name != "" {
				names[name] = generic
			}
		}
	}
	return names
})
