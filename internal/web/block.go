package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// TextBlocks keeps the pieces of text that reviewers use again and again, each their own.
type TextBlocks interface {
	TextBlocks(ctx context.Context, by imr.UserID) ([]imr.TextBlock, error)
	PutTextBlock(ctx context.Context, by imr.UserID, b imr.TextBlock) error
	RemoveTextBlock(ctx context.Context, by imr.UserID, name string) error
}

func (s *server) blockRoutes() []Route {
	return []Route{
		{Pattern: "GET /blocks", Action: auth.KeepBlocks, Handle: s.blocksPage},
		{Pattern: "GET /blocks.json", Action: auth.KeepBlocks, Handle: s.blocksJSON},
		{Pattern: "POST /blocks", Action: auth.KeepBlocks, MaxBody: 64 << 10, Handle: s.keepBlock},
	}
}

type blocksView struct {
	Blocks []imr.TextBlock
	Form   imr.TextBlock
	Was    string // the name of the block that is being changed
	Errors []fieldError
}

func (s *server) blocksPage(v *Visit) error {
	p := blocksView{}
	bs, err := s.Blocks.TextBlocks(v.R.Context(), v.Account.ID)
	if err != nil {
		return err
	}
	for _, b := range bs {
		if b.Name == v.R.URL.Query().Get("name") {
			p.Form, p.Was = b, b.Name
		}
	}
	return s.showBlocks(v, http.StatusOK, p)
}

func (s *server) showBlocks(v *Visit, status int, p blocksView) error {
	var err error
	if p.Blocks, err = s.Blocks.TextBlocks(v.R.Context(), v.Account.ID); err != nil {
		return err
	}
	return v.Render(status, Page{Title: "Text blocks", Here: "/blocks"}, blocksBody(v, p))
}

// blocksJSON gives the desk the blocks with their fields.
func (s *server) blocksJSON(v *Visit) error {
	bs, err := s.Blocks.TextBlocks(v.R.Context(), v.Account.ID)
	if err != nil {
		return err
	}
	type block struct {
		imr.TextBlock
		Fields []string `json:"fields"`
	}
	out := make([]block, len(bs))
	for i, b := range bs {
		out[i] = block{b, append([]string{}, b.Fields()...)}
	}
	return v.json(http.StatusOK, out)
}

// keepBlock keeps, renames or removes a block.
func (s *server) keepBlock(v *Visit) error {
	values, _, err := v.readForm()
	if err != nil {
		return err
	}
	in := &input{values: values}
	p := blocksView{Form: imr.TextBlock{Name: in.text("name"), Text: strings.TrimSpace(strings.ReplaceAll(values.Get("text"), "\r\n", "\n"))}, Was: values.Get("was")}
	ctx := v.R.Context()
	if values.Get("do") == "remove" {
		if err := s.Blocks.RemoveTextBlock(ctx, v.Account.ID, p.Was); err != nil {
			return err
		}
		v.Flash("The text block “" + p.Was + "” was removed.")
		return v.Redirect("/blocks")
	}
	if p.Was != p.Form.Name {
		bs, err := s.Blocks.TextBlocks(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		for _, b := range bs {
			if b.Name == p.Form.Name {
				p.Errors = []fieldError{{Name: "name", Message: "There is a text block of that name already. Give another name, or change that one."}}
				return s.showBlocks(v, http.StatusConflict, p)
			}
		}
	}
	if err := s.Blocks.PutTextBlock(ctx, v.Account.ID, p.Form); err != nil {
		f := formView{}
		status, err := v.refuse(&f, err)
		if err != nil {
			return err
		}
		p.Errors = f.Errors
		return s.showBlocks(v, status, p)
	}
	if p.Was != "" && p.Was != p.Form.Name {
		if err := s.Blocks.RemoveTextBlock(ctx, v.Account.ID, p.Was); err != nil {
			return err
		}
	}
	v.Flash("The text block “" + p.Form.Name + "” was kept.")
	return v.Redirect("/blocks")
}
