package manifest

import (
	"bufio"
	"bytes"
	"net/url"
	"path"
	"strings"
)

// Proof is what must be read to believe that an address stands behind the manifest. Without a List nothing is to be read: the address and
// the manifest lie at the same place, or no list is named.
type Proof struct {
	Of   string // the address
	List string // of the manifests that its host stands behind
	Held bool   // it is proven already: the manifest lies below it
}

// Addresses are the pages and repositories that the manifest names, each once.
func (m Manifest) Addresses() []Address {
	all := []Address{m.Entity.Webpage}
	for _, p := range m.Projects {
		all = append(all, p.Webpage, p.Repository)
	}
	seen, kept := map[Address]bool{}, all[:0:0]
	for _, a := range all {
		if !seen[a] {
			seen[a], kept = true, append(kept, a)
		}
	}
	return kept
}

// ProofOf says what proves that an address stands behind the manifest at from: it lies below it, or its host lists it. A list on another
// host, or at another place than the well-known one, proves nothing.
func ProofOf(a Address, from string) Proof {
	page, ok := secure(a.URL)
	own, good := secure(from)
	if !ok || !good {
		return Proof{Of: a.URL}
	}
	if page.Host == own.Host && below(own.Path, page.Path) {
		return Proof{Of: a.URL, Held: true}
	}
	list, ok := secure(a.WellKnown)
	if !ok || !strings.EqualFold(list.Host, page.Host) || !wellKnown(list, page) {
		return Proof{Of: a.URL}
	}
	return Proof{Of: a.URL, List: a.WellKnown}
}

// below reports whether a file lies in the folder of a page or deeper: on hosts with many people's pages the host alone says nothing.
func below(file, page string) bool {
	folder := path.Clean("/" + page)
	return folder == "/" || strings.HasPrefix(path.Clean("/"+file), folder+"/")
}

// wellKnown accepts the well-known place of the host, and the file of that name below the page itself: in a repository that is
// `/blob/<branch>/…` on GitHub, `raw/HEAD/…` on the other forges. A neighbour's repository on the same forge proves nothing.
func wellKnown(list, page *url.URL) bool {
	return list.Path == Path || strings.HasSuffix(list.Path, Path) && below(list.Path, page.Path)
}

// Lists reports whether a list names exactly that manifest, within its first hundred lines.
func Lists(list []byte, manifest string) bool {
	lines := bufio.NewScanner(bytes.NewReader(list))
	for n := 0; n < proofLines && lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == manifest {
			return true
		}
	}
	return false
}

// Pays reports whether the manifest names an address as one of its channels. Account numbers are written with and without blanks.
func (m Manifest) Pays(address string) bool {
	for _, c := range m.Funding.Channels {
		if folded(c.Address) == folded(address) || strings.Contains(folded(c.Address), folded(address)) && len(folded(address)) >= 15 {
			return true
		}
	}
	return false
}

func folded(address string) string {
	text := strings.ToLower(strings.Join(strings.Fields(address), ""))
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "iban:"), "/")
}

// Raw is where the text of a file lies that a forge shows as a page.
func Raw(address string) string {
	u, ok := secure(address)
	if !ok || u.Host != "github.com" {
		return address
	}
	parts := strings.SplitN(strings.TrimPrefix(u.Path, "/"), "/", 4)
	if len(parts) < 4 || parts[2] != "blob" {
		return address
	}
	return "https://raw.githubusercontent.com/" + parts[0] + "/" + parts[1] + "/" + parts[3]
}
