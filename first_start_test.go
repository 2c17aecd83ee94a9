package main_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// TestProductionDoesNotStartWithoutItsSettings runs the real program with one setting missing: it says which, in one sentence, and ends.
func TestProductionDoesNotStartWithoutItsSettings(t *testing.T) {
	if quick() {
		return
	}
	base := append(os.Environ(), "CHATIERE_ENV=production", "DATABASE_URL="+storetest.SQLiteAddress(t), "PORT=0")
	for name, test := range map[string]struct{ key, address, want string }{
		"no key":       {"", "https://portail.example", "chatiere: production needs SECRET_KEY: at least 32 random characters that never change (try: openssl rand -hex 32)\n"},
		"a short key":  {"secret", "https://portail.example", "chatiere: SECRET_KEY is too short: it needs at least 32 random characters (try: openssl rand -hex 32)\n"},
		"no address":   {secretKey, "", "chatiere: production needs BASE_URL: the address people type, such as https://portail.example.org\n"},
		"open address": {secretKey, "http://portail.example", "chatiere: production needs BASE_URL: the address people type, such as https://portail.example.org\n"},
	} {
		within, stop := context.WithTimeout(t.Context(), time.Minute) // a program that starts after all is ended
		c := exec.CommandContext(within, binary(t))
		c.Env = append(base, "SECRET_KEY="+test.key, "BASE_URL="+test.address)
		said, err := c.CombinedOutput()
		stop()
		if err == nil || string(said) != test.want {
			t.Errorf("%s: %v %q", name, err, said)
		}
	}
}

// wayIn is the link that a portal without an admin prints.
var wayIn = regexp.MustCompile(`http://localhost:\d+(/fr/set-up/\S+)`)

func TestANewPortalPrintsTheWayInUntilSomebodyIsAdmin(t *testing.T) {
	onBothEngines(t, func(t *testing.T, address string) {
		p := newProgram(t, address, "")
		first := p.printed()
		p.stop()
		second := p.printed()
		if first == "" || second == "" {
			t.Fatalf("no way in was printed: %q, %q", first, second)
		}
		for path, want := range map[string]string{"/fr/": "Nous ouvrons bientôt", first: "Bienvenue dans votre portail", second: "Bienvenue dans votre portail"} {
			if said := p.reads(path); !strings.Contains(said, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
		if status, to, said := p.send(second, "", "2001:db8::1", url.Values{"email": {"alix@collectif.example"}, "name": {"Alix"}}); status != http.StatusSeeOther || !strings.HasPrefix(to, "/fr/sign-in/links/") {
			t.Fatal(status, to, said)
		}
		if status, _, _ := p.send(first, "", "2001:db8::1", url.Values{"email": {"eve@ailleurs.example"}}); status != http.StatusNotFound {
			t.Errorf("a second person may become the first admin: %d", status)
		}
		p.stop()
		p.start()
		time.Sleep(300 * time.Millisecond)
		if links := wayIn.FindAllString(p.log.String(), -1); len(links) != 2 {
			t.Errorf("the way in was printed %d times, want once at each of the first two starts", len(links))
		}
		p.stop()
		holdsNobodyElse(t, address)
	})
}

// printed starts the program and returns the address it prints for the first admin, without the host.
func (p *program) printed() string {
	p.t.Helper()
	before := len(wayIn.FindAllString(p.log.String(), -1))
	p.start()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if links := wayIn.FindAllStringSubmatch(p.log.String(), -1); len(links) > before {
			return links[before][1]
		}
	}
	return ""
}

// reads returns a page as a visitor gets it.
func (p *program) reads(path string) string {
	p.t.Helper()
	answer, err := http.Get(p.base + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(body)
}

// holdsNobodyElse demands a database with one person and nothing of the demo.
func holdsNobodyElse(t *testing.T, address string) {
	t.Helper()
	h, err := store.Open(t.Context(), address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for table, want := range map[string]int64{"users": 1, "organisations": 0, "services": 0, "offers": 0, "pages": 0, "collectives": 0} {
		var n int64
		if err := h.DB.Table(table).Count(&n).Error; err != nil || n != want {
			t.Errorf("%s: %d rows, want %d (%v)", table, n, want, err)
		}
	}
}
