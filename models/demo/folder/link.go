package folder

import (
	"regexp"
	"slices"
	"strings"
)

// Places are the fixed pages of the portal a text may lead to, as [ask for help](portal:new-ticket).
var Places = []string{
	"catalogue", "help", "news", "new-ticket", "contributions", "new-contribution", "transparency", "engagements", "second-factor",
	"sign-in", "sign-up", "cancellation", "withdrawal", "offers",
}

// A link inside a text names what it leads to, never an address: [prices](page:prices), [chat](service:chat).
// So it survives a new address, works in every language, and one that leads nowhere is a mistake.
var (
	linkKinds  = `(` + strings.Join([]string{Page, Help, News, Legal, Guide, "service", "offer", "portal"}, "|") + `)`
	linkInText = regexp.MustCompile(`\]\(` + linkKinds + `:([^)\s]+)\)`)
	linkInCard = regexp.MustCompile(`^\s*link\s*=\s*"` + linkKinds + `:([^"]+)"`)
)

// ReplaceLinks writes an address for each link of a text; address is given what the link names ("service", "chat").
func ReplaceLinks(text string, address func(kind, ref string) string) string {
	return linkInText.ReplaceAllStringFunc(text, func(whole string) string {
		m := linkInText.FindStringSubmatch(whole)
		return "](" + address(m[1], m[2]) + ")"
	})
}

// Target parts the link of a card ("service:chat") into what it names.
func Target(link string) (kind, ref string) {
	kind, ref, _ = strings.Cut(link, ":")
	return kind, ref
}

type foundLink struct {
	file, kind, ref string
	line            int
}

// gatherLinks remembers the links of a file; they are judged once everything has been read.
func (d document) gatherLinks(text string) {
	for i, line := range strings.Split(text, "\n") {
		all := slices.Concat(linkInText.FindAllStringSubmatch(line, -1), linkInCard.FindAllStringSubmatch(line, -1))
		for _, m := range all {
			d.r.links = append(d.r.links, foundLink{file: d.file, kind: m[1], ref: m[2], line: i + 1})
		}
	}
}

// proof takes a link to something of the portal, an address, or nothing.
func (d document) proof(path, proof string) {
	switch kind, ref := Target(proof); {
	case proof == "":
	case kind == "https":
		d.webAddress(path, proof)
	default:
		d.r.links = append(d.r.links, foundLink{file: d.file, kind: kind, ref: ref, line: d.lines.of(path)})
	}
}

// deadLinks reports links to what is not there.
func (r *reader) deadLinks(c Collective) {
	targets := map[string][]string{"service": serviceRefs(c.Services), "portal": Places}
	for _, o := range c.Offers {
		targets["offer"] = append(targets["offer"], o.Ref)
	}
	for _, t := range c.Texts {
		targets[t.Kind] = append(targets[t.Kind], t.Ref)
	}
	for _, l := range r.links {
		if !known(targets[l.kind], l.ref) {
			r.wrong(Mistake{File: l.file, Line: l.line, Key: Dangling, Reason: "the link " + l.kind + ":" + l.ref + " leads nowhere"})
		}
	}
}
