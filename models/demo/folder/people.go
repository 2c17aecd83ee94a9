package folder

// People are the accounts and organisations the folder brings (people.toml). Nobody has a password: one signs in by link.
type People struct {
	Users         []User         `toml:"users"`
	Organisations []Organisation `toml:"organisations"`
	Memberships   []Membership   `toml:"memberships"`
}

// User is a person with an account.
type User struct {
	Ref    string   `toml:"ref"`
	Name   string   `toml:"name"`
	Email  string   `toml:"email"`
	Locale string   `toml:"locale"`
	Staff  []string `toml:"staff"` // roles in the collective
	Shown  Words    `toml:"shown"` // demo: what this account shows, for the list of accounts; may be empty
}

// Organisation subscribes, sponsors or contributes.
type Organisation struct {
	Ref          string       `toml:"ref"`
	Name         string       `toml:"name"`
	LegalName    string       `toml:"legal_name"`
	Kind         string       `toml:"kind"`
	Locale       string       `toml:"locale"`
	Email        string       `toml:"email"` // where letters and invoices go
	FiscalStatus string       `toml:"fiscal_status"`
	Network      string       `toml:"network"` // ref of the network head that answers first for it
	Members      int          `toml:"members"` // as a network head: how many members it may have
	Discreet     bool         `toml:"discreet"`
	Address      Address      `toml:"address"`
	Registration Registration `toml:"registration"`
}

// Membership is a person's role in an organisation. Days are counted back from the day of loading.
type Membership struct {
	User         string `toml:"user"`
	Organisation string `toml:"organisation"`
	Role         string `toml:"role"`
	FromDaysAgo  int    `toml:"from_days_ago"`
	UntilDaysAgo *int   `toml:"until_days_ago"` // nil: still there
}

var (
	staffRoles     = []string{"agent", "editor", "steward", "accountant", "operator", "admin"}
	memberRoles    = []string{"owner", "treasurer", "technical", "member"}
	bodyKinds      = []string{"association", "informal", "network", "company", "public_body"}
	fiscalStatuses = []string{"not_subject", "exempt_taxable", "liable", "unknown"}
)

func (r *reader) people() People {
	var p People
	if !r.exists("people.toml") {
		return p
	}
	d, _ := r.toml("people.toml", &p)
	d.users(p.Users)
	d.organisations(p.Organisations)
	for i, m := range p.Memberships {
		path := at("memberships", i)
		d.refersTo(path+".user", "user", m.User, p.userRefs())
		d.refersTo(path+".organisation", "organisation", m.Organisation, p.organisationRefs())
		d.oneOf(path+".role", m.Role, memberRoles)
	}
	return p
}

func (d document) users(all []User) {
	refs, emails := map[string]bool{}, map[string]bool{}
	for i, u := range all {
		path := at("users", i)
		d.once(path+".ref", u.Ref, refs)
		d.once(path+".email", u.Email, emails)
		d.required(path+".name", u.Name)
		d.email(path+".email", u.Email)
		d.locale(path+".locale", u.Locale)
		for j, role := range u.Staff {
			d.oneOf(at(path+".staff", j), role, staffRoles)
		}
		d.optionalWords(map[string]Words{path + ".shown": u.Shown})
	}
}

func (d document) organisations(all []Organisation) {
	refs := map[string]bool{}
	for i, o := range all {
		path := at("organisations", i)
		d.once(path+".ref", o.Ref, refs)
		d.required(path+".name", o.Name)
		d.oneOf(path+".kind", o.Kind, bodyKinds)
		d.oneOf(path+".fiscal_status", o.FiscalStatus, fiscalStatuses)
		d.locale(path+".locale", o.Locale)
		d.registered(path+".registration", o.Registration)
		if o.Email != "" {
			d.email(path+".email", o.Email)
		}
	}
	for i, o := range all {
		if o.Members < 0 || o.Members > 10000 || o.Members > 0 && o.Network != "" {
			d.wrong(at("organisations", i)+".members", UnknownWord, "a network head has 0 to 10000 members and no head itself")
		}
		if o.Network != "" && !refs[o.Network] {
			d.wrong(at("organisations", i)+".network", Dangling, "there is no organisation %q", o.Network)
		}
	}
}

// once notes a value that is missing or that somebody else already has.
func (d document) once(path, value string, seen map[string]bool) {
	d.required(path, value)
	if value != "" && seen[value] {
		d.wrong(path, Duplicate, "%q is there twice", value)
	}
	seen[value] = true
}

// refersTo notes a reference that leads nowhere.
func (d document) refersTo(path, what, ref string, refs []string) {
	if !known(refs, ref) {
		d.wrong(path, Dangling, "there is no %s %q", what, ref)
	}
}

func (p People) userRefs() (refs []string) {
	for _, u := range p.Users {
		refs = append(refs, u.Ref)
	}
	return refs
}

func (p People) organisationRefs() (refs []string) {
	for _, o := range p.Organisations {
		refs = append(refs, o.Ref)
	}
	return refs
}
