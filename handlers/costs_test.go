package handlers

// costs says what each page costs: who looks, the most statements, the thing its address names.
var costs = map[string]cost{
	"GET /:lang/styleguide":              {"owner", aPage, ""},
	"GET /:lang/desk/collective":         {"admin", aPage, ""},
	"GET /:lang/desk/people":             {"admin", aList, ""},
	"GET /:lang/desk/people/:ref":        {"admin", aPage, "person"},
	"GET /:lang/desk/letters":            {"admin", aList, ""},
	"GET /:lang/sign-in":                 {"visitor", aPage, ""},
	"GET /:lang/sign-in/links":           {"visitor", aPage, ""},
	"GET /:lang/sign-in/password":        {"visitor", aPage, ""},
	"GET /:lang/account":                 {"owner", aPage, ""},
	"GET /:lang/account/email":           {"owner", aPage, ""},
	"GET /:lang/account/password":        {"owner", aPage, ""},
	"GET /:lang/account/sessions":        {"owner", aList, ""},
	"GET /:lang/account/letters":         {"owner", aList, ""},
	"GET /:lang/account/letters/:ref":    {"owner", aPage, "letter"},
	"GET /:lang/account/farewell":        {"owner", aPage, ""},
	"GET /:lang/o/:org/members":          {"owner", aPage, ""},
	"GET /:lang/o/:org/members/:ref":     {"owner", aPage, "membership"},
	"GET /:lang/o/:org/members/:ref/end": {"owner", aPage, "membership"},
	"GET /:lang/o/:org/invitations":      {"owner", aPage, ""},
	"GET /:lang/o/:org/join-links":       {"owner", aPage, ""},
	"GET /:lang/o/:org/join-links/:ref":  {"owner", aPage, "join link"},
	"GET /:lang/o/:org/handover":         {"owner", aPage, ""},
	"GET /:lang/o/:org/details":          {"owner", aPage, ""},
}

// uncounted says why an address is not counted.
var uncounted = map[string]string{
	"GET /":                           "redirect",
	"GET /static/*":                   "bytes in memory",
	"GET /healthz":                    "for machines",
	"GET /readyz":                     "for machines",
	"GET /metrics":                    "for machines",
	"GET /:lang/set-up/:token":        "once in a portal's life",
	"GET /:lang/sign-in/links/:token": "once for each letter",
	"GET /:lang/invitations/:token":   "once for each letter",
	"GET /:lang/email-changes/:token": "once for each letter",
	"GET /:lang/desk/people.csv":      "download",
	"GET /:lang/account/export":       "download",
	"GET /:lang/outbox":               "in development only",
	"GET /:lang/outbox/:ref":          "in development only",
	"GET /:lang/outbox/:ref/html":     "in development only",
}
