package paths

import (
	"strconv"

	"chatiere/models/people"
)

// Year is an organisation's year on one page, for its annual meeting.
func Year(lang string, o people.Organisation, year int) string {
	return Organisation(lang, o) + "/years/" + strconv.Itoa(year)
}

// YearPDF is the same on one sheet of paper.
func YearPDF(lang string, o people.Organisation, year int) string {
	return Year(lang, o, year) + "/pdf"
}
