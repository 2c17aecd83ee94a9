package paymenttest

import (
	"net/http"
	"strings"
)

// Doing is what goes wrong with a request.
type Doing int

// What can go wrong.
const (
	Nothing   Doing = iota
	Busy            // 429: nothing was done
	Fail            // 500: nothing was done, and the key keeps that answer
	FailAfter       // 500 after it was done, and the key keeps that answer
	Drop            // the line breaks before anything was done
	DropAfter       // the line breaks after it was done
	Hang            // no answer, nothing done
	HangAfter       // no answer after it was done
	Meanwhile       // something else happens first: First
)

// Trouble is what goes wrong with the next requests whose path begins so.
type Trouble struct {
	Do    Doing
	Path  string // "/v1/refunds"; empty for any
	Posts bool   // only requests that write
	Times int    // how often; 0 is for ever
	First func() // what happens meanwhile
	used  int
}

// Behave sets what goes wrong from now on; without any, all is well again.
func (s *Server) Behave(all ...Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = all
}

// Holding tells of each request that is being held.
func (s *Server) Holding() <-chan struct{} { return s.holding }

// next is what goes wrong with one request.
func (s *Server) next(r *http.Request) Trouble {
	for i := range s.trouble {
		t := &s.trouble[i]
		if (t.Times == 0 || t.used < t.Times) && strings.HasPrefix(r.URL.Path, t.Path) && (!t.Posts || r.Method == http.MethodPost) {
			t.used++
			return *t
		}
	}
	return Trouble{}
}

// before answers, breaks or holds a request that is not to be done.
func (s *Server) before(w http.ResponseWriter, r *http.Request, t Trouble) bool {
	switch t.Do {
	case Busy:
		write(w, 429, refuse(429, "invalid_request_error", "rate_limit", "Too many requests.").body)
	case Drop:
		drop(w)
	case Hang:
		s.hold(r)
	case Meanwhile:
		t.First()
		return false
	default:
		return false
	}
	return true
}

// after breaks or holds a request that was done.
func (s *Server) after(w http.ResponseWriter, r *http.Request, t Trouble) bool {
	switch t.Do {
	case DropAfter:
		drop(w)
	case HangAfter:
		s.hold(r)
	default:
		return false
	}
	return true
}

func drop(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_ = conn.Close()
		}
	}
}

// hold says nothing until the other side gives up or the account closes.
func (s *Server) hold(r *http.Request) {
	s.holding <- struct{}{}
	select {
	case <-r.Context().Done():
	case <-s.released:
	}
}
