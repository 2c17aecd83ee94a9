package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// flow is what a fixed rate of requests met.
type flow struct {
	mu       sync.Mutex
	waits    []time.Duration
	statuses map[int]int
}

// steady sends rate requests a second over all pages, for some time. Each wait counts from the moment the request
// should have started, so that a slow server cannot hide behind a slow generator (quality.md M10).
func steady(ctx context.Context, rate int, lasting time.Duration, pages []page) *flow {
	f := &flow{statuses: map[int]int{}}
	client := &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	places := make(chan struct{}, 64)
	var all sync.WaitGroup
	began := time.Now()
	for n := range int(lasting.Seconds()) * rate {
		due := began.Add(time.Duration(n) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		if ctx.Err() != nil {
			break
		}
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			f.note(ask(ctx, client, pages[n%len(pages)]), time.Since(due))
		})
	}
	all.Wait()
	return f
}

// ask sends one request, reads the whole answer and returns its status; 0 is no answer.
func ask(ctx context.Context, client *http.Client, p page) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address, nil)
	if err != nil {
		return 0
	}
	for _, h := range p.headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0
	}
	return answer.StatusCode
}

// note keeps one answer.
func (f *flow) note(status int, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.statuses[status]++
	f.waits = append(f.waits, wait)
}

// print says the percentiles and the statuses.
func (f *flow) print(rate int) {
	slices.Sort(f.waits)
	at := func(share float64) float64 {
		if len(f.waits) == 0 {
			return 0
		}
		return float64(f.waits[min(int(share*float64(len(f.waits))), len(f.waits)-1)].Microseconds()) / 1000
	}
	fmt.Printf("%d a second for 10 s: p50 %.1f, p90 %.1f, p95 %.1f, p99 %.1f, longest %.1f ms; statuses %v\n",
		rate, at(0.5), at(0.9), at(0.95), at(0.99), at(1), f.statuses)
}
