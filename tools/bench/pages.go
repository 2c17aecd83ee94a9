package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// page is a target with what the portal answers to it.
type page struct {
	target
	address string
	headers []string // "Name: value", for the generator
	body    []byte
	packed  int // bytes on the wire with gzip
}

// fetchPages asks for each target once, as a visitor or as the member, and keeps the bytes for the reference.
func fetchPages(ctx context.Context, s settings, portal *server) ([]page, error) {
	session, err := signIn(ctx, portal.address, s.signIn)
	if err != nil {
		return nil, err
	}
	var pages []page
	for _, t := range s.targets {
		p := page{target: t, address: portal.address + t.path}
		if t.member {
			p.headers = append(p.headers, "Cookie: "+session)
		}
		if err := p.fetch(ctx); err != nil {
			return nil, err
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// fetch reads the page plain, then packed, then notes its ETag if it is asked for.
func (p *page) fetch(ctx context.Context) error {
	plain, etag, err := p.get(ctx, "identity")
	if err != nil {
		return err
	}
	packed, _, err := p.get(ctx, "gzip")
	if err != nil {
		return err
	}
	p.body, p.packed = plain, len(packed)
	if p.etag {
		if etag == "" {
			return fmt.Errorf("%s has no ETag", p.path)
		}
		p.headers = append(p.headers, "If-None-Match: "+etag)
	}
	return nil
}

// get asks for the page with one encoding and returns the bytes as they came.
func (p *page) get(ctx context.Context, encoding string) (body []byte, etag string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address, nil)
	if err != nil {
		return nil, "", err
	}
	request.Header.Set("Accept-Encoding", encoding)
	for _, h := range p.headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%s answers %s (Location: %s)", p.path, answer.Status, answer.Header.Get("Location"))
	}
	body, err = io.ReadAll(answer.Body)
	return body, answer.Header.Get("ETag"), err
}

// signIn posts the form and returns the cookies it gives, as one header. Without a form there is no member.
func signIn(ctx context.Context, address, form string) (string, error) {
	if form == "" {
		return "", nil
	}
	path, fields, _ := strings.Cut(form, "|")
	values, err := url.ParseQuery(fields)
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address+path, strings.NewReader(values.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", address)
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var cookies []string
	for _, c := range answer.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	if answer.StatusCode != http.StatusSeeOther || len(cookies) == 0 {
		return "", fmt.Errorf("signing in at %s: %s, %d cookies", path, answer.Status, len(cookies))
	}
	return strings.Join(cookies, "; "), nil
}
