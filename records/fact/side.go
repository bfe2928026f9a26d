package fact

var (
	sidePattern = compile(`\b(bilateral(?:ly)?|bilat|both|left[- ]sided|right[- ]sided|left|right|lt|rt)\b|\((l|r|b)\)`)
	sideWords   = map[string]string{"bilateral": "bilateral", "bilaterally": "bilateral", "bilat": "bilateral", "both": "bilateral", "left": "left", "right": "right",
		"lt": "left", "rt": "right", "l": "left", "r": "right", "b": "bilateral", "left-sided": "left", "right-sided": "right", "left sided": "left", "right sided": "right"}
	notSide = compile(`\b(?:right (?:now|away|hand(?:ed)?[- ]dominant|handed|to)|left (?:hand(?:ed)?[- ]dominant|handed|work|the|his job|her job|voicemail)|right-hand(?:ed)?|left-hand(?:ed)?)\b`)
)

// sideOf is the side said in a text: "" where none is or where it says left of one thing and right of another.
func sideOf(text string) string {
	never := notSide.FindAllStringIndex(text, -1)
	side := ""
	for _, m := range sidePattern.FindAllStringSubmatchIndex(text, -1) {
		if within(never, m) {
			continue
		}
		g := 2
		if m[2] < 0 {
			g = 4
		}
		s := sideWords[text[m[g]:m[g+1]]]
		switch {
		case side == "" || side == s:
			side = s
		case side == "left" && s == "right" || side == "right" && s == "left":
			side = "bilateral"
		}
	}
	return side
}
