package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// measure is one run of the generator against one page.
type measure struct {
	requests float64
	micros   float64 // processor time of the server for one request
	bad      string  // why the round does not count
}

// round is a reference and the page beside it, measured one after the other.
type round struct{ reference, page measure }

// rounds are those of one target that count.
type rounds []round

// add keeps a round without an error; the others are told and left out (M7).
func (all *rounds) add(name string, reference, page measure) {
	if bad := reference.bad + page.bad; bad != "" {
		say("  a round of %s does not count: %s", name, bad)
		return
	}
	*all = append(*all, round{reference, page})
}

// ratio is the median of what the page costs as a multiple of its reference in the same round (M8).
func (all rounds) ratio() float64 {
	return all.median(func(r round) float64 { return r.page.micros / r.reference.micros })
}

// near reports whether the median lies within a quarter of the limit, where the noise could decide (M9).
func (all rounds) near(limit float64) bool {
	return limit > 0 && all.ratio() > limit*0.75 && all.ratio() < limit*1.25
}

// median is the middle of what value says of the rounds.
func (all rounds) median(value func(round) float64) float64 {
	var values []float64
	for _, r := range all {
		values = append(values, value(r))
	}
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// once runs wrk on core 1 for some time and counts the server's processor time meanwhile, with that of another tree (0: none).
func (e *engine) once(ctx context.Context, of *server, p page, also int) measure {
	args := []string{"wrk", "-t1", fmt.Sprintf("-c%d", e.clients), fmt.Sprintf("-d%ds", max(1, int(e.seconds)))}
	for _, h := range p.headers {
		args = append(args, "-H", h)
	}
	used := func() float64 {
		total := cpu(of.cmd.Process.Pid)
		if also > 0 {
			total += cpu(also)
		}
		return total
	}
	within, cancel := context.WithTimeout(ctx, time.Duration(e.seconds)*time.Second+30*time.Second)
	defer cancel()
	before := used()
	out, err := pinned(within, "1", append(args, p.address)...).CombinedOutput()
	after := used()
	m := readWrk(string(out))
	if err != nil {
		m.bad = fmt.Sprintf("wrk: %v %s", err, out)
	}
	if m.requests > 0 {
		m.micros = (after - before) * 1e6 / m.requests
	}
	return m
}

// What wrk writes.
var (
	wrkRequests = regexp.MustCompile(`(\d+) requests in`)
	wrkErrors   = regexp.MustCompile(`(?m)^\s*(Non-2xx or 3xx responses.*|Socket errors.*)$`)
)

// readWrk takes the figures from wrk's report.
func readWrk(out string) measure {
	first := func(p *regexp.Regexp) string {
		if found := p.FindStringSubmatch(out); found != nil {
			return found[1]
		}
		return ""
	}
	m := measure{bad: first(wrkErrors)}
	m.requests, _ = strconv.ParseFloat(first(wrkRequests), 64)
	if m.requests == 0 && m.bad == "" {
		m.bad = "no request was answered"
	}
	return m
}
