package main_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"chatiere/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, func() { _ = os.RemoveAll(built.folder) }) }

// built is the program of this tree, built once.
var built struct {
	once   sync.Once
	folder string
	err    error
}

// binary builds the program and returns its path.
func binary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "chatiere-built"); built.err != nil {
			return
		}
		if out, err := exec.Command("go", "build", "-o", filepath.Join(built.folder, "chatiere"), ".").CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.folder, "chatiere")
}

// onBothEngines runs f on a migrated database of each engine, side by side. Under `make quick` it is left out.
func onBothEngines(t *testing.T, f func(t *testing.T, address string)) {
	if quick() {
		return
	}
	binary(t)
	for name, address := range map[string]func(testing.TB) string{"sqlite": storetest.SQLiteAddress, "postgres": storetest.PostgresAddress} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, address(t))
		})
	}
}

const secretKey = "a secret key for the tests, never used elsewhere"

// program is the real program as a child of the test, killed with it.
type program struct {
	t    *testing.T
	base string
	env  []string
	log  *logbook
	cmd  *exec.Cmd

	slowest time.Duration // of its starts, until it was ready
}

// programName is what PostgreSQL calls the connections of a program of these tests.
const programName = "chatiere under test"

// patience is how long people, Stripe and these tests insist: only a failing test waits that long, or one on a machine that is busy with others.
const patience = 5 * time.Minute

// logbook is what a program says, to be read while it speaks.
type logbook struct {
	mu   sync.Mutex
	said bytes.Buffer
}

// Write notes what was said.
func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.Write(b)
}

// String is all that was said so far.
func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.String()
}

// ports are those that programs of this test binary have.
var ports struct {
	mu    sync.Mutex
	taken map[int]bool
}

// ownPort finds a port below those that a system gives to whoever asks for any: while the program is down, nobody else is given it.
func ownPort(t *testing.T) int {
	t.Helper()
	ports.mu.Lock()
	defer ports.mu.Unlock()
	for range 1000 {
		port := 20000 + rand.IntN(12000)
		l, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil || ports.taken[port] {
			continue
		}
		_ = l.Close()
		if ports.taken == nil {
			ports.taken = map[int]bool{}
		}
		ports.taken[port] = true
		return port
	}
	t.Fatal("no port is free")
	return 0
}

// newProgram prepares a portal in production on a port of its own.
func newProgram(t *testing.T, database, smtp string) *program {
	t.Helper()
	port := ownPort(t)
	base := fmt.Sprintf("http://localhost:%d", port)
	p := &program{t: t, base: base, log: &logbook{}, env: append(os.Environ(),
		fmt.Sprintf("PORT=%d", port), "PGAPPNAME="+programName, "BASE_URL="+base, "DATABASE_URL="+database, "SMTP_URL="+smtp, "SECRET_KEY="+secretKey, "PAGE_LIMIT=10000",
		"CHATIERE_ENV=production", "TRUSTED_PROXIES=127.0.0.1,::1", "LOG_LEVEL=warn")}
	t.Cleanup(func() {
		if p.cmd != nil {
			p.kill()
		}
		if t.Failed() {
			t.Log("the program said:\n" + p.log.String())
		}
	})
	return p
}

// start starts the program and waits until it is ready.
func (p *program) start() {
	p.t.Helper()
	p.cmd = exec.Command(binary(p.t))
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = p.env, p.log, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	for time.Since(began) < time.Minute {
		answer, err := http.Get(p.base + "/readyz")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				p.slowest = max(p.slowest, time.Since(began))
				return
			}
		}
		time.Sleep(25 * time.Millisecond)
	}
	p.t.Fatal("the program did not get ready")
}

// kill ends the program as a power cut would.
func (p *program) kill() { p.end(syscall.SIGKILL) }

// stop asks the program to end, as a host does.
func (p *program) stop() { p.end(syscall.SIGTERM) }

func (p *program) end(with syscall.Signal) {
	_ = p.cmd.Process.Signal(with)
	_ = p.cmd.Wait()
	p.cmd = nil
}

// insist sends a form again and again until the portal answers, as people do, and returns where they are sent.
// Each caller comes from a house of their own.
func (p *program) insist(path, cookie string, values url.Values) string {
	house := fmt.Sprintf("2001:db8:%x:%x::1", rand.IntN(1<<16), rand.IntN(1<<16))
	last := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		status, location, said := p.send(path, cookie, house, values)
		switch status {
		case http.StatusSeeOther:
			return location
		case 0, http.StatusServiceUnavailable, http.StatusConflict:
			last = said
		default:
			p.t.Errorf("%s answered %d\n%s", path, status, said)
			return ""
		}
	}
	p.t.Errorf("%s never answered; last: %s", path, last)
	return ""
}

// send sends a form once. Status 0 means that nobody answered.
func (p *program) send(path, cookie, house string, values url.Values) (status int, location, said string) {
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		return 0, "", err.Error()
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", house)
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: cookie})
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return 0, "", err.Error()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, "", err.Error()
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(body)
}
