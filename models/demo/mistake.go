package demo

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chatiere/models/content"
	"chatiere/models/demo/folder"
	"chatiere/models/store"
)

// mistaken reports whether the folder is what went wrong, and gathers what to mend.
func (im *importer) mistaken(t thing, err error) bool {
	var misfit content.Misfit
	if errors.As(err, &misfit) {
		im.mistakes = append(im.mistakes, folder.Mistake{File: t.file, Key: folder.BadValue, Reason: misfit.Error()})
		return true
	}
	wrong, ok := store.AsInvalid(err)
	for _, field := range slices.Sorted(maps.Keys(wrong)) {
		m := folder.Mistake{File: t.file, Key: folder.BadValue, Reason: t.name + ": " + cmp.Or(written[field], field) + " " + reason(wrong[field])}
		if im.options.Files != nil {
			m.Line = folder.LineOf(im.options.Files, t.file, strings.TrimPrefix(t.at+"."+cmp.Or(written[field], field), "."))
		}
		im.mistakes = append(im.mistakes, m)
	}
	return ok
}

// written are the folder's words for fields that the portal calls otherwise.
var written = map[string]string{
	"licence": "license", "licence_url": "license_from", "source_url": "source", "site_url": "site", "funding_url": "funding",
	"need_text": "need", "registry_number": "registration", "vat_number": "registration", "iban": "bank.iban", "bic": "bank.bic",
	"treasurer_email": "email", "sort": "kind", "street": "address", "postcode": "address", "city": "address", "publisher": "publication_director",
}

// reason says in plain English what a rule of the portal has against a value (the output of a command, not a page).
func reason(w store.Wrong) string {
	switch w.Key {
	case "error.required":
		return "is missing"
	case "error.too_long":
		return fmt.Sprintf("is longer than %v characters", w.Args["Max"])
	case "error.slug":
		return "must be small letters, digits and dashes, 80 at most"
	case "error.address":
		return "is no web address"
	case "error.email":
		return "is no e-mail address"
	case "error.date":
		return "is no date"
	case "error.licence":
		return "is no SPDX identifier"
	case "error.choose":
		return "is none of the values that are allowed"
	case "error.registry_number", "error.vat_number", "error.vat_other_siren", "error.iban", "error.bic":
		return "is no valid number"
	case "error.vat_needed":
		return "is missing: an organisation liable to VAT has a VAT number"
	}
	return "cannot be taken (" + w.Key + ")"
}
