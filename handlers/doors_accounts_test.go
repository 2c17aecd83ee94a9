package handlers

// accountDoors are those of organisations' files.
var accountDoors = map[string]string{
	"GET /:lang/desk/accounts":                     "staff:operator,accountant",
	"GET /:lang/desk/accounts.csv":                 "staff:operator,accountant",
	"GET /:lang/desk/accounts/:org":                "staff:operator,accountant,agent",
	"POST /:lang/desk/accounts/:org/tags":          "staff:operator",
	"POST /:lang/desk/accounts/:org/closure":       "staff:operator",
	"DELETE /:lang/desk/accounts/:org/closure":     "staff:operator",
	"POST /:lang/desk/accounts/:org/tags/removals": "staff:operator",
}
