package folder

import (
	"slices"
	"strings"
)

// Service is a thing in the catalogue (services/<ref>.toml and one services/<ref>.<lang>.md per language).
type Service struct {
	Ref       string                  `toml:"-"`
	Upstream  string                  `toml:"upstream"`
	Need      string                  `toml:"need"`     // what it is for: talk, share, write…
	Replaces  []string                `toml:"replaces"` // tools of today, by the name people use
	Languages []string                `toml:"languages"`
	Address   string                  `toml:"address"` // pattern of its address, as https://{organisation}.chat.example
	Order     int                     `toml:"order"`
	Hosting   Hosting                 `toml:"hosting"`
	Exports   []string                `toml:"exports"` // open formats in which everything can leave
	Chatons   map[string]string       `toml:"chatons"` // what only the files for CHATONS say, by its key there
	Versions  map[string]ServiceWords `toml:"-"`
}

// Hosting is the part of the trust card that the collective answers for.
type Hosting struct {
	Country          string `toml:"country"`
	Provider         string `toml:"provider"`
	Control          string `toml:"control"` // charter: own hardware, dedicated machine, virtual machine
	BackupEveryHours int    `toml:"backup_every_hours"`
	BackupKeptDays   int    `toml:"backup_kept_days"`
	BackupCountry    string `toml:"backup_country"`
	RestoreTestedOn  Day    `toml:"restore_tested_on"`
	LogsKeptDays     int    `toml:"logs_kept_days"`
}

// ServiceWords present a service in one language to people who have never heard of it.
type ServiceWords struct {
	Name     string   `toml:"name"`
	Summary  string   `toml:"summary"`
	Need     string   `toml:"need"`     // the need in one sentence, from the person's side
	Lose     []string `toml:"lose"`     // what one loses by coming here, honestly
	First    []string `toml:"first"`    // first steps once it is open
	Leaving  string   `toml:"leaving"`  // what happens when one leaves
	Delivery []string `toml:"delivery"` // the operator's checklist
	Body     string   `toml:"-"`
}

var (
	needs    = []string{"talk", "share", "write", "meet", "plan", "publish", "learn"}
	controls = []string{"own_hardware", "dedicated_machine", "virtual_machine", "shared_hosting"}
)

func (r *reader) services(upstreams []Upstream) []Service {
	var all []Service
	words := inLanguages[ServiceWords](r, "services")
	for _, name := range r.names("services", ".toml") {
		s := Service{Ref: strings.TrimSuffix(name, ".toml"), Versions: map[string]ServiceWords{}}
		if d, ok := r.toml("services/"+name, &s); ok {
			d.service(s, upstreams)
		}
		for lang, page := range pagesOf(words, s.Ref) {
			page.front.Body = page.body
			if !page.broken {
				page.document.serviceWords(page.front)
			}
			s.Versions[lang] = page.front
		}
		if len(s.Versions) == 0 {
			r.everyLanguage("services", s.Ref, nil)
		}
		all = append(all, s)
	}
	r.orphans("services", refsOf(words), serviceRefs(all))
	return all
}

func (d document) service(s Service, upstreams []Upstream) {
	if !slices.ContainsFunc(upstreams, func(u Upstream) bool { return u.Ref == s.Upstream }) {
		d.wrong("upstream", Dangling, "there is no upstream %q (upstreams/%s.toml)", s.Upstream, s.Upstream)
	}
	d.oneOf("need", s.Need, needs)
	d.oneOf("hosting.control", s.Hosting.Control, controls)
	d.required("hosting.country", s.Hosting.Country)
	d.required("hosting.provider", s.Hosting.Provider)
	if s.Hosting.BackupEveryHours <= 0 || s.Hosting.BackupKeptDays <= 0 {
		d.wrong("hosting", MissingValue, "say how often backups are made (backup_every_hours) and how long they are kept (backup_kept_days)")
	}
	if len(s.Exports) == 0 {
		d.wrong("exports", MissingValue, "exports is missing: in which open formats can people leave?")
	}
}

func (d document) serviceWords(w ServiceWords) {
	d.required("name", w.Name)
	d.required("summary", w.Summary)
	d.required("need", w.Need)
	d.required("leaving", w.Leaving)
	if len(w.Lose) == 0 {
		d.wrong("lose", MissingValue, "lose is missing: every tool takes something away, say what")
	}
	if len(w.Delivery) == 0 {
		d.wrong("delivery", MissingValue, "delivery is missing: the steps of the person who opens this service")
	}
}

// orphans reports words about something that has no TOML file.
func (r *reader) orphans(dir string, words, things []string) {
	for _, ref := range words {
		if !slices.Contains(things, ref) {
			r.wrong(Mistake{File: dir + "/" + ref + ".toml", Key: MissingFile, Reason: "this file is missing, though there are texts about it"})
		}
	}
}

func pagesOf[F any](all []inAll[F], ref string) map[string]page[F] {
	for _, found := range all {
		if found.ref == ref {
			return found.pages
		}
	}
	return nil
}

func refsOf[F any](all []inAll[F]) (refs []string) {
	for _, found := range all {
		refs = append(refs, found.ref)
	}
	return refs
}

func serviceRefs(all []Service) (refs []string) {
	for _, s := range all {
		refs = append(refs, s.Ref)
	}
	return refs
}

func hasService(all []Service, ref string) bool {
	return slices.ContainsFunc(all, func(s Service) bool { return s.Ref == ref })
}
