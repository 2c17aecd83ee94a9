package main

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// flow is what a fixed rate of requests met.
type flow struct {
	mu     sync.Mutex
	waits  []time.Duration
	failed int
}

// steady sends rate requests a second over all pages, for some time. Each wait counts from the moment the request
// should have started, so that a slow server cannot hide behind a slow generator (quality.md M10).
func steady(ctx context.Context, rate int, lasting time.Duration, pages []page) *flow {
	f := &flow{}
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
			ok := visit(ctx, client, pages[n%len(pages)])
			f.note(ok, time.Since(due))
		})
	}
	all.Wait()
	slices.Sort(f.waits)
	return f
}

// visit sends one request, reads the whole answer and reports whether it was the page, or that the page is as it was.
func visit(ctx context.Context, client *http.Client, p page) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address, nil)
	if err != nil {
		return false
	}
	for _, h := range p.headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	answer, err := client.Do(request)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && (answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusNotModified)
}

// note keeps one answer.
func (f *flow) note(ok bool, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waits = append(f.waits, wait)
	if !ok {
		f.failed++
	}
}

// at is within how many milliseconds that share of the requests was answered.
func (f *flow) at(share float64) float64 {
	if len(f.waits) == 0 {
		return 0
	}
	return float64(f.waits[min(int(share*float64(len(f.waits))), len(f.waits)-1)].Microseconds()) / 1000
}

func (f *flow) failures() float64 { return float64(f.failed) }

// pause waits a little.
func pause() { time.Sleep(100 * time.Millisecond) }
