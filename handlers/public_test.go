package handlers

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"github.com/andybalholm/brotli"
)

// aPublicPage is one whose main part is the same for everybody.
const aPublicPage = "/styleguide"

// raw asks for an address as bytes on the wire, with headers given as name, value, name, value.
func (p *person) raw(path string, headers ...string) (*http.Response, []byte) {
	p.s.t.Helper()
	r := p.request(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := p.client.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	return answer, body
}

// named gives the collective a name that every page shows.
func named(t *testing.T, s *site, name string) {
	t.Helper()
	ctx := context.Background()
	present, err := collective.Find(ctx, s.db)
	if err != nil {
		t.Fatal(err)
	}
	form := present.Filled()
	form.Name = name
	if err := collective.Save(ctx, s.db, journal.Actor{}, form); err != nil {
		t.Fatal(err)
	}
}

func TestAChangeIsSeenAtTheNextVisit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		p := s.visitor("fr")
		named(t, s, "Les Chats")
		p.visit("/fr" + aPublicPage).sees("Les Chats").visit("/fr" + aPublicPage).sees("Les Chats")
		named(t, s, "Les Loutres")
		p.visit("/fr" + aPublicPage).sees("Les Loutres")
	})
}

func TestAnotherReplicaSeesAChangeWithinTwoSeconds(t *testing.T) {
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, address string) {
		second, err := store.Open(context.Background(), address, store.Options{Now: func() time.Time { return storetest.Noon }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = second.Close() })
		here, there := openSite(t, h), openSite(t, second)
		named(t, here, "Les Chats")
		p := there.visitor("fr")
		p.visit("/fr" + aPublicPage)
		named(t, here, "Les Loutres")
		for range 20 {
			if p.visit("/fr" + aPublicPage); strings.Contains(p.text(), "Les Loutres") {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatal("the other replica still shows the old page")
	})
}

func TestNoKeptPageHoldsAWordAboutAPerson(t *testing.T) {
	s, shelf := newSite(t), newShelf()
	s.reopen(func(settings *Site) { settings.shelf = shelf })
	u := s.meets(t, "zelda-marqueur@fee.example")
	ada := s.enters(t, u)
	for range 3 {
		s.visitor("fr").visit("/fr" + aPublicPage).status(200).missing("zelda-marqueur")
		ada.visit("/fr" + aPublicPage).status(200).sees("zelda-marqueur")
		if pages := shelf.holding("zelda-marqueur"); len(shelf.pages) == 0 || len(pages) > 0 {
			t.Fatalf("of %d kept pages these name her: %q", len(shelf.pages), pages)
		}
	}
}

// holding lists the kept pages with a text.
func (s *shelf) holding(text string) (keys []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for at := s.order.Front(); at != nil; at = at.Next() {
		if k := at.Value.(*kept); bytes.Contains(k.body, []byte(text)) {
			keys = append(keys, k.key)
		}
	}
	return keys
}

func TestThemesLanguagesAndPartsDoNotMix(t *testing.T) {
	s := newSite(t)
	light, dark := s.visitor("fr"), s.visitor("fr")
	dark.post("/fr/theme", url.Values{"theme": {"dark"}})
	for range 3 {
		for _, code := range []string{"fr", "en"} {
			for theme, p := range map[string]*person{"": light, "dark": dark} {
				root := p.visit("/"+code+aPublicPage).all("html", nil)[0]
				if attribute(root, "lang") != code || attribute(root, "data-theme") != theme {
					t.Fatalf("%s %q got %s %q", code, theme, attribute(root, "lang"), attribute(root, "data-theme"))
				}
			}
		}
		light.htmx(http.MethodGet, "/fr"+aPublicPage, "no-such-part", nil)
		if light.page.header.Get("HX-Retarget") != "body" {
			t.Fatal("an unknown part is not told to take the whole body")
		}
		if light.visit("/fr" + aPublicPage); light.page.header.Get("HX-Retarget") != "" {
			t.Fatal("a whole page is told where to go")
		}
	}
}

