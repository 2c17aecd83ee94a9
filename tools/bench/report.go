package main

import (
	"fmt"
	"io"
)

// report is the table, line by line in the order in which they were first measured.
type report struct{ lines []*line }

// line is one goal and what was measured, by engine; the empty engine stands for both.
type line struct {
	what, goal string
	measured   map[string]string
	missed     bool
}

// number notes one figure and whether it keeps its limit.
func (r *report) number(what, goal, engine, format string, value, limit float64) {
	l := r.line(what, goal)
	l.measured[engine] = fmt.Sprintf(format, value)
	l.missed = l.missed || value > limit
	say("  %s, %s: %s (%s)", what, engine, l.measured[engine], goal)
}

// ratio notes a page beside nginx.
func (r *report) ratio(p page, e *engine, all rounds) {
	goal := "reported"
	switch {
	case p.who != "" && p.limit > 0:
		goal = "≤ 45 · ≤ 80 ×"
	case p.limit > 0:
		goal = fmt.Sprintf("≤ %g ×", p.limit)
	}
	l := r.line(p.name, goal)
	if len(all) < min(5, e.rounds) {
		l.measured[e.name], l.missed = "too few rounds", true
		return
	}
	micros := all.median(func(r round) float64 { return r.page.micros })
	l.measured[e.name] = fmt.Sprintf("%.1f × (%.0f µs)", all.ratio(), micros)
	l.missed = l.missed || p.limit > 0 && all.ratio() > p.limit
	say("  %s, %s: %s (%s); nginx %.1f µs", p.name, e.name, l.measured[e.name], goal, all.median(func(r round) float64 { return r.reference.micros }))
}

// line finds a goal's line or begins it.
func (r *report) line(what, goal string) *line {
	for _, l := range r.lines {
		if l.what == what {
			return l
		}
	}
	l := &line{what: what, goal: goal, measured: map[string]string{}}
	r.lines = append(r.lines, l)
	return l
}

// print writes the table as Markdown.
func (r *report) print(out io.Writer) {
	fmt.Fprintf(out, "| what | goal | %s | %s | |\n|---|---|---|---|---|\n", sqlite, postgres)
	missed := 0
	for _, l := range r.lines {
		verdict := "pass"
		if l.missed {
			verdict = "**miss**"
			missed++
		}
		if l.goal == "reported" {
			verdict = ""
		}
		left, right := l.measured[sqlite], l.measured[postgres]
		if both := l.measured[""]; both != "" {
			left, right = both, both
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s |\n", l.what, l.goal, left, right, verdict)
	}
	fmt.Fprintf(out, "\n%d of %d lines miss their goal.\n", missed, len(r.lines))
}
