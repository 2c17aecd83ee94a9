package handlers

// fileDoors are those of the files in which the collective describes itself, and of the pages where people say what goes into them.
var fileDoors = map[string]string{
	"GET /.well-known/chatonsinfos/:file":          "everyone",
	"HEAD /.well-known/chatonsinfos/:file":         "everyone",
	"GET /:lang/desk/chatonsinfos":                 "staff:operator",
	"GET /:lang/desk/chatonsinfos/facts":           "staff:operator",
	"POST /:lang/desk/chatonsinfos/facts":          "staff:operator",
	"GET /:lang/desk/chatonsinfos/services/:slug":  "staff:operator",
	"POST /:lang/desk/chatonsinfos/services/:slug": "staff:operator",
	"POST /:lang/desk/chatonsinfos/publication":    "staff:operator",
	"DELETE /:lang/desk/chatonsinfos/publication":  "staff:operator",
	"POST /:lang/desk/chatonsinfos/look":           "staff:operator",
}
