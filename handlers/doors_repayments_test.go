package handlers

// repaymentDoors are those of money that goes back.
var repaymentDoors = map[string]string{
	"GET /:lang/desk/repayments":                 "staff:operator,accountant",
	"GET /:lang/desk/repayments.csv":             "staff:operator,accountant",
	"GET /:lang/desk/repayments/:ref":            "staff:operator,accountant",
	"POST /:lang/desk/repayments/:ref/refunds":   "staff:operator",
	"POST /:lang/desk/repayments/:ref/transfers": "staff:operator",
	"POST /:lang/desk/repayments/:ref/returns":   "staff:operator",
	"POST /:lang/desk/repayments/:ref/keeping":   "staff:operator",
	"POST /:lang/o/:org/repayments/:ref/keeping": "org:treasurer",
}
