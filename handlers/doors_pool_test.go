package handlers

// poolDoors are those of network heads that pay for their members.
var poolDoors = map[string]string{
	"GET /:lang/o/:org/network/pool":                   "org:treasurer",
	"POST /:lang/o/:org/network/pool":                  "org:treasurer",
	"POST /:lang/o/:org/network/members/:ref/approval": "org:owner",
	"GET /:lang/o/:org/network/members/:ref/carriage":  "org:treasurer",
	"POST /:lang/o/:org/network/members/:ref/carriage": "org:treasurer",
	"POST /:lang/o/:org/head/carriage":                 "org:treasurer",
	"POST /:lang/o/:org/head/carriage/refusal":         "org:treasurer",
	"POST /:lang/o/:org/head/carriage/end":             "org:treasurer",
}
