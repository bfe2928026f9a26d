package letter

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteFindings writes {"file":…,"findings":[…]} on one line.
func WriteFindings(w io.Writer, file string, findings []Finding) error {
	if findings == nil {
		findings = []Finding{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	err := enc.Encode(struct {
		File     string    `json:"file"`
		Findings []Finding `json:"findings"`
	}{file, findings})
	if err != nil {
		return fmt.Errorf("write the findings on %s: %w", file, err)
	}
	return nil
}

// WriteFindingsReport writes the findings for a person: one line each, then a line that counts them.
func WriteFindingsReport(w io.Writer, file string, findings []Finding) error {
	var b strings.Builder
	count := map[Severity]int{}
	for _, f := range findings {
		count[f.Severity]++
		where := f.Field
		if f.Item != nil {
			where = fmt.Sprintf("item %d, %s", *f.Item, f.Field)
		}
		if f.Span != nil {
			where += fmt.Sprintf(" at %d", f.Span.Start)
		}
		fmt.Fprintf(&b, "%s: %s: %s: %s [%s; %s]\n", file, f.Severity, where, f.Message, f.Rule, f.Authority)
	}
	fmt.Fprintf(&b, "%s: %d errors, %d warnings, %d notes\n", file, count[Error], count[Warning], count[Info])
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the report on %s: %w", file, err)
	}
	return nil
}
