package handlers

// givingDoors are those of what one can do in a few minutes, and of what one gets for it.
var givingDoors = map[string]string{
	"GET /:lang/contributions/tasks":                            "everyone",
	"GET /:lang/contributions/tasks.csv":                        "everyone",
	"GET /:lang/contributions/tasks/new":                        "staff:steward,operator,accountant",
	"POST /:lang/contributions/tasks":                           "staff:steward,operator,accountant",
	"GET /:lang/contributions/tasks/:ref":                       "everyone",
	"POST /:lang/contributions/tasks/:ref":                      "staff:steward,operator,accountant",
	"GET /:lang/contributions/tasks/:ref/edit":                  "staff:steward,operator,accountant",
	"POST /:lang/contributions/tasks/:ref/taking":               "members",
	"POST /:lang/contributions/tasks/:ref/taking/end":           "members",
	"POST /:lang/contributions/tasks/:ref/closure":              "staff:steward,operator,accountant",
	"POST /:lang/contributions/tasks/:ref/closure/end":          "staff:steward,operator,accountant",
	"GET /:lang/contributions/years/:year":                      "members",
	"GET /:lang/contributions/certificates":                     "members",
	"POST /:lang/contributions/certificates":                    "members",
	"GET /:lang/contributions/certificates/:token/pdf":          "members",
	"GET /:lang/contributions/certificates/:token/text":         "members",
	"POST /:lang/contributions/certificates/:token/replacement": "members",
	"POST /:lang/contributions/certificates/:token/revocation":  "members",
	"GET /certificates/:token":                                  "everyone",
	"GET /:lang/certificates/:token":                            "everyone",
}
