package papers

import (
	"strings"

	"chatiere/models/billing/tax"
	"chatiere/models/people/registry"
)

// lawful is a sentence that the law wants word for word: in French as it is; in another language what it means, and then its own words.
func (s *sheet) lawful(french string) string {
	meaning := s.meaning(french)
	switch {
	case meaning == "":
		return french + "."
	case s.lang == "fr": // the same words, with blanks that no line ends on (a test compares)
		return meaning + "."
	}
	return meaning + " (« " + french + " »)."
}

// meaning is what a sentence of the law says, in the document's language; nothing for one that we do not know.
func (s *sheet) meaning(french string) string {
	switch french {
	case tax.NoteFranchise:
		return s.t("papers.law.franchise")
	case tax.NoteNonProfit:
		return s.t("papers.law.non_profit")
	case tax.NoteReverseCharge:
		return s.t("papers.law.reverse_charge")
	case tax.NoteAbroad:
		return s.t("papers.law.abroad")
	case tax.NoteAbroadLiable:
		return s.t("papers.law.abroad_liable")
	case tax.NoteNoDiscount:
		return s.t("papers.law.no_discount")
	case tax.NoteRecovery:
		return s.t("papers.law.recovery")
	case tax.NotePenalties:
		return s.t("papers.law.penalties")
	case tax.NoteOperation:
		return s.t("papers.law.operation")
	case tax.NoteCompensation:
		return s.t("papers.law.compensation")
	case tax.NoteCredit:
		return s.t("papers.law.credit")
	}
	return ""
}

// registration is the number under which a party is registered, with the name of its register and grouped as people read it.
func (s *sheet) registration(country, number string) string {
	if number == "" {
		return ""
	}
	n, _ := registry.Parse(country, number)
	switch n.Kind {
	case registry.SIREN:
		return "SIREN " + grouped(n.Text, 3, 3)
	case registry.SIRET:
		return "SIRET " + grouped(n.Text, 3, 3, 3)
	case registry.RNA:
		return "RNA " + n.Text
	}
	return s.t("papers.registry", "Number", number)
}

// grouped puts blanks after so many digits.
func grouped(digits string, sizes ...int) string {
	var parts []string
	for _, n := range sizes {
		parts, digits = append(parts, digits[:n]), digits[n:]
	}
	return strings.Join(append(parts, digits), "\u00a0")
}
