package handlers

// kindDoors are those of kinds of contributions that the collective adds.
var kindDoors = map[string]string{
	"GET /:lang/desk/kinds":                      "staff:admin",
	"POST /:lang/desk/kinds":                     "staff:admin",
	"POST /:lang/desk/kinds/second-person":       "staff:admin",
	"POST /:lang/desk/kinds/:key/retirement":     "staff:admin",
	"POST /:lang/desk/kinds/:key/retirement/end": "staff:admin",
}
