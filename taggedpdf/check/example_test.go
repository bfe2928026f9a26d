package check_test

import (
	"fmt"

	"github.com/openimr/openimr/taggedpdf"
	"github.com/openimr/openimr/taggedpdf/check"
	"github.com/openimr/openimr/taggedpdf/serif"
)

func ExampleFile() {
	d := taggedpdf.Document{
		Title: "Minutes", Fonts: serif.Fonts(),
		Body: []taggedpdf.Block{taggedpdf.Heading{Level: 1, Text: []taggedpdf.Text{{Text: "Minutes of the meeting"}}}},
	}
	data, err := d.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := check.File(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range r.Failed {
		fmt.Println(f)
	}
	fmt.Println(len(r.Failed), "failures")
	fmt.Println("to be looked at by somebody:", r.Human[0].ID, r.Human[0].Words)
	// Output:
	// 0 failures
	// to be looked at by somebody: 01-001 something that is no content, such as a rule or a running head, is tagged as content
}
