package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// A letter travels in the open. So one about what is shown to the council only names nothing but its day, and what somebody said of what hides who
// gave it, or how much, is read on its page: it may hold a name or an amount.

// titleIn is what a contribution is called in a letter.
func titleIn(lang string, c commons.Contribution) string {
	if c.Withheld {
		return locales.T(lang, "emails.contribution.of_day", "Date", dayIn(lang, c.FromOn))
	}
	return c.Title
}

// quoting adds somebody's words to a letter, or says where they are read.
func quoting(l Letter, c commons.Contribution, words string) Letter {
	switch {
	case words == "":
	case c.Discreet():
		l.Lines = append(l.Lines, locales.T(l.Lang, "emails.contribution.words_on_page"))
	default:
		l.Quote = words
	}
	return l
}

// ContributionAsked tells the contributor what is asked of them, and what comes after their answer.
func ContributionAsked(c commons.Contribution, s commons.Step) Letter {
	lang := spoken(c.Contributor.Locale)
	l := aboutContribution("contribution_asked", c, s.ID, lang)
	l.Subject = locales.T(lang, "emails.contribution.asked_subject", "Title", titleIn(lang, c))
	l.Lines = []string{locales.T(lang, "emails.contribution.asked_text", "Title", titleIn(lang, c))}
	l.Action, l.After = locales.T(lang, "emails.contribution.answer"), []string{locales.T(lang, "emails.contribution.asked_next")}
	return quoting(l, c, s.Note)
}

// ContributionDoubted tells the contributor that somebody says it is not so, who looks at that, and what they can do meanwhile.
func ContributionDoubted(c commons.Contribution, a commons.Attestation) Letter {
	lang := spoken(c.Contributor.Locale)
	l := aboutContribution("contribution_doubted", c, a.ID, lang)
	l.Subject = locales.T(lang, "emails.contribution.doubted_subject", "Title", titleIn(lang, c))
	l.Lines = []string{locales.T(lang, "emails.contribution.doubted_text", "Title", titleIn(lang, c))}
	l.After = []string{locales.T(lang, "emails.contribution.doubted_next")}
	if c.Editable() {
		l.After = append(l.After, locales.T(lang, "emails.contribution.doubted_change"))
	}
	return quoting(l, c, a.Reason)
}

// ContributionAttested tells the contributor that enough people confirmed.
func ContributionAttested(c commons.Contribution, s commons.Step) Letter {
	lang := spoken(c.Contributor.Locale)
	l := aboutContribution("contribution_attested", c, s.ID, lang)
	l.Subject = locales.T(lang, "emails.contribution.attested_subject", "Title", titleIn(lang, c))
	l.Lines = []string{locales.T(lang, "emails.contribution.attested_text", "Title", titleIn(lang, c))}
	return l
}

// ContributionDecided tells the contributor what was decided, and why.
func ContributionDecided(c commons.Contribution, s commons.Step) Letter {
	lang := spoken(c.Contributor.Locale)
	l := aboutContribution("contribution_decided", c, s.ID, lang)
	l.Subject, l.Lines = decided(lang, s.ToState, titleIn(lang, c))
	if s.ToState == commons.Rejected || s.ToState == commons.Adjusted {
		l.After = []string{locales.T(lang, "emails.contribution.contest")}
	}
	return quoting(l, c, s.Note)
}

// ContributionContested tells the contributor that somebody contests the decision, and who looks at it again.
func ContributionContested(c commons.Contribution, s commons.Step) Letter {
	lang := spoken(c.Contributor.Locale)
	l := aboutContribution("contribution_contested", c, s.ID, lang)
	l.Subject = locales.T(lang, "emails.contribution.contested_subject", "Title", titleIn(lang, c))
	l.Lines = []string{locales.T(lang, "emails.contribution.contested_text", "Title", titleIn(lang, c))}
	l.After = []string{locales.T(lang, "emails.contribution.contested_next")}
	return quoting(l, c, s.Note)
}

