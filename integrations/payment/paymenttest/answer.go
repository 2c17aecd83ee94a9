package paymenttest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// replay is an answer kept under an idempotency key.
type replay struct {
	what   string // the request it belongs to
	status int
	body   []byte
	at     time.Time
}

// fault is an answer that is no object.
type fault struct {
	status int
	body   object
}

func refuse(status int, kind, code, message string, more ...any) *fault {
	e := object{"type": kind, "message": message}
	if code != "" {
		e["code"] = code
	}
	for i := 0; i+1 < len(more); i += 2 {
		e[more[i].(string)] = more[i+1]
	}
	return &fault{status, object{"error": e}}
}

func invalid(param, message string) *fault {
	return refuse(400, "invalid_request_error", "", message, "param", param)
}

func missing(kind, id string) *fault {
	return refuse(404, "invalid_request_error", "resource_missing", "No such "+kind+": '"+id+"'", "param", "id")
}

// answer is the door of the API and of the hosted pages.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.Now().Format(http.TimeFormat))
	if strings.HasPrefix(r.URL.Path, "/c/") {
		s.hosted(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	key := r.Header.Get("Idempotency-Key")
	s.mu.Lock()
	s.calls = append(s.calls, Call{r.Method, r.URL.Path, key, r.Header.Get("Stripe-Version"), r.Header.Get("X-Stripe-Client-User-Agent")})
	trouble := s.next(r)
	s.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+Key {
		write(w, 401, refuse(401, "invalid_request_error", "", "Invalid API Key provided").body)
		return
	}
	if s.before(w, r, trouble) {
		return
	}
	status, answer, replayed := s.once(r, key, string(body), trouble)
	if s.after(w, r, trouble) {
		return
	}
	if replayed {
		w.Header().Set("Idempotent-Replayed", "true")
	}
	w.Header().Set("Request-Id", "req_test")
	w.Header().Set("Stripe-Version", version)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(answer)
}

// once does an act once for each key: an equal request is answered as before, even by a fault, a different one is refused.
// Keys are forgotten after a day; what was never understood leaves no trace (STR4).
func (s *Server) once(r *http.Request, key, body string, trouble Trouble) (status int, answer []byte, replayed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	what := r.Method + " " + r.URL.Path + "\n" + body
	if before := s.replays[key]; key != "" && r.Method == http.MethodPost && before != nil && s.now().Sub(before.at) < 24*time.Hour {
		if before.what != what {
			f := refuse(400, "idempotency_error", "", "Keys for idempotent requests can only be used with the same parameters they were first used with.")
			return f.status, encode(f.body), false
		}
		return before.status, before.body, true
	}
	status, answer = s.do(r, body, trouble)
	if key != "" && r.Method == http.MethodPost && status != 400 && status != 401 && status != 404 && status != 429 {
		s.replays[key] = &replay{what, status, answer, s.now()}
	}
	return status, answer, false
}

func (s *Server) do(r *http.Request, body string, trouble Trouble) (int, []byte) {
	if trouble.Do == Fail {
		return 500, encode(refuse(500, "api_error", "", "An error occurred.").body)
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		f := invalid("", "unreadable")
		return f.status, encode(f.body)
	}
	if r.Method == http.MethodGet {
		values = r.URL.Query()
	}
	made, f := s.route(r.Method, strings.TrimPrefix(r.URL.Path, "/v1/"), form{values})
	if trouble.Do == FailAfter {
		return 500, encode(refuse(500, "api_error", "", "An error occurred.").body)
	}
	if f != nil {
		return f.status, encode(f.body)
	}
	return 200, encode(s.expanded(made, form{values}.list("expand")))
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encode(body))
}

func encode(v any) []byte {
	raw, _ := json.Marshal(v)
	return raw
}

// form reads Stripe's way of writing nested values: a[b][c], a[0].
type form struct{ url.Values }

func (f form) list(name string) (all []string) {
	for key, values := range f.Values {
		if key == name || strings.HasPrefix(key, name+"[") && strings.Count(key, "[") == 1 {
			all = append(all, values...)
		}
	}
	return all
}

// sub reads a[b]=c as b → c.
func (f form) sub(name string) object {
	all := object{}
	for key, values := range f.Values {
		if rest, ok := strings.CutPrefix(key, name+"["); ok && strings.HasSuffix(rest, "]") && !strings.Contains(rest, "[") {
			all[strings.TrimSuffix(rest, "]")] = values[0]
		}
	}
	return all
}

func (f form) number(name string) int64 {
	var n int64
	for _, r := range f.Get(name) {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int64(r-'0')
	}
	return n
}
