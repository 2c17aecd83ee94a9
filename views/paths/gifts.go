package paths

import "chatiere/models/billing"

// GiftCodes are the codes that lower prices, and where a new one is sent.
func GiftCodes(lang string) string { return Desk(lang) + "/gift-codes" }

// NewGiftCode is the form of one.
func NewGiftCode(lang string) string { return GiftCodes(lang) + "/new" }

// GiftCode is one of them, with who has it.
func GiftCode(lang string, c billing.GiftCode) string { return GiftCodes(lang) + "/" + c.Ref }

// GiftCodeFile is who has it, as a table to save.
func GiftCodeFile(lang string, c billing.GiftCode) string { return GiftCode(lang, c) + "/uses.csv" }

// GiftCodeEnd is where one is stopped.
func GiftCodeEnd(lang string, c billing.GiftCode) string { return GiftCode(lang, c) + "/end" }
