package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// The engines, as the table's columns name them.
const (
	sqlite   = "SQLite"
	postgres = "PostgreSQL"
)

// engine is one database engine under the portal.
type engine struct {
	settings
	name       string
	at         databases
	postmaster int     // counted with the portal
	list       float64 // limit of a signed-in list, as a multiple of nginx
}

// The demo's people who look at the lists.
const (
	member   = "ada@fee.example"
	operator = "omar@indie-host.example"
)

// target is a page to measure, and who looks at it; 0 is no limit, for pages that are only reported.
type target struct {
	name, path string
	who        string
	limit      float64
	unchanged  bool // the browser has it already
}

// pages are what P2 is about.
func (e *engine) pages(org, offer string) []target {
	return []target{
		{name: "First page, visitor", path: "/fr/", limit: 8},
		{name: "Catalogue, visitor", path: "/fr/catalogue", limit: 8},
		{name: "Offer, visitor", path: offer, limit: 8},
		{name: "Catalogue, unchanged (304)", path: "/fr/catalogue", limit: 2.5, unchanged: true},
		{name: "Own tickets, member", path: "/fr/tickets", who: member, limit: e.list},
		{name: "Ticket queue, operator", path: "/fr/desk/tickets", who: operator, limit: e.list},
		{name: "Invoices, operator", path: "/fr/desk/invoices", who: operator, limit: e.list},
		{name: "Payments queue, operator", path: "/fr/desk/payments", who: operator, limit: e.list},
		{name: "Organisation's first page, member", path: org, who: member},
	}
}

// lists are what P3 is about.
func lists(org string) []target {
	return []target{
		{name: "own tickets", path: "/fr/tickets", who: member},
		{name: "ticket queue", path: "/fr/desk/tickets", who: operator},
		{name: "invoices", path: "/fr/desk/invoices", who: operator},
		{name: "payments queue", path: "/fr/desk/payments", who: operator},
		{name: "organisation's invoices", path: org + "/invoices", who: member},
		{name: "people", path: "/fr/desk/people", who: operator},
		{name: "journal", path: "/fr/desk/journal", who: operator},
		{name: "letters", path: "/fr/desk/letters", who: operator},
		{name: "contributions to decide", path: "/fr/desk/contributions", who: operator},
		{name: "public contributions", path: "/fr/transparency/contributions", who: member},
		{name: "deliveries", path: "/fr/desk/deployments", who: operator},
	}
}

// measure fills the engine's column.
func (e *engine) measure(ctx context.Context, r *report) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if e.only == "" {
		if err := e.rest(ctx, dir, r); err != nil {
			return err
		}
	}
	if e.only == "books" {
		return e.books(ctx, dir, r)
	}
	few, err := e.start(ctx, dir, e.at.few)
	if err != nil {
		return err
	}
	defer few.stop()
	if e.only != "lists" {
		if err := e.ratios(ctx, dir, few, r); err != nil {
			return err
		}
	}
	if e.only == "pages" {
		return nil
	}
	many, err := e.start(ctx, dir, e.at.many)
	if err != nil {
		return err
	}
	defer many.stop()
	if err := e.growth(ctx, few, many, r); err != nil || e.only == "lists" {
		return err
	}
	return e.books(ctx, dir, r)
}

// start starts the portal on a database.
func (e *engine) start(ctx context.Context, dir, database string) (*server, error) {
	return startPortal(ctx, dir, e.portal, database)
}

// rest measures the portal while nobody asks for anything, and how fast it is back after it was killed.
func (e *engine) rest(ctx context.Context, dir string, r *report) error {
	portal, err := e.start(ctx, dir, e.at.demo)
	if err != nil {
		return err
	}
	defer func() { portal.stop() }()
	if e.name == sqlite {
		if err := weigh(ctx, portal, r); err != nil {
			return err
		}
	}
	portal.kill()
	if portal, err = e.start(ctx, dir, e.at.demo); err != nil {
		return err
	}
	r.number("First page after kill -9", "≤ 1 s", e.name, "%.1f s", portal.ready.Seconds(), 1)
	time.Sleep(5 * time.Second)
	r.number("Memory, idle (web and worker)", "≤ 40 MB", e.name, "%.0f MB", portal.memory(), 40)
	return ctx.Err()
}

