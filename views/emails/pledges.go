package emails

import (
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/post"
	"chatiere/views/paths"
)

// pledgeLinkLasts is how long the link of a letter lets a promise be stopped without signing in.
const pledgeLinkLasts = 400 * 24 * time.Hour

// Standing is a promise as a letter speaks of it.
type Standing struct {
	Pledge commons.Pledge
	Now    time.Time
	Lang   string
	To     string // key of the reader
}

func (p Standing) lang() string { return spoken(p.Lang) }

// much is what was promised, each time.
func (p Standing) much() string { return PledgeSize(p.lang(), p.Pledge, p.Pledge.Quantity) }

// PledgeSize says an amount of money or time, and how often.
func PledgeSize(lang string, p commons.Pledge, n int64) string {
	size := locales.Minutes(lang, n)
	if p.Money() {
		size = locales.Money(lang, n, "EUR")
	}
	switch p.Every {
	case commons.EveryMonth:
		return locales.T(lang, "pledges.each_month", "Size", size)
	case commons.EveryQuarter:
		return locales.T(lang, "pledges.each_quarter", "Size", size)
	case commons.EveryYear:
		return locales.T(lang, "pledges.each_year", "Size", size)
	}
	return locales.T(lang, "pledges.just_once", "Size", size)
}

// letter is what all letters about a promise have: the link that shows and stops it.
func (p Standing) letter(kind, once string) Letter {
	l := Letter{
		Kind: kind, Once: kind + ":" + p.Pledge.Ref + ":" + once + ":" + p.To, Lang: p.lang(), Action: locales.T(p.lang(), "emails.pledge.see"),
		Link: post.Link{Purpose: string(identity.ForPledge), Ref: p.Pledge.Ref, Until: p.Now.Add(pledgeLinkLasts).Truncate(time.Second)},
		Why:  locales.T(p.lang(), "emails.pledge.why", "Title", p.Pledge.Space.Title),
	}
	if p.Pledge.OrganisationID != nil {
		l.OrganisationID = *p.Pledge.OrganisationID
	}
	return l
}

// PledgeMade thanks, and says what follows: an invoice or a gift, how it renews, how to stop.
func PledgeMade(p Standing) Letter {
	lang, title := p.lang(), p.Pledge.Space.Title
	l := p.letter("pledge_made", "")
	l.Subject = locales.T(lang, "emails.pledge.made_subject", "Title", title)
	l.Lines = []string{locales.T(lang, "emails.pledge.made", "Size", p.much(), "Title", title), PledgeNature(lang, p.Pledge)}
	l.After = []string{locales.T(lang, "pledges.how_to_stop_more")}
	return l
}

// PledgeNature says whether a promise becomes an invoice, a gift, or time.
func PledgeNature(lang string, p commons.Pledge) string {
	switch {
	case !p.Money():
		return locales.T(lang, "pledges.is_time")
	case p.Space.Invoices():
		return locales.T(lang, "pledges.is_invoice")
	}
	return locales.T(lang, "pledges.is_gift")
}

// PledgeEnded confirms, with day and hour, that a promise was stopped.
func PledgeEnded(p Standing, host collective.Collective) Letter {
	lang := p.lang()
	l := p.letter("pledge_ended", "")
	l.Subject = locales.T(lang, "emails.pledge.ended_subject", "Title", p.Pledge.Space.Title)
	l.Lines = []string{locales.T(lang, "emails.pledge.ended", "Title", p.Pledge.Space.Title), StopEffect(lang, p.Pledge)}
	l.Facts = []Fact{{locales.T(lang, "pledges.reference"), p.Pledge.Ref}}
	if p.Pledge.EndedAt != nil {
		l.Facts = append(l.Facts, Fact{locales.T(lang, "pledges.received_at"), p.Pledge.EndedAt.In(host.Location()).Format("2006-01-02T15:04:05-07:00")})
	}
	return l
}

// StopEffect says what follows when a promise is stopped.
func StopEffect(lang string, p commons.Pledge) string {
	switch {
	case !p.Money():
		return locales.T(lang, "pledges.stopped_time")
	case p.Space.Invoices() && p.ShareID == nil:
		return locales.T(lang, "pledges.stopped_early")
	case p.Space.Invoices():
		return locales.T(lang, "pledges.stopped_invoice")
	}
	return locales.T(lang, "pledges.stopped_gift")
}

// PledgeOffered asks whether what was too much may go to another space.
func PledgeOffered(p Standing, other commons.SharedSpace) Letter {
	lang := p.lang()
	l := p.letter("pledge_offered", "")
	l.Link, l.Path = post.Link{}, paths.Pledge(lang, p.Pledge)
	l.Subject = locales.T(lang, "emails.pledge.offered_subject", "Title", p.Pledge.Space.Title)
	l.Lines = []string{locales.T(lang, "pledges.offer", "Title", p.Pledge.Space.Title, "Amount", locales.Money(lang, p.Pledge.Offered, "EUR"), "Other", other.Title)}
	l.Action = locales.T(lang, "emails.pledge.answer")
	return l
}

