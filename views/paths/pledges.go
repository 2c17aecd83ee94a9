package paths

import "chatiere/models/commons"

// SharedSpaces is where everybody sees what is carried together.
func SharedSpaces(lang string) string { return "/" + lang + "/shared-spaces" }

// SharedSpace is one of them.
func SharedSpace(lang string, s commons.SharedSpace) string { return SharedSpaces(lang) + "/" + s.Ref }

// Poster is its poster, to be hung up.
func Poster(lang string, s commons.SharedSpace) string { return SharedSpace(lang, s) + "/poster/pdf" }

// NewPledge is where somebody promises money, or minutes, to a space.
func NewPledge(lang string, s commons.SharedSpace, u commons.Unit) string {
	return PledgesTo(lang, s) + "/new?unit=" + string(u)
}

// PledgesTo is where a promise is sent.
func PledgesTo(lang string, s commons.SharedSpace) string { return SharedSpace(lang, s) + "/pledges" }

// Pledges are a person's own promises.
func Pledges(lang string) string { return "/" + lang + "/pledges" }

// Pledge is one of them.
func Pledge(lang string, p commons.Pledge) string { return Pledges(lang) + "/" + p.Ref }

// PledgeEnd is where it is stopped.
func PledgeEnd(lang string, p commons.Pledge) string { return Pledge(lang, p) + "/end" }

// PledgeVisibility is where its author says what everybody may read of it.
func PledgeVisibility(lang string, p commons.Pledge) string { return Pledge(lang, p) + "/visibility" }

// PledgeProgress is where contributions are counted for it.
func PledgeProgress(lang string, p commons.Pledge) string { return Pledge(lang, p) + "/progress" }

// PledgeOffer is where its author answers whether the rest goes to another space.
func PledgeOffer(lang string, p commons.Pledge) string { return Pledge(lang, p) + "/offer" }

// NewGiftReceipt is where a donor asks for the receipt of a gift.
func NewGiftReceipt(lang string, d commons.Donation) string {
	return "/" + lang + "/donations/" + d.Ref + "/receipt"
}

// NewInKindReceipt is where a company asks for the receipt of what it gave in kind.
func NewInKindReceipt(lang string, c commons.Contribution) string {
	return Contribution(lang, c) + "/receipt"
}

// GiftReceiptPDF is a receipt on paper.
func GiftReceiptPDF(lang string, r commons.GiftReceipt) string {
	return "/" + lang + "/gift-receipts/" + r.Ref + "/pdf"
}

// PledgeLink is a promise for whoever holds the link of a letter: to see and to stop it without signing in.
func PledgeLink(lang, token string) string { return "/" + lang + "/pledge-links/" + token }

// PledgeLinkEnd is where it is stopped so.
func PledgeLinkEnd(lang, token string) string { return PledgeLink(lang, token) + "/end" }

// DeskSpaces are the shared spaces for their operators.
func DeskSpaces(lang string) string { return "/" + lang + "/desk/shared-spaces" }

// NewSpace is where one is made.
func NewSpace(lang string) string { return DeskSpaces(lang) + "/new" }

// DeskSpace is one for its operators.
func DeskSpace(lang string, s commons.SharedSpace) string { return DeskSpaces(lang) + "/" + s.Ref }

// SharedSpaceOpening is where it is opened for everybody.
func SharedSpaceOpening(lang string, s commons.SharedSpace) string {
	return DeskSpace(lang, s) + "/opening"
}

// SpaceStart is where it begins.
func SpaceStart(lang string, s commons.SharedSpace) string { return DeskSpace(lang, s) + "/start" }

// SpaceClosure is where it is closed.
func SpaceClosure(lang string, s commons.SharedSpace) string { return DeskSpace(lang, s) + "/closure" }

// SpaceGap is where the collective states that it carries the gap.
func SpaceGap(lang string, s commons.SharedSpace) string { return DeskSpace(lang, s) + "/gap" }

// Donations are the gifts, for those who keep the collective's money.
func Donations(lang string) string { return "/" + lang + "/desk/donations" }

// DonationsFile is the same as a table.
func DonationsFile(lang string) string { return Donations(lang) + ".csv" }

// Donation is one of them.
func Donation(lang string, d commons.Donation) string { return Donations(lang) + "/" + d.Ref }

// DonationArrival is where one is noted that came.
func DonationArrival(lang string, d commons.Donation) string { return Donation(lang, d) + "/arrival" }

// DonationReturn is where one is taken back.
func DonationReturn(lang string, d commons.Donation) string { return Donation(lang, d) + "/return" }

// GiftReceipts are the receipts for gifts, and the declaration that allows them.
func GiftReceipts(lang string) string { return "/" + lang + "/desk/gift-receipts" }

// GiftReceiptsFile is the same as a table.
func GiftReceiptsFile(lang string) string { return GiftReceipts(lang) + ".csv" }

// Eligibilities is where the collective declares itself eligible.
func Eligibilities(lang string) string { return GiftReceipts(lang) + "/declarations" }

// EligibilityEnd is where the declaration ends.
func EligibilityEnd(lang string) string { return Eligibilities(lang) + "/end" }

// GiftReceiptVoid is where a receipt is made void.
func GiftReceiptVoid(lang string, r commons.GiftReceipt) string {
	return GiftReceipts(lang) + "/" + r.Ref + "/voiding"
}
