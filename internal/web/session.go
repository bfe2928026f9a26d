package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

// How long a session lasts: so long without a request, and so long at most.
const (
	idleTime = 30 * time.Minute
	lifetime = 12 * time.Hour
)

// What a session holds. Values are strings, so that the same session is always the same bytes.
const (
	keyAccount = "account"
	keyStamp   = "stamp" // of the password: a new one ends the sessions of the old
	keyFlash   = "flash"
	keyAgent   = "agent" // the browser's name of itself, for the list of one's sessions
	keySince   = "since"
	keySession = "session" // a name by which this session is told from the others in that list; no secret
)

func newSessions(store scs.CtxStore, secure bool, now func() time.Time, failed func(http.ResponseWriter, *http.Request, error)) *scs.SessionManager {
	m := scs.New()
	m.Store = &calmStore{CtxStore: store, now: now, last: map[string]written{}}
	m.Codec = jsonCodec{}
	m.HashTokenInStore = true
	m.IdleTimeout, m.Lifetime = idleTime, lifetime
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = "openimr", true, http.SameSiteLaxMode, "/"
	m.Cookie.Persist = false
	if secure {
		m.Cookie.Name, m.Cookie.Secure = "__Host-openimr", true
	}
	m.ErrorFunc = failed
	return m
}

// identify finds whose session it is. An account that is gone, disabled or has another password ends it.
func (s *server) identify(v *Visit) error {
	ctx := v.R.Context()
	id := s.sessions.GetString(ctx, keyAccount)
	if id == "" {
		return nil
	}
	a, err := s.Store.Account(context.WithoutCancel(ctx), imr.UserID(id))
	var e *imr.Error
	switch {
	case errors.As(err, &e) && e.Kind == imr.NotFound:
	case err != nil:
		return fmt.Errorf("find the account of a session: %w", err)
	case !a.Disabled && s.sessions.GetString(ctx, keyStamp) == stamp(a):
		v.Account = a
		return nil
	}
	return s.sessions.Destroy(ctx)
}

// begin opens a session for an account. The token is a new one, so that nobody knows it from before.
func (s *server) begin(v *Visit, a auth.Account) error {
	ctx := v.R.Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("open a session: %w", err)
	}
	s.sessions.Put(ctx, keyAccount, string(a.ID))
	s.sessions.Put(ctx, keyStamp, stamp(a))
	s.sessions.Put(ctx, keySession, number())
	s.sessions.Put(ctx, keySince, v.Now.UTC().Format(time.RFC3339))
	agent := v.R.UserAgent()
	s.sessions.Put(ctx, keyAgent, agent[:min(len(agent), 200)])
	return nil
}

func stamp(a auth.Account) string {
	sum := sha256.Sum256([]byte(a.Hash + "\x00" + string(a.Role)))
	return hex.EncodeToString(sum[:8])
}

func (s *server) sessionError(w http.ResponseWriter, r *http.Request, err error) {
	s.fail(&Visit{W: w, R: r, Now: s.Now(), s: s}, fmt.Errorf("session: %w", err))
}

// jsonCodec writes a session as JSON with sorted keys.
type jsonCodec struct{}

type sessionJSON struct {
	Until  time.Time         `json:"until"`
	Values map[string]string `json:"values"`
}

// Encode implements scs.Codec.
func (jsonCodec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	j := sessionJSON{until.UTC(), make(map[string]string, len(values))}
	for k, v := range values {
		t, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("session value %q is no string", k)
		}
		j.Values[k] = t
	}
	return json.Marshal(j)
}

// Decode implements scs.Codec.
func (jsonCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var j sessionJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return time.Time{}, nil, err
	}
	values := make(map[string]any, len(j.Values))
	for k, v := range j.Values {
		values[k] = v
	}
	return j.Until, values, nil
}

// calmStore spares the writes that only push the idle time on: without it every page would cost a durable commit.
// The end of a session in the store lags by up to a minute, on the early side.
//
// The session manager reckons with the clock on the wall, the store with the clock of the application, which a
// demonstration may set to another day; the end of a session is told to the store in its own time.
type calmStore struct {
	scs.CtxStore
	now  func() time.Time
	mu   sync.Mutex
	last map[string]written
}

type written struct {
	data  []byte
	until time.Time
	gone  bool // logged out: a request still on its way must not bring it back
}

const (
	calm        = time.Minute
	keptWritten = 10_000
)

// FindCtx implements scs.CtxStore. One row found by its key takes no longer than being told that the visitor has gone,
// so it is not told.
func (c *calmStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return c.CtxStore.FindCtx(context.WithoutCancel(ctx), token)
}

// CommitCtx implements scs.CtxStore.
func (c *calmStore) CommitCtx(ctx context.Context, token string, b []byte, until time.Time) error {
	c.mu.Lock()
	w, ok := c.last[token]
	c.mu.Unlock()
	if ok && w.gone || ok && bytes.Equal(w.data, b) && until.Sub(w.until) < calm && !until.Before(w.until) {
		return nil
	}
	if err := c.CtxStore.CommitCtx(ctx, token, b, until.Add(time.Until(c.now()))); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.last[token].gone {
		c.keep(token, written{data: bytes.Clone(b), until: until})
	}
	return nil
}

func (c *calmStore) keep(token string, w written) {
	if len(c.last) >= keptWritten {
		clear(c.last)
	}
	c.last[token] = w
}

// DeleteCtx implements scs.CtxStore.
func (c *calmStore) DeleteCtx(ctx context.Context, token string) error {
	c.mu.Lock()
	c.keep(token, written{gone: true})
	c.mu.Unlock()
	return c.CtxStore.DeleteCtx(ctx, token)
}
