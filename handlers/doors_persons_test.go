package handlers

// personDoors are those of people without an organisation.
var personDoors = map[string]string{
	"GET /:lang/sign-up":      "everyone",
	"POST /:lang/sign-up":     "everyone",
	"GET /:lang/sign-up/sent": "everyone",
	"GET /:lang/mine":         "members",
}
