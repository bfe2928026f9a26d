package web_test

import (
	"context"

	"github.com/openimr/openimr/imr"
)

// CaseOfLetter implements web.Letters.
func (m *memory) CaseOfLetter(_ context.Context, sum, code string) (imr.CaseID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return "", m.broken
	}
	for id, es := range m.events {
		c, err := imr.Fold(es)
		if err != nil {
			return "", err
		}
		if _, ok := c.LetterWith(sum, code); ok {
			return id, nil
		}
	}
	return "", &imr.Error{Kind: imr.NotFound, Message: "No such letter was served here."}
}
