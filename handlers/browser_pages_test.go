package handlers

import (
	"net/http"
	"slices"
	"strings"
)

// noPage reports whether an address answers with something that is no page of the portal: files, words for machines, letters,
// the way to another address, a page only for who stands halfway (besides looks at it).
func noPage(route string) bool {
	if bare(route) || slices.Contains([]string{"redirect", "halfway"}, uncounted["GET "+route]) || strings.Contains(route, "/files/") {
		return true
	}
	for _, ending := range []string{".csv", ".zip", ".xml", ".atom", ".json", ".journal", ".txt", "/text", "/pdf", "/xml", "/html", "/export", "/settlement", "/file"} {
		if strings.HasSuffix(route, ending) {
			return true
		}
	}
	return false
}

// pagesOf are the routes of all pages, in a fixed order.
func (s *site) pagesOf() (routes []string) {
	for _, r := range s.router.Routes() {
		if r.Method == http.MethodGet && !noPage(r.Path) {
			routes = append(routes, r.Path)
		}
	}
	slices.Sort(routes)
	return routes
}

// leavesOpen reports whether an address needs more than a language and an organisation.
func leavesOpen(route string) bool {
	return strings.Contains(strings.NewReplacer(":lang", "", ":org", "").Replace(route), ":")
}
