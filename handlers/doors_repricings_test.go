package handlers

// settingDoors are those of what the collective chooses: days, prices that are announced.
var settingDoors = map[string]string{
	"GET /:lang/desk/settings":           "staff:operator,admin",
	"GET /:lang/desk/reminders":          "staff:operator",
	"POST /:lang/desk/reminders":         "staff:operator",
	"POST /:lang/desk/reminders/removal": "staff:operator",

	"GET /:lang/desk/repricings":                              "staff:operator,accountant",
	"GET /:lang/desk/repricings/:ref":                         "staff:operator,accountant",
	"GET /:lang/desk/repricings/:ref/parts.csv":               "staff:operator,accountant",
	"POST /:lang/desk/repricings/:ref/stop":                   "staff:operator",
	"GET /:lang/desk/offers/:slug/repricings/new":             "staff:operator",
	"POST /:lang/desk/offers/:slug/repricings":                "staff:operator",
	"GET /:lang/desk/offers/:slug/repricings.csv":             "staff:operator",
	"POST /:lang/desk/offers/:slug/promises":                  "staff:operator",
	"GET /:lang/o/:org/subscriptions/:ref/repricing":          "org:treasurer",
	"POST /:lang/o/:org/subscriptions/:ref/repricing/refusal": "org:owner",
}
