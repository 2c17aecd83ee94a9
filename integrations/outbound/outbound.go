// Package outbound fetches public pages for the portal, guarded: https only, no address inside a network, few redirects each checked
// again, a limit of time and size, no cookies (decisions.md 22, reciprocity.md 8).
package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// Limits of one fetch.
const (
	Within    = 10 * time.Second
	MaxBytes  = 256 << 10
	redirects = 3
)

// What a fetch may end with, beside errors of the network.
var (
	ErrRefused = errors.New("outbound: this address is not fetched")
	ErrTooMuch = errors.New("outbound: the answer is too large")
	ErrGone    = errors.New("outbound: nothing is there")
	ErrKind    = errors.New("outbound: what is there is of another kind")
)

// Status is what a server answered that sent no page: ErrGone, with its number.
type Status int

// Error says the number.
func (s Status) Error() string { return fmt.Sprintf("%v: status %d", ErrGone, int(s)) }

// Is makes it one of ErrGone.
func (s Status) Is(target error) bool { return target == ErrGone }

// Client fetches.
type Client struct{ http *http.Client }

// New makes a client.
func New() Client { return client(false, nil) }

// NewInside makes a client that also enters this machine and its network, trusting what transport trusts: for tests against real servers.
func NewInside(transport *http.Transport) Client { return client(true, transport) }

func client(inside bool, transport *http.Transport) Client {
	if transport == nil {
		transport = &http.Transport{TLSHandshakeTimeout: Within, ResponseHeaderTimeout: Within, DisableKeepAlives: true, Proxy: nil}
	}
	if !inside {
		transport.DialContext = (&net.Dialer{Timeout: Within, Control: public}).DialContext
	}
	return Client{&http.Client{Transport: transport, Timeout: Within, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > redirects || r.URL.Scheme != "https" {
			return ErrRefused
		}
		return nil
	}}}
}

// public looks at the address itself, after its name was resolved: no name leads inside.
func public(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !Public(at.Addr()) || at.Port() != 443 {
		return ErrRefused
	}
	return nil
}

// narrow are networks that are nobody's on the public internet, beside those that netip knows.
var narrow = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

// Public reports whether an address lies on the public internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, n := range narrow {
		if n.Contains(a) {
			return false
		}
	}
	return true
}

// Fetch returns what lies at an https address.
func (c Client) Fetch(ctx context.Context, address string) ([]byte, error) {
	return c.FetchAs(ctx, address, "")
}

// FetchAs returns what lies at an https address if its media type is kind, else ErrKind.
func (c Client) FetchAs(ctx context.Context, address, kind string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil || r.URL.Scheme != "https" || r.URL.Host == "" || r.URL.User != nil {
		return nil, ErrRefused
	}
	r.Header.Set("User-Agent", "Chatiere")
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, Status(answer.StatusCode)
	}
	if is, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind != "" && is != kind {
		return nil, ErrKind
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, MaxBytes+1))
	if err == nil && len(content) > MaxBytes {
		err = ErrTooMuch
	}
	return content, err
}
