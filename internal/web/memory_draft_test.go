package web_test

import (
	"context"

	"github.com/openimr/openimr/imr"
)

// Draft and SaveDraft keep the texts that reviewers are typing.
func (m *memory) Draft(_ context.Context, id imr.CaseID) (imr.DraftText, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, err := imr.Fold(m.events[id])
	if err != nil || m.broken != nil {
		return imr.DraftText{}, m.broken
	}
	if d := m.drafts[id]; c.Reviewer != nil && d.By == c.Reviewer.ID {
		return d, nil
	}
	return imr.DraftText{}, nil
}

func (m *memory) SaveDraft(_ context.Context, d imr.DraftText) (imr.DraftText, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return imr.DraftText{}, m.broken
	}
	if now := m.drafts[d.Case]; now.Rev != d.Rev {
		return imr.DraftText{}, &imr.DraftChanged{Now: now}
	}
	d.Rev++
	d.Saved = noon
	if m.drafts == nil {
		m.drafts = map[imr.CaseID]imr.DraftText{}
	}
	m.drafts[d.Case] = d
	return d, nil
}
