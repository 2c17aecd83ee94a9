package folder

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Text is a page, a help article, a piece of news, a legal text or a guide, in every language.
type Text struct {
	Kind     string
	Ref      string
	Date     Day                // of news, from the file's name
	Versions map[string]Version // by language
}

// Version is a text in one language: what the front matter says, and the Markdown below it.
type Version struct {
	Title       string `toml:"title"`
	Summary     string `toml:"summary"`
	Topic       string `toml:"topic"`        // help: the heading it stands under
	Order       int    `toml:"order"`        // place among its like
	ReviewedOn  Day    `toml:"reviewed_on"`  // when somebody last read it against the site
	EffectiveOn Day    `toml:"effective_on"` // legal texts: valid from
	Lead        string `toml:"lead"`         // home: the sentence under the title
	Cards       []Card `toml:"cards"`        // home and guides: doors to go through
	Rows        []Row  `toml:"rows"`         // guides: today → here → what you lose
	Body        string `toml:"-"`
}

// Card is a door on a page: a few words and where it leads.
type Card struct {
	Title string `toml:"title"`
	Text  string `toml:"text"`
	Link  string `toml:"link"` // a path of the portal without its language, as "catalogue"
}

// Row says what replaces a tool of today, and what one loses by it, honestly.
type Row struct {
	Today   string `toml:"today"`
	Here    string `toml:"here"`
	Lose    string `toml:"lose"`
	Service string `toml:"service"` // ref of the service; empty when we have nothing to offer
}

// The kinds of texts and the folders they live in.
const (
	Page  = "page"
	Help  = "help"
	News  = "news"
	Legal = "legal"
	Guide = "guide"
)

var textFolders = []struct{ dir, kind string }{
	{"pages", Page}, {"help", Help}, {"news", News}, {"legal", Legal}, {"guides", Guide},
}

func (r *reader) texts(services []Service) []Text {
	var all []Text
	for _, folder := range textFolders {
		for _, found := range inLanguages[Version](r, folder.dir) {
			t := Text{Kind: folder.kind, Ref: found.ref, Versions: map[string]Version{}}
			for lang, page := range found.pages {
				page.front.Body = page.body
				t.Versions[lang] = page.front
				if !page.broken {
					page.document.version(t.Kind, page.front, services)
				}
			}
			if t.Kind == News {
				t.Ref, t.Date = r.newsName(folder.dir, found)
			}
			all = append(all, t)
		}
	}
	r.textsTwice(all)
	return all
}

func (d document) version(kind string, v Version, services []Service) {
	d.required("title", v.Title)
	d.required("summary", v.Summary)
	if kind == Legal {
		d.checkedDay("effective_on", v.EffectiveOn)
	}
	if kind == Help {
		d.checkedDay("reviewed_on", v.ReviewedOn)
		d.required("topic", v.Topic)
	}
	for i, row := range v.Rows {
		path := at("rows", i)
		d.required(path+".today", row.Today)
		d.required(path+".here", row.Here)
		d.required(path+".lose", row.Lose)
		if row.Service != "" && !hasService(services, row.Service) {
			d.wrong(path+".service", UnknownService, "there is no service %q", row.Service)
		}
	}
}

var newsName = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})-(.+)$`)

// newsName takes the date out of 2026-10-05-new-backups.
func (r *reader) newsName(dir string, found inAll[Version]) (string, Day) {
	if m := newsName.FindStringSubmatch(found.ref); m != nil {
		if t, err := time.Parse(time.DateOnly, m[1]); err == nil {
			return m[2], Day{t}
		}
	}
	r.wrong(Mistake{File: dir + "/" + found.ref, Key: BadValue, Reason: "news are named by day and subject, as 2026-10-05-new-backups.fr.md"})
	return found.ref, Day{}
}

func (r *reader) textsTwice(all []Text) {
	seen := map[string]bool{}
	for _, t := range all {
		if seen[t.Kind+"/"+t.Ref] {
			r.wrong(Mistake{File: t.Kind + "/" + t.Ref, Key: Duplicate, Reason: "two texts have this name"})
		}
		seen[t.Kind+"/"+t.Ref] = true
	}
}

// inAll is one thing written in several languages: <ref>.<lang>.md.
type inAll[F any] struct {
	ref   string
	pages map[string]page[F]
}

type page[F any] struct {
	document document
	front    F
	body     string
	broken   bool // could not be read: what it lacks is not worth saying
}

// inLanguages reads the Markdown files of a folder and groups them; a language that is missing is a mistake.
func inLanguages[F any](r *reader, dir string) []inAll[F] {
	byRef := map[string]inAll[F]{}
	var refs []string
	for _, name := range r.names(dir, ".md") {
		ref, lang := refAndLanguage(name)
		if _, seen := byRef[ref]; !seen {
			byRef[ref] = inAll[F]{ref: ref, pages: map[string]page[F]{}}
			refs = append(refs, ref)
		}
		var front F
		d, body, ok := r.markdown(dir+"/"+name, &front)
		d.locale("", lang)
		byRef[ref].pages[lang] = page[F]{document: d, front: front, body: body, broken: !ok}
	}
	var all []inAll[F]
	for _, ref := range refs {
		r.everyLanguage(dir, ref, languagesOf(byRef[ref].pages))
		sameShape(r, byRef[ref].pages)
		all = append(all, byRef[ref])
	}
	return all
}

func (r *reader) everyLanguage(dir, ref string, have []string) {
	for _, lang := range r.languages {
		if !slices.Contains(have, lang) {
			file := dir + "/" + ref + "." + lang + ".md"
			r.wrong(Mistake{File: file, Key: MissingText, Reason: "this text is missing in " + lang})
		}
	}
}

func languagesOf[F any](pages map[string]page[F]) []string {
	var langs []string
	for lang := range pages {
		langs = append(langs, lang)
	}
	return langs
}

// refAndLanguage parts "chat.fr.md" into chat and fr; without a language the second is empty.
func refAndLanguage(name string) (ref, lang string) {
	name = strings.TrimSuffix(name, ".md")
	if dot := strings.LastIndex(name, "."); dot > 0 {
		return name[:dot], name[dot+1:]
	}
	return name, ""
}
