// Package catalogue holds what the collective offers: services and the libre projects they run, offers and their prices, incidents.
// Its words (names, summaries, what one loses) are written and translated in content. It knows people and content.
package catalogue

import (
	"chatiere/models/content"
	"chatiere/models/people"
)

// Need is what a person wants to do, whatever the tool.
type Need string

// The needs.
const (
	Talk    Need = "talk"
	Share   Need = "share"
	Writing Need = "write"
	Meet    Need = "meet"
	Plan    Need = "plan"
	Publish Need = "publish"
	Learn   Need = "learn"
)

// Needs are all needs, in the order of the filter.
var Needs = []Need{Talk, Share, Writing, Meet, Plan, Publish, Learn}

// MayEdit reports whether a person may change the catalogue.
func MayEdit(u people.User) bool { return u.Is(people.Operator) }

// The kinds of resource that have words of their own in content.
const (
	typeUpstream = "upstream"
	typeService  = "service"
	typeOffer    = "offer"
	typeIncident = "incident"
	typeNews     = "incident_news"
)

// field files one text of a resource.
func field(kind, ref string, id uint, name string, position int, format content.Format, max int, lang, text string) content.Writing {
	return content.Writing{Field: content.Field{
		Subject: content.Subject{Type: kind, Ref: ref}, Type: kind, ID: id, Name: name, Position: position,
		Class: content.Reference, Format: format, MaxLength: max, SourceLang: lang,
	}, Text: text}
}
