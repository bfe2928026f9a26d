package web

import (
	"net/http"

	"github.com/a-h/templ"
)

func (s *server) queue(v *Visit) error {
	return v.Render(http.StatusOK, Page{Title: "Work queue", Here: "/queue"}, templ.Raw("<h1>Work queue</h1>"))
}
