// Bench measures what a page costs as a multiple of nginx serving the very same bytes, in the same run, in interleaved
// rounds (quality.md M5–M9). It starts the portal itself, as the person who calls it, on loopback only, and ends
// everything it started. Requests per second are shown but never judged: the noise is too great.
//
//	bench -target 'catalogue|/fr/services|visitor|8' -- ./chatiere web
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// target is one page to measure: name|path|visitor or member|limit|etag. Limit 0 judges nothing; the word etag at
// the end asks with the page's own ETag, for a 304.
type target struct {
	name, path string
	member     bool
	limit      float64
	etag       bool
}

// targets collects the -target flags.
type targets []target

func (t *targets) String() string { return fmt.Sprint(len(*t), " targets") }

// Set reads one -target.
func (t *targets) Set(text string) error {
	parts := append(strings.Split(text, "|"), "", "", "")
	if len(parts) < 5 || parts[0] == "" || !strings.HasPrefix(parts[1], "/") {
		return fmt.Errorf("want name|/path|visitor or member|limit")
	}
	one := target{name: parts[0], path: parts[1], member: parts[2] == "member", etag: parts[4] == "etag"}
	if parts[3] != "" {
		limit, err := strconv.ParseFloat(parts[3], 64)
		if err != nil {
			return err
		}
		one.limit = limit
	}
	*t = append(*t, one)
	return nil
}

// settings are what the flags say.
type settings struct {
	targets  targets
	rounds   int
	seconds  int
	clients  int
	rate     int
	signIn   string
	postgres int
	portal   []string
}

// read takes the flags; what follows them is the portal's command.
func read() settings {
	var s settings
	flag.Var(&s.targets, "target", "`name|path|visitor or member|limit|etag`, several times")
	flag.IntVar(&s.rounds, "rounds", 5, "rounds; a target near its limit gets 4 more")
	flag.IntVar(&s.seconds, "seconds", 3, "seconds for each measure")
	flag.IntVar(&s.clients, "clients", 32, "connections of the generator")
	flag.IntVar(&s.rate, "rate", 0, "after the rounds: so many requests a second of all pages for 10 seconds (P6)")
	flag.StringVar(&s.signIn, "sign-in", "", "`path|form` that gives the member's session, as /fr/session|email=a&password=b")
	flag.IntVar(&s.postgres, "postgres", 0, "the postmaster's process id, to count the database's share")
	flag.Parse()
	s.portal = flag.Args()
	return s
}

func main() {
	s := read()
	if len(s.targets) == 0 || len(s.portal) == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Hour) // whatever happens, it ends
	defer cancel()
	missed, err := run(ctx, s)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if missed > 0 {
		fmt.Printf("%d of %d targets above their limit\n", missed, len(s.targets))
	}
}

// run measures everything and returns how many targets missed their limit.
func run(ctx context.Context, s settings) (int, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	portal, err := startPortal(ctx, s.portal)
	if err != nil {
		return 0, err
	}
	defer portal.stop()
	fmt.Printf("portal %s answered after %.1f s, idle memory %d MB\n", portal.address, portal.ready.Seconds(), portal.memory())
	pages, err := fetchPages(ctx, s, portal)
	if err != nil {
		return 0, err
	}
	reference, err := startNginx(ctx, dir, pages)
	if err != nil {
		return 0, err
	}
	defer reference.stop()
	missed, err := measureAll(ctx, s, portal, reference, pages)
	if err != nil {
		return 0, err
	}
	fmt.Printf("memory after load %d MB\n", portal.memory())
	if s.rate > 0 {
		steady(ctx, s.rate, 10*time.Second, pages).print(s.rate)
	}
	return missed, nil
}
