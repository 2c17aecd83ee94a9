package handlers

// giftDoors are those of gifts that are paid online, and of lines of the bank that are gifts.
var giftDoors = map[string]string{
	"POST /:lang/pledges/:ref/payments":        "members",
	"POST /:lang/pledges/:ref/method/end":      "members",
	"POST /:lang/pledge-links/:token/payments": "everyone",
	"GET /:lang/gift-payments/:ref":            "everyone",
	"POST /:lang/gift-payments/:ref/page":      "everyone",
	"POST /:lang/desk/donations/:ref/refund":   "staff:operator",
	"POST /:lang/desk/bank/lines/:ref/gift":    "staff:operator",
}