func TestABrowserIsToldThatItsCopyIsStillGood(t *testing.T) {
	s := newSite(t)
	for who, p := range map[string]*person{"visitor": s.visitor("fr"), "member": s.enters(t, s.meets(t, "ada@fee.example"))} {
		named(t, s, "Les Chats")
		first, _ := p.raw("/fr" + aPublicPage)
		tag := first.Header.Get("ETag")
		if !strings.HasPrefix(tag, `W/"`) {
			t.Fatalf("%s: tag %q", who, tag)
		}
		second, body := p.raw("/fr"+aPublicPage, "If-None-Match", `"other", `+tag)
		if second.StatusCode != 304 || len(body) != 0 || second.Header.Get("ETag") != tag {
			t.Errorf("%s: %d with %d bytes", who, second.StatusCode, len(body))
		}
		if english, _ := p.raw("/en"+aPublicPage, "If-None-Match", tag); english.StatusCode != 200 {
			t.Errorf("%s: the English page passes for the French", who)
		}
		named(t, s, "Les Loutres")
		if third, _ := p.raw("/fr"+aPublicPage, "If-None-Match", tag); third.StatusCode != 200 {
			t.Errorf("%s: the changed page passes for the old", who)
		}
	}
}

func TestAKeptPageIsAgedOutByTheClock(t *testing.T) {
	s := newSite(t)
	p := s.visitor("fr")
	first, _ := p.raw("/fr" + aPublicPage)
	storetest.SetClock(s.db, storetest.Noon.Add(publicFor))
	if later, _ := p.raw("/fr" + aPublicPage); later.Header.Get("ETag") == first.Header.Get("ETag") {
		t.Error("a minute later it still is the same")
	}
}

func TestAKeptPageIsTheSameInEveryEncoding(t *testing.T) {
	s := newSite(t)
	p := s.visitor("fr")
	_, plain := p.raw("/fr" + aPublicPage)
	for accept, want := range map[string]string{"br, gzip": "br", "gzip, br": "br", "gzip": "gzip", "identity": "", "": "", "br;q=0, gzip": "gzip"} {
		answer, body := p.eventually(accept, want)
		if got := answer.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: encoded %q, want %q", accept, got, want)
		}
		if !bytes.Equal(unpacked(t, body, want), plain) {
			t.Errorf("%q: other bytes", accept)
		}
	}
}

// eventually asks until the kept copy has been compressed in the background.
func (p *person) eventually(accept, want string) (answer *http.Response, body []byte) {
	for range 1000 {
		if answer, body = p.raw("/fr"+aPublicPage, "Accept-Encoding", accept); answer.Header.Get("Content-Encoding") == want {
			return answer, body
		}
		time.Sleep(20 * time.Millisecond)
	}
	return answer, body
}

func unpacked(t *testing.T, body []byte, encoding string) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestManyVisitorsAtOnceGetThePageDrawnOnce(t *testing.T) {
	s := newSite(t)
	var drawn sync.WaitGroup
	tags := make(chan string, 20)
	for range 20 {
		drawn.Go(func() {
			answer, body := s.visitor("fr").raw("/fr" + aPublicPage)
			if answer.StatusCode != 200 || len(body) == 0 {
				t.Errorf("%d", answer.StatusCode)
			}
			tags <- answer.Header.Get("ETag")
		})
	}
	drawn.Wait()
	close(tags)
	first := <-tags
	for tag := range tags {
		if tag != first {
			t.Errorf("tags %s and %s", tag, first)
		}
	}
}

func TestTheShelfForgetsWhatIsAskedForLeast(t *testing.T) {
	s := newShelf()
	body := bytes.Repeat([]byte("a"), shelfSize/40)
	for n := range 50 {
		s.keep(&kept{key: string(rune('A' + n)), tag: "1", body: body})
		s.find("A", "1")
	}
	if s.size > shelfSize {
		t.Errorf("%d bytes", s.size)
	}
	if s.find("A", "1") == nil || s.find("B", "1") != nil {
		t.Error("it forgot the wrong one")
	}
	if s.find("A", "2") != nil {
		t.Error("an old page passes for a new one")
	}
}
