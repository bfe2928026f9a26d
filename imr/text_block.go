package imr

import (
	"regexp"
	"slices"
	"strings"
)

// A TextBlock is a piece of text that a reviewer uses again and again. What stands in double braces is a field, filled in when it is
// used: "The guideline recommends {{treatment}} when {{condition}}."
type TextBlock struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

var blockField = regexp.MustCompile(`\{\{\s*([^{}]{1,60}?)\s*\}\}`)

// Fields are the names of the block's fields, each once, in their order.
func (b TextBlock) Fields() []string {
	var fs []string
	for _, m := range blockField.FindAllStringSubmatch(b.Text, -1) {
		if !slices.Contains(fs, m[1]) {
			fs = append(fs, m[1])
		}
	}
	return fs
}

// Fill is the block's text with its fields filled in; a field without a value stays as it is, so that nobody overlooks it.
func (b TextBlock) Fill(values map[string]string) string {
	return blockField.ReplaceAllStringFunc(b.Text, func(s string) string {
		if v := strings.TrimSpace(values[blockField.FindStringSubmatch(s)[1]]); v != "" {
			return v
		}
		return s
	})
}

// Check says what is wrong with a block.
func (b TextBlock) Check() error {
	switch {
	case strings.TrimSpace(b.Name) == "":
		return incomplete("name", "", "Give the text block a name.")
	case len(b.Name) > 100:
		return incomplete("name", "", "A name has at most 100 characters.")
	case strings.TrimSpace(b.Text) == "":
		return incomplete("text", "", "The text block is empty.")
	case len(b.Text) > 20000:
		return incomplete("text", "", "A text block has at most 20,000 characters.")
	}
	return nil
}
