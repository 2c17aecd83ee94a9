package handlers

// roundDoors are those of redistribution rounds.
var roundDoors = map[string]string{
	"GET /:lang/rounds":                         "everyone",
	"GET /:lang/rounds.atom":                    "everyone",
	"GET /:lang/rounds/:ref":                    "everyone",
	"GET /:lang/rounds/:ref/result.csv":         "everyone",
	"GET /:lang/rounds/:ref/result.json":        "everyone",
	"GET /:lang/o/:org/rounds/:ref":             "org:treasurer",
	"POST /:lang/o/:org/rounds/:ref":            "org:treasurer",
	"GET /:lang/desk/rounds":                    "staff:steward,operator,accountant",
	"GET /:lang/desk/rounds/new":                "staff:steward,operator,accountant",
	"POST /:lang/desk/rounds":                   "staff:steward,operator,accountant",
	"GET /:lang/desk/rounds/:ref":               "staff:steward,operator,accountant",
	"GET /:lang/desk/rounds/:ref/edit":          "staff:steward,operator,accountant",
	"POST /:lang/desk/rounds/:ref":              "staff:steward,operator,accountant",
	"POST /:lang/desk/rounds/:ref/opening":      "staff:steward,operator,accountant",
	"POST /:lang/desk/rounds/:ref/closure":      "staff:steward,operator,accountant",
	"POST /:lang/desk/rounds/:ref/approvals":    "staff:steward,operator,accountant",
	"POST /:lang/desk/rounds/:ref/export":       "staff:operator,accountant",
	"POST /:lang/desk/rounds/:ref/settlement":   "staff:operator,accountant",
	"POST /:lang/desk/rounds/:ref/cancellation": "staff:steward,operator,accountant",
}
