package handlers

// doors says who may enter where: every address of routes.go stands here once. "org" is any member of the organisation in the
// address, "org:x" a member with the role x (an owner always), "staff" anybody of the staff, "staff:x,y" those roles (an admin always).
var doors = map[string]string{
	"GET /":                                        "everyone",
	"GET /healthz":                                 "everyone",
	"GET /readyz":                                  "everyone",
	"GET /metrics":                                 "everyone",
	"GET /static/*":                                "everyone",
	"GET /:lang/set-up/:token":                     "everyone",
	"POST /:lang/set-up/:token":                    "everyone",
	"POST /:lang/theme":                            "everyone",
	"GET /:lang/styleguide":                        "everyone",
	"GET /:lang/desk/collective":                   "staff:operator",
	"POST /:lang/desk/collective":                  "staff:operator",
	"POST /:lang/desk/regimes":                     "staff:operator",
	"GET /:lang/desk/deployments":                  "staff:operator",
	"GET /:lang/desk/deployments/:ref":             "staff:operator",
	"POST /:lang/desk/deployments/:ref":            "staff:operator",
	"POST /:lang/desk/deployments/:ref/suspension": "staff:operator",
	"POST /:lang/desk/deployments/:ref/resumption": "staff:operator",
	"GET /:lang/desk/services/:slug/checklists":    "staff:operator",
	"POST /:lang/desk/services/:slug/checklists":   "staff:operator",
	"GET /:lang/o/:org/services":                   "org",
	"GET /:lang/o/:org/services/:ref":              "org",
}
