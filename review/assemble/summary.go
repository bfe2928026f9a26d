package assemble

import (
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review/pages"
)

// Summary is a draft of the clinical case summary in the grammar of package review, every sentence with its citations and
// marked as not yet confirmed. A record of which no page is known gives what the case itself says, without citations.
func Summary(c imr.Case, book *pages.Book) string {
	w := newWriter(c, book)
	items := w.items()
	w.identity()
	w.conditions()
	w.paragraph()
	w.history()
	w.paragraph()
	w.studies()
	w.paragraph()
	w.latest()
	w.paragraph()
	w.dispute(items)
	w.paragraph()
	return strings.Join(w.text, "\n\n")
}
