package handlers

import (
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/identity"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// lastLetter keeps the waiting promises, then returns the newest letter to an address.
func (s *site) lastLetter(t *testing.T, address string) post.Letter {
	t.Helper()
	s.worker.Development = true
	jobstest.Drain(t, s.worker)
	var l post.Letter
	if err := s.db.Where("address = ?", address).Order("id desc").Take(&l).Error; err != nil {
		t.Fatalf("no letter to %s: %v", address, err)
	}
	return l
}

// linkTo returns the one-time link in the newest letter to an address, as a path.
func (s *site) linkTo(t *testing.T, address string) string {
	t.Helper()
	l := s.lastLetter(t, address)
	if !l.HasLink() {
		t.Fatalf("the letter %q carries no link", l.Subject)
	}
	return paths.OneTime(l.Locale, l.LinkPurpose, identity.NewSealer(secret).Token(identity.Purpose(l.LinkPurpose), l.LinkRef, *l.LinkUntil))
}

// letters counts the letters to an address.
func (s *site) letters(t *testing.T, address string) int64 {
	t.Helper()
	s.worker.Development = true
	jobstest.Drain(t, s.worker)
	var n int64
	if err := s.db.Table("letters").Where("address = ?", address).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// cookie returns a Set-Cookie line of the last answer by its name.
func (p *person) cookie(name string) string {
	for _, line := range p.page.header.Values("Set-Cookie") {
		if strings.HasPrefix(line, name+"=") {
			return line
		}
	}
	return ""
}
