package handlers

// settingDoors are those of what the collective chooses: days, prices that are announced.
var settingDoors = map[string]string{
	"GET /:lang/desk/settings":           "staff:operator,admin",
	"GET /:lang/desk/reminders":          "staff:operator",
	"POST /:lang/desk/reminders":         "staff:operator",
	"POST /:lang/desk/reminders/removal": "staff:operator",
}
