package paths

import "chatiere/models/commons"

// Payouts is what the projects are owed, and how they are paid.
func Payouts(lang string) string { return Desk(lang) + "/payouts" }

// PayoutReading is where what the bank said is read.
func PayoutReading(lang string) string { return Payouts(lang) + "/bank" }

// PaymentBatches is where a batch is put together.
func PaymentBatches(lang string) string { return Payouts(lang) + "/batches" }

// PaymentBatch is one batch.
func PaymentBatch(lang, ref string) string { return PaymentBatches(lang) + "/" + ref }

// BatchStep is where something is done to a batch: submission, removals, day, approvals, rejection, export; or its files: order.xml, table.csv.
func BatchStep(lang string, b commons.Batch, step string) string {
	return PaymentBatch(lang, b.Ref) + "/" + step
}

// PayoutTable is a list of the payouts as a file: projects, channels, batches, payments, each as .csv and what it is checked by as .json.
func PayoutTable(lang, file string) string { return Payouts(lang) + "/files/" + file }

// UpstreamPayment is one payment to a project.
func UpstreamPayment(lang string, p commons.UpstreamPayment) string {
	return Payouts(lang) + "/payments/" + p.Ref
}

// PaymentStep is where something is done to a payment: confirmation, return, receipts, wish; or its file: files/receipt.
func PaymentStep(lang string, p commons.UpstreamPayment, step string) string {
	return UpstreamPayment(lang, p) + "/" + step
}

// PayoutChannel is where a project is paid.
func PayoutChannel(lang, slug string) string { return Payouts(lang) + "/projects/" + slug }

// ChannelStep is where something is done to a channel: verification, revocation, flags.
func ChannelStep(lang, slug, step string) string { return PayoutChannel(lang, slug) + "/" + step }

// MaintainerPage is what a maintainer sees of money that comes to them, by the link of their letter.
func MaintainerPage(lang, token string) string { return "/" + lang + "/received/" + token }