// SpaceTurned tells a sponsor how far the space has come.
func SpaceTurned(p Standing, to commons.SpaceState) Letter {
	lang, title := p.lang(), p.Pledge.Space.Title
	once := string(to)
	if at := p.Pledge.Space.FundedAt; to == commons.SpaceFunded && at != nil { // a space may be funded again, once others have come
		once += at.UTC().Format(time.RFC3339)
	}
	l := p.letter("space_turned", once)
	switch to {
	case commons.SpaceFunded:
		l.Subject = locales.T(lang, "emails.space.funded_subject", "Title", title)
		l.Lines = []string{locales.T(lang, "emails.space.funded", "Title", title)}
	case commons.SpaceRunning:
		l.Subject = locales.T(lang, "emails.space.running_subject", "Title", title)
		l.Lines = []string{locales.T(lang, "emails.space.running", "Title", title, "Size", p.much()), PledgeNature(lang, p.Pledge)}
	case commons.SpaceAbandoned:
		l.Subject = locales.T(lang, "emails.space.abandoned_subject", "Title", title)
		l.Lines = []string{locales.T(lang, "emails.space.abandoned", "Title", title)}
	default:
		l.Subject = locales.T(lang, "emails.space.closed_subject", "Title", title)
		l.Lines = []string{locales.T(lang, "emails.space.closed", "Title", title), StopEffect(lang, p.Pledge)}
	}
	return l
}

// Short is a gap as letters speak of it: who reads may not learn an amount that would betray somebody.
type Short struct {
	Space  commons.SharedSpace
	Gap    int64
	Told   bool
	On     string
	Lang   string
	To     string
	OrgID  uint
	AtDesk bool
}

// SpaceShort says in time that a part of the goal is carried by nobody, and that nobody pays more for it.
func SpaceShort(s Short) Letter {
	lang := spoken(s.Lang)
	l := Letter{
		Kind: "space_short", Once: "space_short:" + s.Space.Ref + ":" + s.On + ":" + s.To, Lang: lang, OrganisationID: s.OrgID,
		Subject: locales.T(lang, "emails.space.short_subject", "Title", s.Space.Title), Action: locales.T(lang, "emails.space.see"), Path: paths.SharedSpace(lang, s.Space),
		Why: locales.T(lang, "emails.pledge.why", "Title", s.Space.Title),
	}
	l.Lines = []string{locales.T(lang, "emails.space.short_untold", "Title", s.Space.Title)}
	if s.Told || s.AtDesk {
		l.Lines = []string{locales.T(lang, "emails.space.short", "Title", s.Space.Title, "Amount", locales.Money(lang, s.Gap, "EUR"))}
	}
	if s.Space.State == commons.SpaceOpen {
		l.Lines = append(l.Lines, locales.T(lang, "emails.space.short_deadline", "Date", dayOf(lang, s.Space.Deadline)))
	} else {
		l.Lines = append(l.Lines, locales.T(lang, "emails.space.short_nobody"))
	}
	return l
}

// DonationWanted says how a promised gift may be paid; nobody owes it.
func DonationWanted(p Standing, d commons.Donation, host collective.Collective, again bool, ways GiftWays) Letter {
	lang := p.lang()
	l := p.letter("donation_asked", d.Ref+":"+strconv.FormatBool(again))
	l.Subject = locales.T(lang, "emails.donation.asked_subject", "Title", d.Space.Title, "Amount", locales.Money(lang, d.Cents, "EUR"))
	l.Lines = []string{locales.T(lang, "emails.donation.asked", "Title", d.Space.Title)}
	if again {
		l.Lines = []string{locales.T(lang, "emails.donation.again", "Title", d.Space.Title)}
	}
	l.After = []string{locales.T(lang, "emails.donation.free"), locales.T(lang, "pledges.how_to_stop_more")}
	return ways.of(l, d, host)
}

// DonationCame thanks for a gift.
func DonationCame(p Standing, d commons.Donation, eligible commons.Eligibility) Letter {
	lang := p.lang()
	l := p.letter("donation_received", d.Ref)
	l.Subject = locales.T(lang, "emails.donation.came_subject", "Amount", locales.Money(lang, d.Cents, "EUR"))
	l.Lines = []string{
		locales.T(lang, "emails.donation.came", "Amount", locales.Money(lang, d.Cents, "EUR"), "Date", dayOf(lang, d.ReceivedOn), "Title", d.Space.Title), locales.T(lang, "emails.donation.nature"),
	}
	if d.Receiptable(eligible) {
		l.Lines = append(l.Lines, locales.T(lang, "emails.donation.receipt"))
		l.Link, l.Path = post.Link{}, paths.Pledge(lang, p.Pledge)
	}
	return l
}

// SpaceQuarter is the letter of three lines that sponsors may share as it is.
func SpaceQuarter(p Standing, c commons.Carried, quarter, base string) Letter {
	lang := p.lang()
	l := p.letter("space_quarter", quarter)
	l.Subject = locales.T(lang, "emails.space.quarter_subject", "Title", p.Pledge.Space.Title)
	l.Lines = append([]string{locales.T(lang, "emails.space.quarter")}, ThreeLines(lang, p.Pledge.Space, c, base)...)
	return l
}

// ThreeLines are the news of a space, for its sponsors to share: what it is, how it is carried, where to see it.
func ThreeLines(lang string, s commons.SharedSpace, c commons.Carried, base string) []string {
	second := locales.T(lang, "pledges.share_untold")
	if c.Tellable() {
		second = locales.T(lang, "pledges.share_sum", "Pledged", locales.Money(lang, c.PledgedCents, "EUR"), "Goal", locales.Money(lang, s.GoalCents, "EUR"), "Received", locales.Money(lang, c.ReceivedCents, "EUR"))
	}
	return []string{
		locales.T(lang, "pledges.share_what", "Title", s.Title, "Sponsors", locales.N(lang, "pledges.sponsors", c.Named+c.Unnamed)), second,
		locales.T(lang, "pledges.share_where", "Address", base+paths.SharedSpace(lang, s)),
	}
}
