package paths

// SetUp is the checklist of a new portal.
func SetUp(lang string) string { return "/" + lang + "/desk/set-up" }

// Opening is where the portal is made public, or closed again.
func Opening(lang string) string { return "/" + lang + "/desk/opening" }

// TestLetter is where a test letter is asked for.
func TestLetter(lang string) string { return "/" + lang + "/desk/test-letter" }

// StandardTerms is where legal texts are made from templates.
func StandardTerms(lang string) string { return "/" + lang + "/desk/standard-terms" }

// Journal is the trail of all acts.
func Journal(lang string) string { return "/" + lang + "/desk/journal" }

// Promises are what the portal still has to do, and what went wrong.
func Promises(lang string) string { return "/" + lang + "/desk/promises" }

// PromiseAgain lets a failed promise be kept at once.
func PromiseAgain(lang, id string) string { return Promises(lang) + "/" + id + "/again" }

// CustomerBatch is the last folder with which existing customers moved in.
func CustomerBatch(lang string) string { return "/" + lang + "/desk/customers" }
