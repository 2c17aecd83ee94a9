package handlers

// euroDoors are those of where each euro goes.
var euroDoors = map[string]string{
	"GET /:lang/desk/spending":                 "staff:operator,accountant",
	"GET /:lang/desk/spending.csv":             "staff:operator,accountant",
	"GET /:lang/desk/spending/rules":           "staff:operator,accountant",
	"POST /:lang/desk/spending/rules/:ref/end": "staff:operator,accountant",
	"GET /:lang/desk/spending/:ref":            "staff:operator,accountant",
	"POST /:lang/desk/spending/:ref":           "staff:operator,accountant",
	"GET /:lang/transparency/spending":         "everyone",
	"GET /:lang/transparency/spending.csv":     "everyone",
	"GET /:lang/transparency/spending.json":    "everyone",
	"GET /:lang/transparency/projects/:slug":   "everyone",
	"GET /:lang/transparency.json":             "everyone",
	"GET /:lang/transparency.atom":             "everyone",
	"GET /:lang/transparency.journal":          "everyone",
}
