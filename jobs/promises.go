package jobs

import (
	"time"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/overview"
	"chatiere/models/store"

	"github.com/riverqueue/river"
)

// promises is the table of contents of the worker: every kind of promise and who keeps it.
func (w Worker) promises() book {
	b := book{}
	b.write(keep(w.draftsSwept))
	b.write(keep(w.letterWritten))
	b.write(keep(w.stranded))
	b.write(keep(w.identitySwept))
	b.write(keep(w.signInLinkAsked))
	b.write(keep(w.passwordChanged))
	b.write(keep(w.emailChangeAsked))
	b.write(keep(w.emailChanged))
	b.write(keep(w.invitationMade))
	b.write(keep(w.arrivalWaiting))
	b.write(keep(w.arrivalDecided))
	b.write(keep(w.handoverDone))
	b.write(keep(w.organisationCompleted))
	b.write(keep(w.ticketOpened))
	b.write(keep(w.ticketAnswered))
	b.write(keep(w.ticketFollowed))
	b.write(keep(w.ticketSolved))
	b.write(keep(w.ticketAssigned))
	b.write(keep(w.noteWritten))
	b.write(keep(w.quietClosed))
	b.write(keep(w.addressConfirmed))
	b.write(keep(w.subscriptionRequested))
	b.write(keep(w.subscriptionAccepted))
	b.write(keep(w.accessChanged))
	b.write(keep(w.invoiceIssued))
	b.write(keep(w.invoicesIssued))
	b.write(keep(w.paymentReceived))
	b.write(keep(w.paymentAllocated))
	b.write(keep(w.proFormaForwarded))
	b.write(keep(w.invoicesDue))
	b.write(keep(w.noticeFiled))
	b.write(keep(w.noticeSettled))
	b.write(keep(w.endsDue))
	b.write(keep(w.calendarDue))
	b.write(keep(w.renewalAnnounced))
	b.write(keep(w.organisationChased))
	b.write(keep(w.subscriptionEnded))
	b.write(keep(w.letteringDue))
	b.write(keep(w.numbersDue))
	b.write(keep(w.numbersWrong))
	b.write(keep(w.booksDue))
	b.write(keep(w.booksWrong))
	b.write(keep(w.deploymentTurned))
	b.write(keep(w.testLetterAsked))
	w.changes(b)
	w.arrives(b)
	w.collects(b)
	b.write(keep(w.sumsDue))
	w.shares(b)
	w.links(b)
	w.pools(b)
	w.contributes(b)
	w.pays(b)
	w.reprices(b)
	w.secures(b)
	w.describes(b)
	return b
}

// changes are the promises about changes of subscriptions, and of organisations that end.
func (w Worker) changes(b book) {
	b.write(keep(w.organisationClosed))
	b.write(keep(w.subscriptionChanged))
	b.write(keep(w.changeSent))
	b.write(keep(w.changeDeclined))
	b.write(keep(w.upgradePaid))
	b.write(keep(w.planChanged))
}

// contributes are the promises about what people give.
func (w Worker) contributes(b book) {
	b.write(keep(w.contributionAsked))
	b.write(keep(w.contributionDoubted))
	b.write(keep(w.contributionAttested))
	b.write(keep(w.contributionDecided))
	b.write(keep(w.contributionReminded))
	b.write(keep(w.contributionsQuiet))
	b.write(keep(w.contributionContested))
	b.write(keep(w.agreementProposed))
	b.write(keep(w.agreementTurned))
	b.write(keep(w.counterTurned))
	b.write(keep(w.sightings))
	w.evidences(b)
}

// arrives are the promises about contracts that are asked for or come from elsewhere, and about dates that are proposed.
func (w Worker) arrives(b book) {
	b.write(keep(w.requestSent))
	b.write(keep(w.requestConfirmed))
	b.write(keep(w.requestResponded))
	b.write(keep(w.quoteForwarded))
	b.write(keep(w.dateProposed))
	b.write(keep(w.dateDecided))
	b.write(keep(w.customerBatchConfirmed))
	w.votes(b)
}

// collects are the promises about money collected online.
func (w Worker) collects(b book) {
	w.repays(b)
	w.givesOnline(b)
	b.write(keep(w.stripeEventArrived))
	b.write(keep(w.stripeHeard))
	b.write(keep(w.stripeCompared))
	b.write(keep(w.collectionReplaced))
	b.write(keep(w.collectionFailed))
	b.write(keep(w.chargePromised))
	b.write(keep(w.refundPromised))
	b.write(keep(w.paymentContested))
	b.write(keep(w.methodForgotten))
	b.write(keep(w.mandateEnded))
}

// turn is recurring work and how often it comes back.
type turn struct {
	every time.Duration
	what  store.Promise
}

// turns are the work that comes back by the clock. Each asks "what is due?", so a missed turn is made up by the next.
func turns() []turn {
	return []turn{
		{time.Hour, draftsSweptDue{}},
		{time.Hour, strandedDue{}},
		{time.Hour, identitySweptDue{}},
		{6 * time.Hour, quietClosedDue{}},
		{time.Hour, billing.InvoicesDue{}},
		{time.Hour, billing.EndsDue{}},
		{time.Hour, billing.CalendarDue{}},
		{24 * time.Hour, billing.LetteringDue{}},
		{24 * time.Hour, billing.NumbersDue{}},
		{24 * time.Hour, billing.BooksDue{}},
		{time.Hour, billing.StripeHeard{}},
		{24 * time.Hour, billing.StripeCompared{}},
		{24 * time.Hour, commons.ContributionsQuiet{}},
		{24 * time.Hour, overview.SumsDue{}},
		{6 * time.Hour, commons.SpacesDue{}},
		{6 * time.Hour, commons.PayoutChannelsDue{}},
		{time.Hour, commons.RoundsDue{}},
		{24 * time.Hour, sightingsDue{}},
		{24 * time.Hour, commons.EvidencesDue{}},
		{time.Hour, identity.RescuesDue{}},
		{10 * time.Minute, overview.FilesDue{}},
	}
}

// kindsOf names them.
func kindsOf(all []turn) (kinds []string) {
	for _, t := range all {
		kinds = append(kinds, t.what.Kind())
	}
	return kinds
}

// recurring is that work as the queue takes it.
func (w Worker) recurring() []*river.PeriodicJob {
	var all []*river.PeriodicJob
	for _, t := range turns() {
		all = append(all, every(t.every, t.what))
	}
	return all
}