func decided(lang string, state commons.State, title string) (subject string, lines []string) {
	switch state {
	case commons.Accepted:
		return locales.T(lang, "emails.contribution.accepted_subject", "Title", title), []string{locales.T(lang, "emails.contribution.accepted_text", "Title", title)}
	case commons.Adjusted:
		return locales.T(lang, "emails.contribution.adjusted_subject", "Title", title), []string{locales.T(lang, "emails.contribution.adjusted_text", "Title", title)}
	case commons.Upheld:
		return locales.T(lang, "emails.contribution.upheld_subject", "Title", title), []string{locales.T(lang, "emails.contribution.upheld_text", "Title", title)}
	case commons.Reversed:
		return locales.T(lang, "emails.contribution.reversed_subject", "Title", title), []string{locales.T(lang, "emails.contribution.reversed_text", "Title", title)}
	}
	return locales.T(lang, "emails.contribution.rejected_subject", "Title", title), []string{locales.T(lang, "emails.contribution.rejected_text", "Title", title)}
}

// ContributionQuiet tells the contributor, or one of the stewards, that nothing moved for two months.
func ContributionQuiet(c commons.Contribution, to people.User) Letter {
	lang := spoken(to.Locale)
	since := ""
	if c.RemindedAt != nil {
		since = c.RemindedAt.Format("2006-01-02")
	}
	l := Letter{
		Kind: "contribution_reminded", Once: "contribution_reminded:" + c.Ref + ":" + since + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.contribution.quiet_subject", "Title", titleIn(lang, c)),
		Action:  locales.T(lang, "emails.contribution.action"), Path: paths.Contribution(lang, c),
	}
	switch {
	case to.ID != c.ContributorID:
		l.Lines = []string{locales.T(lang, "emails.contribution.quiet_steward", "Title", titleIn(lang, c))}
	case c.State == commons.NeedsInfo:
		l.Lines = []string{locales.T(lang, "emails.contribution.quiet_asked", "Title", titleIn(lang, c))}
	default:
		l.Lines = []string{locales.T(lang, "emails.contribution.quiet_text", "Title", titleIn(lang, c))}
	}
	return l
}

// aboutContribution is a letter about what happened: a step, or an attestation.
func aboutContribution(kind string, c commons.Contribution, what uint, lang string) Letter {
	return Letter{
		Kind: kind, Once: kind + ":" + strconv.FormatUint(uint64(what), 10), Lang: lang,
		Action: locales.T(lang, "emails.contribution.action"), Path: paths.Contribution(lang, c),
	}
}

// ColleagueNamed tells somebody what a colleague noted in their name, and how to agree or refuse. It holds no words that somebody typed but
// the colleague's name: nobody sends what they like in the portal's name (OC#5445). The words are on the page, behind the sign-in.
func ColleagueNamed(c commons.Contribution, by people.User) Letter {
	lang := spoken(c.Contributor.Locale)
	when := dayIn(lang, c.FromOn)
	if c.ToOn != c.FromOn {
		when = locales.T(lang, "commons.span", "From", when, "To", dayIn(lang, c.ToOn))
	}
	return Letter{
		Kind: "colleague_named", Once: "colleague_named:" + c.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.colleague.subject", "Name", by.Called()),
		Lines:   []string{locales.T(lang, "emails.colleague.text", "Name", by.Called())},
		Facts: []Fact{
			{locales.T(lang, "emails.colleague.what"), kindOf(lang, c.Kind.Choice)}, {locales.T(lang, "commons.show.when"), when}, {locales.T(lang, "commons.show.amount"), sizeOf(lang, c)},
		},
		Action: locales.T(lang, "emails.colleague.action"), Path: paths.Contribution(lang, c),
		After: []string{locales.T(lang, "emails.colleague.agree"), locales.T(lang, "emails.colleague.refuse"), locales.T(lang, "emails.colleague.nothing")},
		Why:   locales.T(lang, "emails.colleague.why"),
	}
}

// kindOf is what was done, in the plain words of the form.
func kindOf(lang string, c commons.Choice) string {
	switch c {
	case commons.Help:
		return locales.T(lang, "commons.choice.help")
	case commons.Words:
		return locales.T(lang, "commons.choice.words")
	case commons.Checks:
		return locales.T(lang, "commons.choice.checks")
	case commons.Tools:
		return locales.T(lang, "commons.choice.tools")
	case commons.Ideas:
		return locales.T(lang, "commons.choice.ideas")
	}
	return locales.T(lang, "commons.choice.gifts")
}

func sizeOf(lang string, c commons.Contribution) string {
	switch c.Unit {
	case commons.Minutes:
		return locales.Minutes(lang, c.Quantity)
	case commons.Cents:
		return locales.Money(lang, c.Quantity, "EUR")
	}
	return locales.N(lang, "commons.pieces", int(c.Quantity))
}
