package content

import (
	"context"
	"strconv"

	"chatiere/models/collective"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// typeHost is what the words about the collective itself are filed under. There is one collective: its id here is 1.
const typeHost = "collective"

var hostSubject = Subject{typeHost, typeHost}

// Host is what the collective says of itself, in the reader's language.
type Host struct {
	Tagline        Text
	Notice         Text // what every visitor should know, as "these prices are an example"; may be empty
	Mediator       Text // whom a consumer may turn to in a dispute; may be empty
	Redistribution Text // what is said beside the redistributed share; may be empty
}

// HostForm is what an editor types for it.
type HostForm struct {
	Tagline        string `form:"tagline"`
	Notice         string `form:"notice"`
	Mediator       string `form:"mediator"`
	Redistribution string `form:"redistribution"`
	SourceLang     string `form:"source_lang"`
}

// FindHost returns the collective's words in one statement.
func FindHost(ctx context.Context, db *gorm.DB, lang string) (Host, error) {
	texts, err := TextsOf(ctx, db, lang, typeHost, []uint{1})
	of := func(field string) Text { return texts.Of(typeHost, 1, field) }
	return Host{of("tagline"), of("notice"), of("mediator"), of("redistribution")}, err
}

// Writings are the words of the form, as they are filed.
func (f HostForm) Writings() []Writing {
	field := func(name string, position int, text string) Writing {
		return Writing{Field{
			Subject: hostSubject, Type: typeHost, ID: 1, Name: name, Position: position, Class: Reference,
			Format: Plain, MaxLength: 300, SourceLang: f.SourceLang,
		}, text}
	}
	return []Writing{field("tagline", 0, f.Tagline), field("notice", 1, f.Notice), field("mediator", 2, f.Mediator), field("redistribution", 3, f.Redistribution)}
}

// WriteHost files the collective's words, inside the caller's transaction.
func WriteHost(ctx context.Context, tx *gorm.DB, by people.User, f HostForm) error {
	return Write(ctx, tx, by, f.Writings()...)
}

// Values are what the placeholders of texts stand for, {{collective.name}} and its like, so that a change of address changes every text.
// The caller knows the address of the portal, and writes the redistributed share as the reader's language does.
func (h Host) Values(c collective.Collective, portal, share string) map[string]string {
	return map[string]string{
		"collective.name": c.Name, "collective.legal_name": c.LegalName, "collective.address": c.AddressLine(),
		"collective.registration": c.Registration(), "collective.vat_number": c.VATNumber, "collective.email": c.Email,
		"collective.phone": c.Phone, "collective.privacy_email": c.PrivacyAddress(), "collective.url": portal,
		"collective.publication_director": c.Publisher, "collective.site_host": c.InfrastructureHost,
		"collective.mediator": h.Mediator.Value, "collective.trust_days": strconv.Itoa(c.TrustDays), "collective.redistributed_share": share,
	}
}
