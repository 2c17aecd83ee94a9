package folder

// Duty is one line of the charter the collective promises to keep (charter.toml), and how far it keeps it.
type Duty struct {
	Number    int    `toml:"number"`
	Group     string `toml:"group"`
	Status    string `toml:"status"`
	Words     Words  `toml:"words"`
	Note      Words  `toml:"note"`
	Proof     string `toml:"proof"` // link ("page:money") or address where it can be seen; may be empty
	CheckedOn Day    `toml:"checked_on"`
}

var (
	dutyGroups = []string{"host", "alternative", "transparent", "open", "neutral", "solidary"}
	dutyStates = []string{"met", "partly", "not", "not_applicable"}
)

func (r *reader) charter() []Duty {
	if !r.exists("charter.toml") {
		return nil
	}
	var file struct {
		Duties []Duty `toml:"duties"`
	}
	d, _ := r.toml("charter.toml", &file)
	seen := map[int]bool{}
	for i, duty := range file.Duties {
		path := at("duties", i)
		if duty.Number < 1 || seen[duty.Number] {
			d.wrong(path+".number", Duplicate, "duty %d is there twice, or below 1", duty.Number)
		}
		seen[duty.Number] = true
		d.oneOf(path+".group", duty.Group, dutyGroups)
		d.oneOf(path+".status", duty.Status, dutyStates)
		d.words(path+".words", duty.Words)
		d.optionalWords(map[string]Words{path + ".note": duty.Note})
		d.checkedDay(path+".checked_on", duty.CheckedOn)
		d.proof(path+".proof", duty.Proof)
	}
	return file.Duties
}
