// Package model asks a language model with an OpenAI-compatible address ("chat completions"). What may be asked and what of
// an answer is shown is package review/assist's.
//
// It sends one request and reads one answer, which the standard library does; the official client would make the program 25 MB larger.
package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openimr/openimr/review/assist"
)

// most is how many bytes of an answer are read.
const most = 1 << 20

// A Client asks one model.
type Client struct {
	URL     string // with its version: "http://127.0.0.1:8000/v1"
	Name    string
	Key     string // "" where it wants none
	Timeout time.Duration
	HTTP    *http.Client // nil: one of its own that follows no redirect
}

// Host is where pages are sent.
func (c *Client) Host() string {
	u, err := url.Parse(c.URL)
	if err != nil {
		return c.URL
	}
	return u.Host
}

// Model is the model's name.
func (c *Client) Model() string { return c.Name }

// Ask sends messages and returns what the model said. Errors are for people and hold nothing of what was sent.
func (c *Client) Ask(ctx context.Context, ms []assist.Message) ([]byte, error) {
	if c.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.Timeout)
		defer cancel()
	}
	body, err := json.Marshal(map[string]any{
		"model": c.Name, "messages": ms, "temperature": 0, "response_format": map[string]string{"type": "json_object"},
	})
	if err != nil {
		return nil, fmt.Errorf("ask the model: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(c.URL, "/")+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask the model: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if c.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.Key)
	}
	client := c.HTTP
	if client == nil {
		client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	res, err := client.Do(req)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("it did not answer within %s", c.Timeout)
	case err != nil:
		return nil, errors.New("it cannot be reached")
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("it did not answer within %s", c.Timeout)
	case err != nil:
		return nil, errors.New("its answer broke off")
	case res.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("it answered %d", res.StatusCode)
	case len(data) > most:
		return nil, errors.New("its answer is too long")
	}
	var said struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
			} `json:"message"`
			Finish string `json:"finish_reason"`
		} `json:"choices"`
	}
	if err := json.Unmarshal(data, &said); err != nil || len(said.Choices) == 0 {
		return nil, errors.New("its answer is not of the kind that was expected")
	}
	if said.Choices[0].Finish == "length" {
		return nil, errors.New("its answer was cut off; send fewer pages")
	}
	return []byte(said.Choices[0].Message.Content), nil
}
