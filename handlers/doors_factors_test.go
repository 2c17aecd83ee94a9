package handlers

// factorDoors are those of the second means of signing in.
var factorDoors = map[string]string{
	"GET /:lang/sign-in/code":                        "everyone",
	"POST /:lang/sign-in/code":                       "everyone",
	"GET /:lang/sign-in/rescue":                      "everyone",
	"POST /:lang/sign-in/rescue":                     "everyone",
	"GET /:lang/rescues/:token":                      "everyone",
	"POST /:lang/rescues/:token":                     "everyone",
	"GET /:lang/account/proof":                       "members",
	"POST /:lang/account/proof":                      "members",
	"GET /:lang/account/factors":                     "members",
	"GET /:lang/account/factors/app":                 "members",
	"POST /:lang/account/factors/app":                "members",
	"POST /:lang/account/factors/app/removal":        "members",
	"POST /:lang/account/factors/codes":              "members",
	"POST /:lang/account/factors/codes/file":         "members",
	"GET /:lang/desk/factors":                        "staff:operator",
	"POST /:lang/desk/factors":                       "staff:admin",
	"POST /:lang/desk/factors/rescues/:ref/approval": "staff:operator",
	"POST /:lang/desk/factors/rescues/:ref/refusal":  "staff:operator",
}
