package billing

// References are all payment references of ours that the bank wrote on the line, each once.
func (l BankLine) References() []string { return referencesIn(l) }

// Names reports whether the bank's words name somebody (their telling words stand there).
func (l BankLine) Names(name string) bool { return alike(l.Words(), name) }
