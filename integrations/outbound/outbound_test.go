package outbound_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"chatiere/integrations/outbound"
)

var ctx = context.Background()

func server(t *testing.T) (*httptest.Server, outbound.Client) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
		_, _ = w.Write([]byte("hello" + r.Header.Get("Cookie")))
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, outbound.MaxBytes+1)) })
	mux.HandleFunc("/plain", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://plain.example/", http.StatusFound)
	})
	mux.HandleFunc("/hop/", func(w http.ResponseWriter, r *http.Request) {
		if left := strings.TrimPrefix(r.URL.Path, "/hop/"); left != "" {
			http.Redirect(w, r, "/hop/"+left[1:], http.StatusFound)
			return
		}
		_, _ = w.Write([]byte("there"))
	})
	s := httptest.NewTLSServer(mux)
	t.Cleanup(s.Close)
	return s, outbound.NewInside(s.Client().Transport.(*http.Transport).Clone())
}

func TestAPageIsFetchedWithinItsLimits(t *testing.T) {
	s, c := server(t)
	for range 2 { // no cookie comes back
		if got, err := c.Fetch(ctx, s.URL+"/page"); err != nil || string(got) != "hello" {
			t.Errorf("%q %v", got, err)
		}
	}
	if got, err := c.Fetch(ctx, s.URL+"/hop/xxx"); err != nil || string(got) != "there" {
		t.Errorf("three redirects: %q %v", got, err)
	}
	for path, want := range map[string]error{"/hop/xxxx": outbound.ErrRefused, "/plain": outbound.ErrRefused, "/large": outbound.ErrTooMuch, "/nowhere": outbound.ErrGone} {
		if _, err := c.Fetch(ctx, s.URL+path); !errors.Is(err, want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestWhatIsThereMustBeOfTheKindThatIsAskedFor(t *testing.T) {
	s, c := server(t)
	if got, err := c.FetchAs(ctx, s.URL+"/page", "text/plain"); err != nil || string(got) != "hello" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := c.FetchAs(ctx, s.URL+"/page", "text/html"); !errors.Is(err, outbound.ErrKind) {
		t.Error(err)
	}
}

func TestNothingInsideIsFetched(t *testing.T) {
	s, _ := server(t)
	for _, address := range []string{s.URL + "/page", "http://projet.example/", "https://localhost/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://user:x@projet.example/", "file:///etc/passwd", "https://", "%"} {
		if _, err := outbound.New().Fetch(ctx, address); !errors.Is(err, outbound.ErrRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestPublicAddressesAreTold(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false,
		"0.0.0.0": false, "224.0.0.1": false, "255.255.255.255": false, "::1": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false,
	} {
		if got := outbound.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}
