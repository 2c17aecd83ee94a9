package views

import (
	"testing"

	"chatiere/models/collective"
	"chatiere/models/people"
)

func TestTheFileOfAnAssociationSaysItsLegalFormAndThatOfACompanyDoesNot(t *testing.T) {
	for sort, want := range map[people.Sort]string{people.Association: "Association", people.Company: ""} {
		if got := LegalForm(inFrench(collective.Collective{}), people.Organisation{Sort: sort}); got != want {
			t.Errorf("%s: %q", sort, got)
		}
	}
}
