package discretion

// Circles joins names that know of each other into parties: a person, the organisation whose lists they read, those who did something with them.
type Circles map[string]string

// Of is the name of the party that a name belongs to.
func (c Circles) Of(name string) string {
	for c[name] != "" && c[name] != name {
		name = c[name]
	}
	return name
}

// Join makes one party of two names.
func (c Circles) Join(a, b string) {
	if a, b = c.Of(a), c.Of(b); a != b {
		c[a] = b
	}
}
