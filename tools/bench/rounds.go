package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

// measure is one run of the generator against one page.
type measure struct {
	requests float64
	micros   float64 // processor time of the server for one request
	p50, p99 string
	bad      string // why the round does not count
}

// round is a page beside its reference, measured one after the other.
type round struct{ reference, page measure }

// ratio is what the page costs as a multiple of the reference.
func (r round) ratio() float64 { return r.page.micros / r.reference.micros }

// measureAll runs the rounds, interleaved, and prints the table. Targets within a quarter of their limit get four more.
func measureAll(ctx context.Context, s settings, portal, nginx *server, pages []page) (int, error) {
	results := make([][]round, len(pages))
	for n := range s.rounds + 4 {
		for i, p := range pages {
			if n >= s.rounds && !nearLimit(p.limit, results[i]) {
				continue
			}
			r := round{
				measureOne(ctx, s, nginx, fmt.Sprintf("%s/%d.html", nginx.address, i), nil, 0),
				measureOne(ctx, s, portal, p.address, p.headers, s.postgres),
			}
			if ctx.Err() != nil {
				return 0, ctx.Err()
			}
			if bad := r.reference.bad + r.page.bad; bad != "" {
				fmt.Printf("round %d of %s dropped: %s\n", n+1, p.name, bad)
				continue
			}
			results[i] = append(results[i], r)
		}
	}
	return table(s, pages, results), nil
}

// nearLimit reports whether the median lies within a quarter of the limit, where the noise could decide.
func nearLimit(limit float64, rounds []round) bool {
	m := median(rounds, round.ratio)
	return limit > 0 && m > limit*0.75 && m < limit*1.25
}

// measureOne runs wrk on core 1 for some seconds and counts the server's processor time meanwhile.
func measureOne(ctx context.Context, s settings, of *server, address string, headers []string, also int) measure {
	args := []string{"wrk", "-t1", fmt.Sprintf("-c%d", s.clients), fmt.Sprintf("-d%ds", s.seconds), "--latency"}
	for _, h := range headers {
		args = append(args, "-H", h)
	}
	used := func() float64 {
		total := cpu(of.cmd.Process.Pid)
		if also > 0 {
			total += cpu(also)
		}
		return total
	}
	within, cancel := context.WithTimeout(ctx, time.Duration(s.seconds)*time.Second+30*time.Second)
	defer cancel()
	before := used()
	out, err := pinned(within, "1", append(args, address)...).CombinedOutput()
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
	wrkHalf     = regexp.MustCompile(`50%\s+(\S+)`)
	wrkMost     = regexp.MustCompile(`99%\s+(\S+)`)
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
	m := measure{p50: first(wrkHalf), p99: first(wrkMost), bad: first(wrkErrors)}
	m.requests, _ = strconv.ParseFloat(first(wrkRequests), 64)
	if m.requests == 0 && m.bad == "" {
		m.bad = "no request was answered"
	}
	return m
}

// table prints the ratios and returns how many targets are above their limit.
func table(s settings, pages []page, results [][]round) int {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "page\tbytes\tgzip\trounds\tnginx µs\tpage µs\t× nginx\tfrom–to\tlimit\t\tp50\tp99\tper second")
	missed := 0
	for i, p := range pages {
		rounds := results[i]
		if len(rounds) < s.rounds {
			fmt.Fprintf(out, "%s\t%d\t%d\t%d\ttoo few rounds: no result\n", p.name, len(p.body), p.packed, len(rounds))
			missed++
			continue
		}
		ratio := median(rounds, round.ratio)
		verdict, limit := "", "–"
		if p.limit > 0 {
			verdict, limit = "good", fmt.Sprintf("%g", p.limit)
			if ratio > p.limit {
				verdict = "MISSED"
				missed++
			}
		}
		low, high := bounds(rounds)
		last := rounds[len(rounds)-1].page
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\t%.1f\t%.0f\t%.1f\t%.1f–%.1f\t%s\t%s\t%s\t%s\t%.0f\n", p.name, len(p.body), p.packed, len(rounds),
			median(rounds, func(r round) float64 { return r.reference.micros }),
			median(rounds, func(r round) float64 { return r.page.micros }),
			ratio, low, high, limit, verdict, last.p50, last.p99, last.requests/float64(s.seconds))
	}
	_ = out.Flush()
	return missed
}

// median is the middle of what value says of the rounds.
func median(rounds []round, value func(round) float64) float64 {
	var all []float64
	for _, r := range rounds {
		all = append(all, value(r))
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	if n := len(all); n%2 == 0 {
		return (all[n/2-1] + all[n/2]) / 2
	}
	return all[len(all)/2]
}

// bounds are the lowest and the highest ratio.
func bounds(rounds []round) (low, high float64) {
	low = rounds[0].ratio()
	for _, r := range rounds {
		low, high = min(low, r.ratio()), max(high, r.ratio())
	}
	return low, high
}
