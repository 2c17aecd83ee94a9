package views

import "github.com/a-h/templ"

// firstOf is the one set of attributes that may be given.
func firstOf(attrs []templ.Attributes) templ.Attributes {
	if len(attrs) == 0 {
		return templ.Attributes{}
	}
	return attrs[0]
}
