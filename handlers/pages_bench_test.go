package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"syscall"
	"testing"
	"time"

	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// BenchmarkPages draws a page as the whole router does, without the network: for profiles, and to see a change's price.
//
//	CHATIERE_QUICK=1 go test ./handlers -run '^$' -bench Pages -cpuprofile cpu.out
func BenchmarkPages(b *testing.B) {
	s := newSite(b).lived(b)
	if err := storetest.Grow(s.db, 1000); err != nil {
		b.Fatal(err)
	}
	s.reopen(func(x *Site) { x.PageLimit = 1e9 }) // nobody asks as fast as this
	visitor, operator := s.visitor("fr"), s.knows(b, "omar@indie-host.example")
	for _, page := range []struct {
		name, path string
		by         *person
	}{
		{"home/visitor", "/fr/", visitor},
		{"home/unchanged", "/fr/", s.visitor("fr").remembers("/fr/")},
		{"home/member", "/fr/", operator},
		{"tickets", "/fr/tickets", s.knows(b, "ada@fee.example")},
		{"queue", "/fr/desk/tickets", operator},
		{"invoices", "/fr/desk/invoices", operator},
		{"payments", "/fr/desk/payments", operator},
		{"contributions", "/fr/desk/contributions", operator},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			begin := processorTime(b)
			for b.Loop() {
				if w := page.by.answered(page.path); w.Code != http.StatusOK && w.Code != http.StatusNotModified {
					b.Fatal(w.Code)
				}
			}
			b.ReportMetric(float64((processorTime(b)-begin).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

// processorTime is what this process has used so far: on a busy machine the clock on the wall says little.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// lived puts the demo collective and its past into the portal.
func (s *site) lived(t testing.TB) *site {
	t.Helper()
	c, err := folder.Read(files.FS)
	if err == nil {
		_, err = demo.Import(t.Context(), s.db, c, demo.Options{Public: true, Since: store.Now(s.db).AddDate(-1, -2, 0), Files: files.FS})
	}
	if err == nil {
		_, err = demo.Relive(t.Context(), s.db, c, demo.Telling{Months: 8, Keep: s.worker.KeepHeld, Secret: secret, Pages: ProjectPages("https://portail.example")})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// knows lets somebody of the demo collective in.
func (s *site) knows(t testing.TB, email string) *person {
	t.Helper()
	u, err := people.FindUserByEmail(t.Context(), s.db, email)
	if err != nil {
		t.Fatal(err)
	}
	return s.enters(t, u)
}

// remembers lets the person's browser ask whether a page it has is still the same.
func (p *person) remembers(path string) *person {
	p.seen = p.answered(path).Header().Get("ETag")
	return p
}

// answered asks the router itself for a page.
func (p *person) answered(path string) *httptest.ResponseRecorder {
	within, gone := context.WithCancel(context.Background()) // as a server has it: the visitor may leave
	defer gone()
	r := httptest.NewRequest(http.MethodGet, path, nil).WithContext(within)
	r.Header.Set("If-None-Match", p.seen)
	at, _ := url.Parse(p.s.server.URL)
	for _, k := range p.client.Jar.Cookies(at) {
		r.AddCookie(k)
	}
	w := httptest.NewRecorder()
	p.s.router.ServeHTTP(w, r)
	return w
}
