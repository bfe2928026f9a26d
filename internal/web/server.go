package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/intake"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

// Config is what the application needs from outside.
type Config struct {
	Store        Store
	Blobs        Blobs
	Records      Records // nil: the pages of the record say that it is not read here
	Library      Library // nil: no published determinations are held here
	Blocks       TextBlocks
	Customary    []programme.Customary // parts that determinations customarily have
	Model        Model                 // nil: no language model helps
	Intake       *intake.Desk          // takes files in
	Sessions     scs.CtxStore
	Rules        imr.Rules           // of the programme
	Organization letter.Organization // that reviews, as it stands on its letters
	County       string              // of the organization's place of mailing, for the proof of service
	Place        string              // of deposit or sending: city and state; what a form of service proposes
	Director     letter.Addressee    // the Administrative Director, who gets every determination; without a name none can be served
	Letters      Letters             // finds the letters that were served; nil: a letter can be checked by its signature alone
	Signer       *signing.Signer     // signs the letters; nil: they are served unsigned
	VerifyPage   string              // address of the page on which a letter can be checked, as people outside reach it; "" leaves it out of the letters
	Now          func() time.Time    // nil: the clock on the wall
	Logger       *slog.Logger        // nil: slog.Default
	Secure       bool                // people reach the server over https, itself or through a proxy
	BehindProxy  bool                // the last address of X-Forwarded-For is the visitor's
	DemoTokens   map[string]imr.UserID
	Ready        func(context.Context) error // nil: always ready; else what /readyz asks
}

// server is the application at work.
type server struct {
	Config
	door     *auth.Door
	sessions *scs.SessionManager
	assets   *assets
	metrics  *metrics
	counts   *countCache
	staff    *staffCache
	paces    *pace         // of those who check letters
	checking chan struct{} // holds one for each file that is being checked
	books    *bookCache
}

// New returns the application as one handler.
func New(c Config) http.Handler {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	s := &server{Config: c, door: auth.NewDoor(c.Store), assets: loadAssets(), counts: newCountCache(), staff: &staffCache{}, paces: newPace(checksAMinute), checking: make(chan struct{}, checksTogether), books: newBookCache()}
	s.sessions = newSessions(c.Sessions, c.Secure, c.Now, s.sessionError)
	mux := http.NewServeMux()
	var patterns []string
	for _, r := range s.routes() {
		mux.Handle(r.Pattern, s.guard(r))
		patterns = append(patterns, r.Pattern)
	}
	mux.Handle("GET /static/", s.assets)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.HandleFunc("GET /metrics", s.metricsPage)
	mux.Handle("/", s.guard(Route{Pattern: "/", Open: true, Handle: s.missing}))
	s.metrics = newMetrics(append(patterns, "GET /static/", "GET /healthz", "GET /readyz", "GET /metrics", "/"))
	return s.record(s.headers(s.sameSite(mux)))
}

func (s *server) healthz(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") }

// readyz says whether the server can do its work now; a load balancer asks it.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.Ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := s.Ready(ctx); err != nil {
			s.Logger.Warn("not ready", "err", err)
			plain(w, http.StatusServiceUnavailable, "not ready\n")
			return
		}
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the asker has gone: nobody to tell
}
