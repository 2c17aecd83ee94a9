package emails

import (
	"fmt"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/purse"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// OwnSpace is what a member pays itself of one of its spaces, and from which day on.
type OwnSpace struct {
	Label  string
	FromOn string
	Yearly int64 // tax included
}

// facts say what a member pays itself: a line for each space.
func ownFacts(lang string, spaces []OwnSpace) []Fact {
	var all []Fact
	for _, s := range spaces {
		amount := locales.Money(lang, s.Yearly, "EUR")
		if s.FromOn == "" {
			all = append(all, Fact{s.Label, locales.T(lang, "emails.pool.own", "Amount", amount)})
			continue
		}
		all = append(all, Fact{s.Label, locales.T(lang, "emails.pool.own_from", "Amount", amount, "Date", dayOf(lang, s.FromOn))})
	}
	return all
}

// CarriageAsked asks those who keep a member's money whether its head may pay a part of its spaces.
func CarriageAsked(a people.Affiliation, part int, lang, to string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "carriage_asked", Once: fmt.Sprintf("carriage_asked:%s:%d:%s", a.Ref, a.Version, to), Lang: lang, OrganisationID: *a.MemberID,
		Subject: locales.T(lang, "emails.pool.asked_subject", "Head", a.Head.Name, "Part", locales.Percent(lang, int64(part))),
		Lines:   []string{locales.T(lang, "emails.pool.asked", "Head", a.Head.Name, "Part", locales.Percent(lang, int64(part)), "Organisation", a.Member.Name), locales.T(lang, "emails.pool.asked_free")},
		Action:  locales.T(lang, "emails.network.answer"), Path: paths.Head(lang, a.Member), Why: locales.T(lang, "emails.share.why", "Organisation", a.Member.Name),
	}
}

// CarriageAnswered tells those who keep the head's money what a member said, and what is so now.
func CarriageAnswered(a people.Affiliation, version int, yes bool, lang, to string) Letter {
	lang = spoken(lang)
	part := locales.Percent(lang, int64(a.CarriedBP))
	l := Letter{
		Kind: "carriage_answered", Once: fmt.Sprintf("carriage_answered:%s:%d:%s", a.Ref, version, to), Lang: lang, OrganisationID: a.HeadID,
		Action: locales.T(lang, "emails.network.see"), Path: paths.Network(lang, a.Head), Why: locales.T(lang, "emails.invoice.why", "Organisation", a.Head.Name),
	}
	if yes {
		l.Subject = locales.T(lang, "emails.pool.yes_subject", "Organisation", a.Member.Name)
		l.Lines = []string{locales.T(lang, "emails.pool.yes", "Organisation", a.Member.Name, "Part", part)}
		return l
	}
	l.Subject = locales.T(lang, "emails.pool.no_subject", "Organisation", a.Member.Name)
	l.Lines = []string{locales.T(lang, "emails.pool.no", "Organisation", a.Member.Name, "Part", part)}
	return l
}

// CarriageChanged tells those who keep a member's money that its head pays less, from which day on, and what is theirs to pay then.
func CarriageChanged(a people.Affiliation, version int, spaces []OwnSpace, lang, to string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "carriage_changed", Once: fmt.Sprintf("carriage_changed:%s:%d:%s", a.Ref, version, to), Lang: lang, OrganisationID: *a.MemberID, Facts: ownFacts(lang, spaces),
		Subject: locales.T(lang, "emails.pool.changed_subject", "Head", a.Head.Name),
		Lines:   []string{locales.T(lang, "emails.pool.changed", "Head", a.Head.Name, "Part", locales.Percent(lang, int64(a.CarriedBP))), locales.T(lang, "emails.pool.stays")},
		Action:  locales.T(lang, "emails.network.see"), Path: paths.Head(lang, a.Member), Why: locales.T(lang, "emails.share.why", "Organisation", a.Member.Name),
	}
}

// CarriageOver tells those who keep the money of a member that left its network what it pays itself from now on, and from which day.
func CarriageOver(a people.Affiliation, spaces []OwnSpace, lang, to string) Letter {
	lang = spoken(lang)
	return Letter{
		Kind: "carriage_over", Once: "carriage_over:" + a.Ref + ":" + to, Lang: lang, OrganisationID: *a.MemberID, Facts: ownFacts(lang, spaces),
		Subject: locales.T(lang, "emails.pool.over_subject", "Organisation", a.Member.Name),
		Lines:   []string{locales.T(lang, "emails.pool.over", "Head", a.Head.Name, "Organisation", a.Member.Name), locales.T(lang, "emails.pool.stays"), locales.T(lang, "emails.pool.leave")},
		Action:  locales.T(lang, "emails.pool.spaces"), Path: paths.Spaces(lang, a.Member), Why: locales.T(lang, "emails.share.why", "Organisation", a.Member.Name),
	}
}

// BudgetReached tells those who keep a head's money that its budget of a year has come to a threshold.
func BudgetReached(b billing.Budget, use purse.Use, percent int, head people.Organisation, lang, to string) Letter {
	lang = spoken(lang)
	reached := locales.Percent(lang, int64(percent)*100)
	l := Letter{
		Kind: "budget_reached", Once: fmt.Sprintf("budget_reached:%s:%d:%d:%s", b.Ref, b.Cents, percent, to), Lang: lang, OrganisationID: head.ID,
		Subject: locales.T(lang, "emails.pool.budget_subject", "Percent", reached, "Year", b.Year),
		Lines:   []string{locales.T(lang, "emails.pool.budget", "Percent", reached, "Year", b.Year, "Organisation", head.Name)},
		Facts: []Fact{
			{locales.T(lang, "pool.spent"), locales.Money(lang, use.Spent, "EUR")},
			{locales.T(lang, "pool.committed"), locales.Money(lang, use.Committed, "EUR")},
			{locales.T(lang, "pool.left"), locales.Money(lang, max(0, use.Left()), "EUR")},
		},
		Action: locales.T(lang, "emails.network.see"), Path: paths.Pool(lang, head), Why: locales.T(lang, "emails.invoice.why", "Organisation", head.Name),
	}
	if percent == 100 {
		l.Lines = append(l.Lines, locales.T(lang, "emails.pool.budget_full"))
	}
	return l
}
