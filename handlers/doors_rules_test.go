package handlers

// ruleDoors are those of small rules of money.
var ruleDoors = map[string]string{
	"POST /:lang/desk/accounts/:org/vat-checks": "staff:operator",
}
