package repository_test

import (
	"testing"

	"chatiere/models/commons/repository"
)

func TestAddressesOfOneRepositoryHaveOneKey(t *testing.T) {
	for _, address := range []string{
		"https://github.com/nextcloud/server", " https://github.com/Nextcloud/Server/ ", "http://www.github.com/nextcloud/server.git", "https://github.com:443/nextcloud/server?tab=readme#x",
		"https://github.com/nextcloud/server/tree/master/apps", "https://github.com/nextcloud/server/blob/master/README.md", "https://github.com/nextcloud/server/issues/12", "https://github.com/nextcloud/server/releases",
	} {
		if key := repository.Key(address); key != "github.com/nextcloud/server" {
			t.Errorf("%s: %q", address, key)
		}
	}
	for address, want := range map[string]string{
		"https://gitlab.com/a/b/c/-/tree/main/d": "gitlab.com/a/b/c", "https://codeberg.org/a/b/src/branch/main/x": "codeberg.org/a/b", "https://git.example:8443/x.git": "git.example:8443/x",
		"https://code.example": "code.example", "git@github.com:a/b.git": "", "javascript:alert(1)": "", "": "", "https://": "", "ftp://a.example/b": "", "https://github.com/nextcloud/server-2": "github.com/nextcloud/server-2",
	} {
		if key := repository.Key(address); key != want {
			t.Errorf("%s: %q, not %q", address, key, want)
		}
	}
}

// FuzzKey: no address makes it fail, and a key is never longer than its address.
func FuzzKey(f *testing.F) {
	for _, seed := range []string{"https://github.com/a/b.git", "https://x/y/-/z", "http://[::1]/a", "https://a/%2f..git"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if len(repository.Key(address)) > len(address)+1 {
			t.Errorf("%q grew to %q", address, repository.Key(address))
		}
	})
}
