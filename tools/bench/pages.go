package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// page is a target with its address and what the portal answers to it.
type page struct {
	target
	address string
	headers []string // "Name: value", for the generator
	body    []byte
}

// answer is what came back for one request.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask sends one request and reads the answer, as it came over the wire.
func ask(ctx context.Context, method, address string, form url.Values, headers ...string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept-Encoding", "identity")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	got, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header, body}, err
}

// fetchPage asks for a target once, and keeps the bytes for the reference.
func fetchPage(ctx context.Context, portal *server, t target, people map[string]string) (page, error) {
	p := page{target: t, address: portal.address + t.path}
	if t.who != "" {
		p.headers = append(p.headers, "Cookie: "+people[t.who])
	}
	got, err := ask(ctx, http.MethodGet, p.address, nil, p.headers...)
	if err != nil {
		return p, err
	}
	if got.status != http.StatusOK {
		return p, fmt.Errorf("%s answers %d (Location: %s)", t.path, got.status, got.header.Get("Location"))
	}
	p.body = got.body
	if t.unchanged {
		p.headers = append(p.headers, "If-None-Match: "+got.header.Get("ETag"))
	}
	return p, nil
}

// enter lets the demo's people in by the page that asks for their password, and finds the member's organisation.
func enter(ctx context.Context, portal *server) (people map[string]string, org string, err error) {
	people = map[string]string{}
	for _, email := range []string{member, operator} {
		if people[email], err = signIn(ctx, portal.address, email); err != nil {
			return nil, "", err
		}
	}
	org, err = firstLink(ctx, portal, "/fr/account", `href="(/fr/o/[^"/]+)`, "Cookie: "+people[member])
	return people, org, err
}

// signIn fills in the form and returns the cookies that the answer gives, as one header.
func signIn(ctx context.Context, address, email string) (string, error) {
	const path = "/fr/sign-in/password"
	got, err := ask(ctx, http.MethodPost, address+path, url.Values{"email": {email}, "password": {"chatiere-demo-miaou"}})
	if err != nil {
		return "", err
	}
	var cookies []string
	for _, c := range (&http.Response{Header: got.header}).Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	if got.status != http.StatusSeeOther || len(cookies) == 0 {
		return "", fmt.Errorf("signing in as %s: %d, %d cookies", email, got.status, len(cookies))
	}
	return strings.Join(cookies, "; "), nil
}

// firstLink finds an address on a page.
func firstLink(ctx context.Context, portal *server, path, pattern string, headers ...string) (string, error) {
	got, err := ask(ctx, http.MethodGet, portal.address+path, nil, headers...)
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(pattern).FindSubmatch(got.body)
	if found == nil {
		return "", fmt.Errorf("%s (%d) has no link like %s", path, got.status, pattern)
	}
	return string(found[1]), nil
}

// assets are what a page makes the browser fetch, images and fonts left out.
var assets = regexp.MustCompile(`(?:href|src)="(/static/[^"]+\.(?:css|js))"`)

// weigh notes the heaviest of the public pages as it comes over the wire (P8).
func weigh(ctx context.Context, portal *server, r *report) error {
	var first, total, requests int
	for _, path := range []string{"/fr/", "/fr/catalogue", "/fr/offers", "/fr/help", "/fr/news", "/fr/legal", "/fr/transparency", "/fr/transparency/contributions"} {
		var page answer
		for range 20 { // until the kept copy is packed
			var err error
			if page, err = ask(ctx, http.MethodGet, portal.address+path, nil, "Accept-Encoding: br"); err != nil {
				return err
			}
			if page.header.Get("Content-Encoding") == "br" {
				break
			}
			pause()
		}
		weight, n := page.weight(), 1
		first = max(first, weight)
		plain, err := ask(ctx, http.MethodGet, portal.address+path, nil)
		if err != nil {
			return err
		}
		for _, found := range assets.FindAllSubmatch(plain.body, -1) {
			part, err := ask(ctx, http.MethodGet, portal.address+string(found[1]), nil, "Accept-Encoding: br")
			if err != nil {
				return err
			}
			weight, n = weight+part.weight(), n+1
		}
		total, requests = max(total, weight), max(requests, n)
	}
	r.number("Heaviest public page: HTML with headers", "≤ 14,600 bytes", "", "%.0f", float64(first), 14600)
	r.number("Heaviest public page: with styles and scripts", "≤ 60 KB", "", "%.1f KB", float64(total)/1000, 60)
	r.number("Most requests of a public page, images and fonts left out", "≤ 8", "", "%.0f", float64(requests), 8)
	return nil
}

// weight is the answer's bytes with its headers.
func (a answer) weight() int {
	var head strings.Builder
	_ = a.header.Write(&head)
	return len("HTTP/1.1 200 OK\r\n") + head.Len() + len("\r\n") + len(a.body)
}
