// Bench measures what the portal's pages cost as multiples of nginx serving the very same bytes, in the same run, in
// interleaved rounds (quality.md M5–M9), and what they cost with a hundred times as many rows (P3). It starts everything itself,
// on loopback only, and ends what it started. Requests per second are never judged: the noise is too great.
// tools/bench.sh prepares the databases and calls it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// settings are what the flags say.
type settings struct {
	portal   string
	rounds   int
	seconds  float64
	clients  int
	rate     int
	postgres int // the postmaster's process id
	only     string
	sqlite   databases
	pg       databases
}

// databases are the addresses of one engine: the demo collective, the same with 1,000 and with 100,000 rows in each list, and the same with
// 10,000 and with 1,000,000 transfers in the books.
type databases struct{ demo, few, many, short, long string }

// read takes the flags.
func read() settings {
	var s settings
	flag.StringVar(&s.portal, "portal", "./chatiere", "the release build")
	flag.IntVar(&s.rounds, "rounds", 5, "rounds; a target near its limit gets as many again, at most four")
	flag.Float64Var(&s.seconds, "seconds", 1, "seconds for each measure")
	flag.IntVar(&s.clients, "clients", 32, "connections of the generator")
	flag.IntVar(&s.rate, "rate", 500, "requests a second in the flow of mixed pages (P6)")
	flag.IntVar(&s.postgres, "postgres", 0, "the postmaster's process id, to count the database's share; 0 leaves PostgreSQL out")
	flag.StringVar(&s.only, "only", "", "pages (beside nginx), lists (with more rows) or books (with more transfers); empty for all")
	for name, d := range map[string]*databases{"sqlite": &s.sqlite, "pg": &s.pg} {
		flag.StringVar(&d.demo, name+"-demo", "", "address of the demo's database")
		flag.StringVar(&d.few, name+"-few", "", "address of the one with 1,000 rows")
		flag.StringVar(&d.many, name+"-many", "", "address of the one with 100,000 rows")
		flag.StringVar(&d.short, name+"-short", "", "address of the one with 10,000 transfers; empty leaves the books out")
		flag.StringVar(&d.long, name+"-long", "", "address of the one with 1,000,000 transfers")
	}
	flag.Parse()
	return s
}

func main() {
	s := read()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute) // whatever happens, it ends
	defer cancel()
	r := &report{}
	err := measureAll(ctx, s, r)
	r.print(os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measureAll measures on each engine there is.
func measureAll(ctx context.Context, s settings, r *report) error {
	if size, err := os.Stat(s.portal); err == nil {
		r.number("The program, stripped", "≤ 50 MB", "", "%.0f MB", float64(size.Size())/1e6, 50)
	}
	engines := []*engine{{settings: s, name: sqlite, at: s.sqlite, list: 45}}
	if s.postgres > 0 {
		engines = append(engines, &engine{settings: s, name: postgres, at: s.pg, postmaster: s.postgres, list: 80})
	}
	for _, e := range engines {
		if err := e.measure(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return nil
}

// say tells the person who waits what is being done.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
