package handlers

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a step waits for what it expects: only a failing test waits that long, or one on a machine that is busy with others.
const patience = 20 * time.Second

// chromium is the one browser of this test binary; each test gets a context of its own in it.
var chromium struct {
	once    sync.Once
	ctx     context.Context
	stop    []context.CancelFunc
	profile string
	err     error
}

// withBrowser lets a person walk through the site in Chromium. Whatever the console, the content policy or the
// network complains about fails the test at the end. Under CHATIERE_QUICK the journey is left out.
func withBrowser(t *testing.T, address string, journey func(b *browser)) {
	t.Helper()
	if os.Getenv("CHATIERE_QUICK") != "" {
		return
	}
	b := newBrowser(t, address)
	journey(b)
	for _, complaint := range b.complaints() {
		t.Error(complaint)
	}
}

// browser is one person's window: own cookies, own storage.
type browser struct {
	t       testing.TB
	ctx     context.Context
	address string // of the site, without a last slash
	width   string // desktop or phone
	scheme  string // light or dark
	pressed int    // buttons and links so far
	typed   int    // fields filled so far

	mu       sync.Mutex
	said     []string                       // errors of the console and the content policy
	strange  []string                       // requests to somebody else
	flying   map[network.RequestID]struct{} // requests without an answer yet
	lastNews time.Time
	excused  []string
	welcome  []string // other addresses to which a journey leads on purpose
}

// newBrowser opens a window, light, of a desktop's width.
func newBrowser(t testing.TB, address string) *browser {
	t.Helper()
	chromium.once.Do(startChromium)
	if chromium.err != nil {
		t.Fatalf("Chromium for the tests: %v (CHATIERE_QUICK=1 does without)", chromium.err)
	}
	b := &browser{t: t, address: strings.TrimRight(address, "/"), flying: map[network.RequestID]struct{}{}}
	b.excuse("the server responded with a status of 422") // a form shown again, as it should be
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a window: %v", err)
	}
	return b.desktop().light()
}

// startChromium starts the browser. The first call has no time limit: the limit would end the browser with it.
func startChromium() {
	path, err := chromiumPath()
	if err != nil {
		chromium.err = err
		return
	}
	if chromium.profile, chromium.err = os.MkdirTemp("", "chatiere-browser"); chromium.err != nil {
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(chromium.profile), chromedp.IgnoreCertErrors,
		chromedp.Flag("lang", "fr"), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	chromium.ctx, chromium.stop = ctx, []context.CancelFunc{stop, stopAllocator}
	chromium.err = chromedp.Do(ctx)
}

// closeBrowser ends the browser, if one was started, and takes its profile away. TestMain calls it last.
func closeBrowser() {
	if chromium.ctx != nil {
		within, cancel := context.WithTimeout(chromium.ctx, patience)
		_ = chromedp.Cancel(within)
		cancel()
	}
	for _, stop := range chromium.stop {
		stop()
	}
	if chromium.profile != "" {
		_ = os.RemoveAll(chromium.profile)
	}
}

// chromiumPath finds the program under the names it goes by.
func chromiumPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("not found: install it (tools/setup.sh does on Debian)")
}

// hear notes what the page complains about and which requests are under way. It runs in the reader of the tab.
func (b *browser) hear(news any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch n := news.(type) {
	case *network.EventRequestWillBeSent:
		b.request(n)
	case *network.EventLoadingFinished:
		b.landed(n.RequestID)
	case *network.EventLoadingFailed:
		b.landed(n.RequestID)
	case *inspector.EventTargetCrashed:
		b.said = append(b.said, "the page crashed")
	case *log.EventEntryAdded:
		if n.Entry.Level == log.EntryLevelError {
			b.said = append(b.said, n.Entry.Text+" "+n.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		b.said = append(b.said, exceptionText(n.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if n.Type == runtime.ConsoleAPICalledTypeError {
			b.said = append(b.said, consoleText(n))
		}
	}
}

// request notes a request, and whether it leaves the house.
func (b *browser) request(n *network.EventRequestWillBeSent) {
	to, err := url.Parse(n.Request.URL)
	if err != nil || to.Scheme == "data" || to.Scheme == "blob" || to.Scheme == "about" {
		return
	}
	if from := to.Scheme + "://" + to.Host; from != b.address && !slices.Contains(b.welcome, from) {
		b.strange = append(b.strange, n.Request.URL)
	}
	b.flying[n.RequestID] = struct{}{}
	b.lastNews = time.Now()
}

// landed notes that a request has its answer.
func (b *browser) landed(id network.RequestID) {
	delete(b.flying, id)
	b.lastNews = time.Now()
}

// exceptionText says what a script threw and where.
func exceptionText(thrown *runtime.ExceptionDetails) string {
	text := thrown.Text
	if thrown.Exception != nil {
		text += " " + thrown.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", text, thrown.URL, thrown.LineNumber+1)
}

// consoleText joins what a page gave to console.error.
func consoleText(n *runtime.EventConsoleAPICalled) string {
	var words []string
	for _, arg := range n.Args {
		words = append(words, strings.TrimSpace(string(arg.Value)+" "+arg.Description))
	}
	return strings.Join(words, " ")
}

// excuse lets a line of the console pass, such as a 404 that the test asks for on purpose.
func (b *browser) excuse(part string) *browser {
	b.excused = append(b.excused, part)
	return b
}

// welcomes lets a journey lead to another address, such as the page on which one pays.
func (b *browser) welcomes(address string) *browser {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.welcome = append(b.welcome, address)
	return b
}

// complaints returns what the console and the content policy said, and every request to somebody else.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, line := range b.said {
		if !b.pardoned(line) {
			out = append(out, "console: "+line)
		}
	}
	for _, address := range b.strange {
		out = append(out, "request to a third party: "+address)
	}
	return out
}

// forget lets what was said and asked so far be: it has been told.
func (b *browser) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said, b.strange = nil, nil
}

// pardoned reports whether a line was excused.
func (b *browser) pardoned(line string) bool {
	for _, part := range b.excused {
		if strings.Contains(line, part) {
			return true
		}
	}
	return false
}
