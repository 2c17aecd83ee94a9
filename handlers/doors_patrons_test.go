package handlers

// patronDoors are those of receipts for what companies give in kind.
var patronDoors = map[string]string{
	"GET /:lang/contributions/:ref/receipt":  "members",
	"POST /:lang/contributions/:ref/receipt": "members",
}
