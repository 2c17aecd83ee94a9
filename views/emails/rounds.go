package emails

import (
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// RoundOpened tells somebody who votes for an organisation that a round has opened.
func RoundOpened(r commons.Round, m people.Membership) Letter {
	lang := spoken(m.User.Locale)
	l := aboutBallot("round_opened", r, m, lang)
	l.Subject = locales.T(lang, "emails.round.opened_subject", "Organisation", m.Organisation.Name)
	l.Lines = []string{locales.T(lang, "emails.round.opened_text", "Organisation", m.Organisation.Name), locales.T(lang, "emails.round.frozen")}
	l.Facts = append(l.Facts, Fact{locales.T(lang, "emails.round.points"), strconv.FormatInt(r.Rules().Ballot.Points, 10)})
	return l
}

// RoundClosing reminds somebody whose organisation has not voted.
func RoundClosing(r commons.Round, m people.Membership) Letter {
	lang := spoken(m.User.Locale)
	l := aboutBallot("round_closing", r, m, lang)
	l.Subject = locales.T(lang, "emails.round.closing_subject", "Day", roundDay(lang, r.Rules().Deadlines.Closes))
	l.Lines = []string{locales.T(lang, "emails.round.closing_text", "Organisation", m.Organisation.Name)}
	l.After = []string{locales.T(lang, "emails.round.abstain")}
	return l
}

// RoundResult tells somebody whose organisation could vote what came out, and that it is paid.
func RoundResult(r commons.Round, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "round_result", Once: "round_result:" + r.Ref + ":" + to.Ref, Lang: lang, Subject: locales.T(lang, "emails.round.result_subject", "Round", roundTitle(lang, r)),
		Lines:  []string{locales.T(lang, "emails.round.result_text", "Amount", locales.Money(lang, r.PotCents-r.LeftCents, "EUR"))},
		Action: locales.T(lang, "emails.round.result_action"), Path: paths.Round(lang, r),
	}
}

func aboutBallot(kind string, r commons.Round, m people.Membership, lang string) Letter {
	return Letter{
		Kind: kind, Once: kind + ":" + r.Ref + ":" + m.Organisation.Ref + ":" + m.User.Ref, Lang: lang, OrganisationID: m.OrganisationID,
		Facts: []Fact{
			{locales.T(lang, "emails.round.which"), roundTitle(lang, r)},
			{locales.T(lang, "emails.round.until"), roundDay(lang, r.Rules().Deadlines.Closes)},
		},
		Action: locales.T(lang, "emails.round.vote"), Path: paths.Ballot(lang, m.Organisation, r),
	}
}

// roundTitle names a round by its period.
func roundTitle(lang string, r commons.Round) string {
	p := r.Rules().Period
	if year := p.Year(); year != "" {
		return locales.T(lang, "rounds.name_year", "Year", year)
	}
	return locales.T(lang, "rounds.name", "From", roundDay(lang, p.From), "To", roundDay(lang, p.To))
}

func roundDay(lang, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return locales.Date(lang, at)
}
