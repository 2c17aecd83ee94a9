// Package repository tells whether two addresses lead to the same repository of a project. It is pure.
package repository

import (
	"net/url"
	"strings"
)

// below are the pages inside a repository that people copy the address of: a folder, a file, its issues.
var below = []string{"/-/", "/tree/", "/blob/", "/src/branch/", "/src/commit/", "/raw/", "/issues", "/pulls", "/releases", "/wiki", "/commits"}

// Key is what all addresses of one repository have in common, whatever page of it they lead to; empty for what is no web address.
func Key(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "443" && port != "80" {
		host += ":" + port
	}
	path := "/" + strings.Trim(strings.ToLower(u.Path), "/")
	for _, page := range below {
		path, _, _ = strings.Cut(path, page)
	}
	return host + strings.TrimSuffix(strings.TrimRight(path, "/"), ".git")
}
