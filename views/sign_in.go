package views

// ticked is the value of a box that was ticked, whatever the browser sent.
func ticked(value string) string {
	if value != "" {
		return "true"
	}
	return ""
}