// ratios compares pages with nginx, then lets them all come at a steady rate.
func (e *engine) ratios(ctx context.Context, dir string, portal *server, r *report) error {
	people, org, err := enter(ctx, portal)
	if err != nil {
		return err
	}
	offer, err := firstLink(ctx, portal, "/fr/offers", `href="(/fr/offers/[^"/]+)"`)
	if err != nil {
		return err
	}
	var pages []page
	for _, t := range e.pages(org, offer) {
		p, err := fetchPage(ctx, portal, t, people)
		if err != nil {
			return err
		}
		pages = append(pages, p)
	}
	nginx, err := startNginx(ctx, dir, pages)
	if err != nil {
		return err
	}
	defer nginx.stop()
	if err := e.compare(ctx, portal, nginx, pages, r); err != nil {
		return err
	}
	r.number("Memory after load", "≤ 128 MB", e.name, "%.0f MB", portal.memory(), 128)
	say("%s: %d requests a second for 10 s", e.name, e.rate)
	flow := steady(ctx, e.rate, 10*time.Second, pages)
	most := map[string]float64{sqlite: 50, postgres: 100}[e.name]
	r.number(fmt.Sprintf("%d mixed requests a second: half within", e.rate), "≤ 3 ms", e.name, "%.1f ms", flow.at(0.5), 3)
	r.number(fmt.Sprintf("%d mixed requests a second: 99 of 100 within", e.rate), "≤ 50 · ≤ 100 ms", e.name, "%.0f ms", flow.at(0.99), most)
	r.number(fmt.Sprintf("%d mixed requests a second: failures", e.rate), "0", e.name, "%.0f", flow.failures(), 0)
	return ctx.Err()
}

// compare runs the rounds of P2. A target within a quarter of its limit gets more of them, as the noise could decide.
func (e *engine) compare(ctx context.Context, portal, nginx *server, pages []page, r *report) error {
	results := make([]rounds, len(pages))
	for n := range e.rounds + min(e.rounds, 4) {
		say("%s: round %d of the pages beside nginx", e.name, n+1)
		for i, p := range pages {
			if n < e.rounds || results[i].near(p.limit) {
				results[i].add(p.name,
					e.once(ctx, nginx, page{address: fmt.Sprintf("%s/%d.html", nginx.address, i)}, 0),
					e.once(ctx, portal, p, e.postmaster))
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	for i, p := range pages {
		r.ratio(p, e, results[i])
	}
	return nil
}

// growth compares each list with itself at a hundred times as many rows (P3).
func (e *engine) growth(ctx context.Context, few, many *server, r *report) error {
	people, org, err := enter(ctx, few)
	if err != nil {
		return err
	}
	crowd, _, err := enter(ctx, many)
	if err != nil {
		return err
	}
	all := lists(org)
	results := make([]rounds, len(all))
	for n := range e.rounds {
		say("%s: round %d of the lists with 1,000 and 100,000 rows", e.name, n+1)
		for i, t := range all {
			short, err := fetchPage(ctx, few, t, people)
			if err != nil {
				return err
			}
			long, err := fetchPage(ctx, many, t, crowd)
			if err != nil {
				return err
			}
			results[i].add(t.name, e.once(ctx, few, short, e.postmaster), e.once(ctx, many, long, e.postmaster))
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	for i, t := range all {
		r.number("100,000 rows against 1,000: "+t.name, "≤ 1.5 ×", e.name, "%.2f ×", results[i].ratio(), 1.5)
	}
	return nil
}
