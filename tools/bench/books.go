package main

import (
	"context"
	"time"
)

// settle is how long a portal has to compare its kept sums with a million transfers before it is measured: it does so when it starts.
const settle = 20 * time.Second

// books compares the public pages of the books with themselves at a hundred times as many transfers in the books.
func (e *engine) books(ctx context.Context, dir string, r *report) error {
	if e.at.short == "" {
		return nil
	}
	short, err := e.start(ctx, dir, e.at.short)
	if err != nil {
		return err
	}
	defer short.stop()
	long, err := e.start(ctx, dir, e.at.long)
	if err != nil {
		return err
	}
	defer long.stop()
	say("%s: the sums of a million transfers are compared first", e.name)
	time.Sleep(settle)
	return e.transparency(ctx, short, long, r)
}

// public are the pages that are read from the books.
var public = []target{
	{name: "transparency", path: "/fr/transparency", who: member},
	{name: "what went out", path: "/fr/transparency/spending", who: member},
	{name: "a project's part", path: "/fr/transparency/projects/nextcloud", who: member},
}

// transparency runs the rounds: a person who signed in looks, as a visitor's page is kept.
func (e *engine) transparency(ctx context.Context, short, long *server, r *report) error {
	people, _, err := enter(ctx, short)
	if err != nil {
		return err
	}
	crowd, _, err := enter(ctx, long)
	if err != nil {
		return err
	}
	for _, t := range public {
		var results rounds
		for n := range e.rounds {
			say("%s: round %d of %s with 10,000 and 1,000,000 transfers", e.name, n+1, t.name)
			few, err := fetchPage(ctx, short, t, people)
			if err != nil {
				return err
			}
			many, err := fetchPage(ctx, long, t, crowd)
			if err != nil {
				return err
			}
			results.add(t.name, e.once(ctx, short, few, e.postmaster), e.once(ctx, long, many, e.postmaster))
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		r.number("1,000,000 transfers against 10,000: "+t.name, "≤ 1.5 ×", e.name, "%.2f ×", results.ratio(), 1.5)
	}
	return nil
}
