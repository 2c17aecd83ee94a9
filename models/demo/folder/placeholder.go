package folder

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Placeholders are the names a text may write between double braces, as {{collective.legal_name}}.
// They are filled when the text is shown, so that a change of address changes every text at once.
var Placeholders = []string{
	"collective.name", "collective.legal_name", "collective.address", "collective.registration", "collective.vat_number",
	"collective.email", "collective.phone", "collective.privacy_email", "collective.url", "collective.publication_director",
	"collective.site_host", "collective.mediator", "collective.trust_days", "collective.redistributed_share",
	"collective.read_only_days", "collective.export_only_days", "collective.end_days", "collective.price_days",
}

var placeholder = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Fill writes the values of the placeholders into a text. A name without a value is left as it is, so that it can be seen.
func Fill(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(whole string) string {
		if value, ok := values[placeholder.FindStringSubmatch(whole)[1]]; ok {
			return value
		}
		return whole
	})
}

// placeholders notes names in a file that nobody will fill.
func (d document) placeholders(text string) {
	for i, line := range strings.Split(text, "\n") {
		for _, found := range placeholder.FindAllStringSubmatch(line, -1) {
			if !slices.Contains(Placeholders, found[1]) {
				d.r.wrong(Mistake{
					File: d.file, Line: i + 1, Key: BadPlaceholder,
					Reason: "{{" + found[1] + "}} is not something that can be filled in",
				})
			}
		}
	}
}

// Values are the placeholders this folder can fill itself; the address of the site comes from its settings.
func (p Profile) Values(lang string) map[string]string {
	return map[string]string{
		"collective.name": p.Name, "collective.legal_name": p.LegalName, "collective.address": p.Address.Line(),
		"collective.registration": p.Registration.Line(), "collective.vat_number": p.Registration.VATNumber,
		"collective.email": p.Contact.Email, "collective.phone": p.Contact.Phone, "collective.privacy_email": p.Contact.PrivacyEmail,
		"collective.publication_director": p.PublicationDirector, "collective.site_host": p.SiteHost.Line(),
		"collective.mediator": p.Mediator[lang], "collective.trust_days": number(int64(p.TrustDays)),
		"collective.redistributed_share": percent(lang, p.Redistribution.BasisPoints),
	}
}

// percent writes basis points as a share: 550 is "5,5 %" in French and "5.5%" in English.
func percent(lang string, basisPoints int64) string {
	share := number(basisPoints / 100)
	if rest := basisPoints % 100; rest != 0 {
		share += "." + strings.TrimRight(number(100 + rest)[1:], "0")
	}
	if lang == "fr" {
		return strings.ReplaceAll(share, ".", ",") + "\u00a0%"
	}
	return share + "%"
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
