package ledger

import (
	"fmt"
	"strconv"
	"strings"
)

// Side is the side on which an account grows.
type Side string

// The two sides.
const (
	Debit  Side = "D"
	Credit Side = "C"
)

// Rule says how accounts of one kind behave (reciprocity.md 10.3). Codes and labels are those of the French chart of
// accounts (PCG, ANC 2018-06), as the FEC must show them; the collective's accountant confirms them.
type Rule struct {
	Path        string // `asset:bank`, or `receivable:party/N` for one account per owner
	Normal      Side
	NoOverdraft bool
	UnitKind    string // money, time or count
	Code        string // empty: never in the FEC
	Label       string
	Opened      bool // gives a right: made by Open, never on the fly
}

// plan is the plan of accounts.
var plan = []Rule{
	{Path: "equity:opening", Normal: Credit, UnitKind: "money", Code: "890", Label: "Bilan d'ouverture"},
	{Path: "asset:bank", Normal: Debit, UnitKind: "money", Code: "512", Label: "Banques"},
	{Path: "asset:card", Normal: Debit, UnitKind: "money", Code: "511", Label: "Valeurs à l'encaissement"},
	{Path: "asset:vat_deductible", Normal: Debit, UnitKind: "money", Code: "44566", Label: "TVA sur autres biens et services"},
	{Path: "asset:suspense", Normal: Debit, UnitKind: "money", Code: "471", Label: "Comptes d'attente"},
	{Path: "receivable:party/N", Normal: Debit, UnitKind: "money", Code: "411", Label: "Clients"},
	{Path: "payable:party/N", Normal: Credit, NoOverdraft: true, UnitKind: "money", Code: "401", Label: "Fournisseurs"},
	{Path: "liability:advances:party/N", Normal: Credit, NoOverdraft: true, UnitKind: "money", Code: "4191", Label: "Clients - Avances et acomptes reçus"},
	{Path: "liability:vat_collected", Normal: Credit, UnitKind: "money", Code: "44571", Label: "TVA collectée"},
	{Path: "liability:credit:party/N", Normal: Credit, NoOverdraft: true, UnitKind: "money", Code: "4198", Label: "Rabais, remises et ristournes à accorder et autres avoirs à établir", Opened: true},
	{Path: "liability:upstream:unallocated", Normal: Credit, NoOverdraft: true, UnitKind: "money", Code: "467", Label: "Autres comptes débiteurs ou créditeurs"},
	{Path: "liability:upstream:project/N", Normal: Credit, NoOverdraft: true, UnitKind: "money", Code: "467", Label: "Autres comptes débiteurs ou créditeurs"},
	{Path: "liability:in_transit", Normal: Credit, NoOverdraft: true, UnitKind: "money", Code: "467", Label: "Autres comptes débiteurs ou créditeurs"},
	{Path: "income:subscriptions", Normal: Credit, UnitKind: "money", Code: "706", Label: "Prestations de services"},
	{Path: "income:gifts", Normal: Credit, UnitKind: "money", Code: "754", Label: "Ressources liées à la générosité du public"},
	{Path: "income:memberships", Normal: Credit, UnitKind: "money", Code: "756", Label: "Cotisations"},
	{Path: "expense:purchases", Normal: Debit, UnitKind: "money", Code: "611", Label: "Sous-traitance générale"},
	{Path: "expense:reciprocity", Normal: Debit, UnitKind: "money", Code: "709", Label: "Rabais, remises et ristournes accordés"},
	{Path: "expense:redistribution", Normal: Debit, UnitKind: "money", Code: "657", Label: "Aides financières"},
	{Path: "expense:bank_fees", Normal: Debit, UnitKind: "money", Code: "627", Label: "Services bancaires et assimilés"},
	{Path: "expense:bad_debts", Normal: Debit, UnitKind: "money", Code: "654", Label: "Pertes sur créances irrécouvrables"},
	{Path: "class8:860", Normal: Debit, UnitKind: "money", Code: "860", Label: "Secours en nature"},
	{Path: "class8:861", Normal: Debit, UnitKind: "money", Code: "861", Label: "Mises à disposition gratuite de biens"},
	{Path: "class8:862", Normal: Debit, UnitKind: "money", Code: "862", Label: "Prestations"},
	{Path: "class8:864", Normal: Debit, UnitKind: "money", Code: "864", Label: "Personnel bénévole"},
	{Path: "class8:870", Normal: Credit, UnitKind: "money", Code: "870", Label: "Dons en nature"},
	{Path: "class8:871", Normal: Credit, UnitKind: "money", Code: "871", Label: "Prestations en nature"},
	{Path: "class8:875", Normal: Credit, UnitKind: "money", Code: "875", Label: "Bénévolat"},
	{Path: "time:received:collective", Normal: Debit, UnitKind: "time"},
	{Path: "time:given:party/N", Normal: Credit, UnitKind: "time"},
	{Path: "time:given:person/N", Normal: Credit, UnitKind: "time"},
	{Path: "count:received:collective", Normal: Debit, UnitKind: "count"},
	{Path: "count:given:party/N", Normal: Credit, UnitKind: "count"},
	{Path: "count:given:person/N", Normal: Credit, UnitKind: "count"},
}

// Plan returns the plan of accounts, in its order.
func Plan() []Rule { return append([]Rule(nil), plan...) }

// RuleFor returns the rule of an account by its path.
func RuleFor(path string) (Rule, error) {
	pattern := path
	if owned, number, ok := strings.Cut(path, "/"); ok {
		if _, err := ownerNumber(number); err != nil {
			return Rule{}, fmt.Errorf("%w: %s", ErrNoAccount, path)
		}
		pattern = owned + "/N"
	}
	for _, r := range plan {
		if r.Path == pattern && (path == pattern) != strings.HasSuffix(pattern, "/N") {
			return r, nil
		}
	}
	return Rule{}, fmt.Errorf("%w: %s", ErrNoAccount, path)
}

// Party writes the path of a party's own account: Party("receivable", 7) is `receivable:party/7`.
func Party(prefix string, id uint) string { return owned(prefix, "party", id) }

// Person writes the path of a volunteer's own account: Person("time:given", 4) is `time:given:person/4`. The plan has none in money.
func Person(prefix string, id uint) string { return owned(prefix, "person", id) }

// Project writes the path of an upstream project's own account: Project("liability:upstream", 3) is `liability:upstream:project/3`.
func Project(prefix string, id uint) string { return owned(prefix, "project", id) }

func owned(prefix, owner string, id uint) string {
	return prefix + ":" + owner + "/" + strconv.FormatUint(uint64(id), 10)
}

// ownerOf reads the owner at the end of a path.
func ownerOf(path string) (sort string, id uint) {
	head, number, ok := strings.Cut(path, "/")
	if !ok {
		return "", 0
	}
	id, _ = ownerNumber(number)
	return head[strings.LastIndex(head, ":")+1:], id
}

func ownerNumber(text string) (uint, error) {
	n, err := strconv.ParseUint(text, 10, 62)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != text {
		return 0, ErrNoAccount
	}
	return uint(n), nil
}
