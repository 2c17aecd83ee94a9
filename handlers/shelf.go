package handlers

import (
	"container/list"
	"net/http"
	"sync"
	"sync/atomic"

	"chatiere/static"
)

// shelfSize is how many bytes of drawn pages one process keeps (quality.md 1.4, line 6).
const shelfSize = 32 << 20

// shelf keeps drawn pages for visitors; the one not asked for longest goes first.
type shelf struct {
	mu    sync.Mutex
	size  int
	pages map[string]*list.Element // of *kept
	order list.List                // the latest asked for in front
}

// kept is one page as any visitor gets it.
type kept struct {
	key, tag string
	header   http.Header
	body     []byte
	again    sync.Once // the second visitor has it compressed: one-time addresses are not worth the time
	packed   atomic.Pointer[packed]
}

// packed are the compressed copies of a page.
type packed struct{ br, gz []byte }

func newShelf() *shelf { return &shelf{pages: map[string]*list.Element{}} }

// find returns the page with that key if it still is the one with that tag.
func (s *shelf) find(key, tag string) *kept {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.pages[key]
	if !ok || at.Value.(*kept).tag != tag {
		return nil
	}
	s.order.MoveToFront(at)
	return at.Value.(*kept)
}

// keep puts a page in the place of an older one. If nothing has changed the compressed copies are taken over.
func (s *shelf) keep(k *kept) {
	if k.size() > shelfSize/16 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, ok := s.pages[k.key]; ok {
		if old := at.Value.(*kept); string(old.body) == string(k.body) {
			k.packed.Store(old.packed.Load())
		}
		s.drop(at)
	}
	s.pages[k.key] = s.order.PushFront(k)
	s.size += k.size()
	for s.size > shelfSize {
		s.drop(s.order.Back())
	}
}

func (s *shelf) drop(at *list.Element) {
	k := s.order.Remove(at).(*kept)
	delete(s.pages, k.key)
	s.size -= k.size()
}

// size counts the page, its compressed copies (at most half as long) and what surrounds them.
func (k *kept) size() int { return len(k.body)*3/2 + len(k.key) + 1024 }

// packing lets one page at a time be compressed, so that the others are still answered.
var packing sync.Mutex

// pack makes the compressed copies in the background, once.
func (k *kept) pack() {
	if k.packed.Load() != nil {
		return
	}
	k.again.Do(func() {
		go func() {
			packing.Lock()
			defer packing.Unlock()
			br, gz := static.Compressed(k.body)
			k.packed.Store(&packed{br, gz})
		}()
	})
}

// copyFor is what to send to a browser that takes these encodings, and the encoding; empty when it goes as it is.
func (k *kept) copyFor(accepted string) ([]byte, string) {
	p := k.packed.Load()
	if p == nil {
		return k.body, ""
	}
	switch encoding := static.Preferred(accepted, "br", "gzip"); encoding {
	case "br":
		return p.br, encoding
	case "gzip":
		return p.gz, encoding
	}
	return k.body, ""
}
