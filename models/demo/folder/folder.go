// Package folder reads a collective described as a folder of plain files: TOML for facts, Markdown for words.
// It knows neither the database nor the site; it takes a file system and returns plain values, or every mistake at once.
package folder

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Collective is everything a folder says, checked, with every reference leading somewhere.
type Collective struct {
	Profile   Profile
	Charter   []Duty
	Upstreams []Upstream
	Services  []Service
	Offers    []Offer
	People    People
	Texts     []Text // pages, help, news, legal texts and guides
	Story     Story  // what happened lately; empty in the folder of a real collective
}

// Read returns the collective that fsys describes. On any mistake it returns nothing but Mistakes, all of them.
func Read(fsys fs.FS) (Collective, error) {
	r := &reader{fsys: fsys, seen: map[string]bool{}}
	var c Collective
	c.Profile = r.profile()
	c.Charter = r.charter()
	c.Upstreams = r.upstreams()
	c.Services = r.services(c.Upstreams)
	c.Offers = r.offers(c.Services)
	c.People = r.people()
	c.Texts = r.texts(c.Services)
	c.Story = r.story(c)
	r.deadLinks(c)
	r.leftovers()
	if len(r.mistakes) > 0 {
		return Collective{}, r.mistakes.sorted()
	}
	return c, nil
}

// reader walks the folder and gathers mistakes instead of stopping at the first one.
type reader struct {
	fsys      fs.FS
	languages []string // the collective's languages, source first; nil when collective.toml could not be read
	seen      map[string]bool
	links     []foundLink
	mistakes  Mistakes
}

func (r *reader) wrong(m Mistake) { r.mistakes = append(r.mistakes, m) }

// names lists the files of a folder that end with ext, in order. A folder that is not there is an empty one.
func (r *reader) names(dir, ext string) []string {
	entries, err := fs.ReadDir(r.fsys, dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ext) && !ignored(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

func (r *reader) exists(file string) bool {
	_, err := fs.Stat(r.fsys, file)
	return err == nil
}

// leftovers reports files that nobody reads: most often a folder or an ending with a typing error.
func (r *reader) leftovers() {
	_ = fs.WalkDir(r.fsys, ".", func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			r.wrong(Mistake{File: file, Key: Unreadable, Reason: "this cannot be read"})
		case e.IsDir() && file != "." && ignored(e.Name()):
			return fs.SkipDir
		case !e.IsDir() && !ignored(e.Name()) && !r.seen[file]:
			r.wrong(Mistake{File: file, Key: UnknownFile, Reason: "no file of this name is expected here"})
		}
		return nil
	})
}

// ignored says which files are for people or tools, not for us: hidden ones, README files, and the Go file that embeds a folder.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(strings.ToUpper(name), "README") || path.Ext(name) == ".go"
}

func known(list []string, word string) bool { return slices.Contains(list, word) }
