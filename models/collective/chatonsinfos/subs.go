package chatonsinfos

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// children are the classes that the files named by subs have.
var children = map[Class]Class{Federation: Organization, Organization: Service, Service: Metrics}

// Answer is what lies at an address.
type Answer struct {
	Status  int    // of HTTP; 0 when nothing answered
	Type    string // its Content-Type
	File    File
	Refused bool // nobody asked: the address is none of the public web
}

// CheckSubs is V12: every address of subs is absolute and secure, answers with text, is of the class that belongs there, and does not lead
// back to a file above it. ask says what lies at an address.
func CheckSubs(address string, f File, ask func(address string) Answer) []Finding {
	return checkSubs([]string{address}, f, ask)
}

func checkSubs(above []string, f File, ask func(string) Answer) []Finding {
	var all []Finding
	for _, p := range f.Properties {
		if !strings.HasPrefix(p.Path, "subs.") {
			continue
		}
		finds := func(what Case) { all = append(all, Finding{Case: what, Path: p.Path, Value: p.Value, Line: p.Line}) }
		switch u, err := url.Parse(p.Value); {
		case err != nil || u.Host == "" || u.Scheme != "https" && !here(u):
			finds(NotSecure)
			continue
		case u.Scheme != "https":
			finds(OnlyHere)
		}
		if slices.Contains(above, p.Value) {
			finds(Loop)
			continue
		}
		answer := ask(p.Value)
		switch {
		case answer.Refused:
			finds(Refused)
		case answer.Status != 200:
			finds(Unreachable)
		case !strings.HasPrefix(answer.Type, "text/plain"):
			finds(NotText)
		case answer.File.Class() != children[f.Class()]:
			finds(OtherChild)
		default:
			all = append(all, checkSubs(append(slices.Clone(above), p.Value), answer.File, ask)...)
		}
	}
	return all
}

// here reports whether an address leads to this machine only, as while one develops.
func here(u *url.URL) bool {
	at := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || at != nil && at.IsLoopback())
}
