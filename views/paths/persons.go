package paths

// SignUp is where a person makes an account of their own.
func SignUp(lang string) string { return "/" + lang + "/sign-up" }

// SignUpTo is the same, to go on to next.
func SignUpTo(lang, next string) string { return SignUp(lang) + onTo(next) }

// SignUpSent says that the letter is on its way; who starts again still goes on to next.
func SignUpSent(lang, next string) string { return SignUp(lang) + "/sent" + onTo(next) }

// Mine is a person's own page: what they have under way, and what they can do.
func Mine(lang string) string { return "/" + lang + "/mine" }
