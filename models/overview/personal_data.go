// Package overview holds the few things that gather many areas: an organisation's first page, the operator's desk,
// what is left to set up, and what the portal holds about a person.
package overview

// Keeping says what a table holds about people and what becomes of it (decisions.md 32).
type Keeping struct {
	Table   string
	Owner   string   // SQL condition that finds a person's rows; ? is the person's id. Empty: nothing about one person
	Columns []string // what the person gets in their export
	Erased  Fate
	Why     string // for what is kept: why, and for how long
}

// Fate is what becomes of a person's rows when they leave.
type Fate string

// The fates: removed, emptied of names and addresses while the row stays, kept because a law or another person needs it, or nothing personal.
const (
	Removed     Fate = "removed"
	Emptied     Fate = "emptied"
	Kept        Fate = "kept"
	NotPersonal Fate = "not_personal"
)

const (
	accounts = "accounting documents are kept ten years (code de commerce L123-22)"
	trail    = "acts stay so that organisations and the collective can show who decided; the name is emptied"
)

// PersonalData maps every table of the house. A table that is missing here fails a test.
var PersonalData = []Keeping{
	{"users", "id = ?", []string{"ref", "email", "name", "locale", "zone", "roles", "confirmed_at", "created_at"}, Emptied, "the row stays for what hangs on it, without name or address"},
	{"memberships", "user_id = ?", []string{"organisation_id", "role", "from_at", "until_at"}, Kept, "the organisation's history of who held which office, without a name"},
	{"arrivals", "user_id = ?", []string{"organisation_id", "state", "created_at"}, Removed, ""},
	{"invitations", "created_by_id = ?", []string{"organisation_id", "role", "email", "created_at"}, Emptied, "the address invited is emptied"},
	{"affiliations", "email = (select email from users where id = ?)", []string{"email", "state", "created_at"}, Emptied, "that a network asked stays, the address does not"},
	{"handovers", "leaver_id = ?", []string{"organisation_id", "done_at", "created_at"}, Kept, "the organisation's history of who held which office, without a name"},
	{"email_changes", "user_id = ?", []string{"old_email", "new_email", "created_at"}, Removed, ""},
	{"sign_in_links", "email = (select email from users where id = ?)", []string{"email", "expires_at", "used_at"}, Removed, ""},
	{"passwords", "user_id = ?", []string{"changed_at"}, Removed, ""},
	{"sessions", "user_id = ?", []string{"agent", "seen_at", "created_at", "ended_at"}, Removed, ""},
	{"attempts", "", nil, NotPersonal, "keys are sealed; rows end within a day"},
	{"letters", "user_id = ?", []string{"kind", "subject", "text", "address", "state", "sent_at", "created_at"}, Emptied, "that a letter went out stays, what it said does not"},
	{"files", "created_by_id = ?", []string{"ref", "name", "media_type", "size", "created_at"}, Kept, "what was sent to a conversation or as evidence belongs to it; it goes with it"},
	{"file_blobs", "", nil, NotPersonal, "the bytes behind files"},
	{"journal_entries", "actor_id = ?", []string{"at", "verb", "subject_type", "subject_ref", "reason"}, Emptied, trail},
	{"organisations", "", nil, NotPersonal, "about the organisation; its treasurer's address is changed by its members"},
	{"collectives", "", nil, NotPersonal, "about the host itself"},
	{"public_versions", "", nil, NotPersonal, "one number"},
	{"tax_regimes", "", nil, NotPersonal, ""},
	{"charter_promises", "", nil, NotPersonal, ""},
	{"upstreams", "", nil, NotPersonal, ""},
	{"services", "", nil, NotPersonal, ""},
	{"replaced_tools", "", nil, NotPersonal, ""},
	{"service_replacements", "", nil, NotPersonal, ""},
	{"service_languages", "", nil, NotPersonal, ""},
	{"incidents", "", nil, NotPersonal, ""},
	{"incident_news", "", nil, NotPersonal, ""},
	{"offers", "", nil, NotPersonal, ""},
	{"offer_services", "", nil, NotPersonal, ""},
	{"prices", "", nil, NotPersonal, ""},
	{"documents", "", nil, NotPersonal, ""},
	{"segments", "", nil, NotPersonal, ""},
	{"wordings", "", nil, NotPersonal, ""},
	{"builds", "", nil, NotPersonal, ""},
	{"pages", "", nil, NotPersonal, ""},
	{"parts", "", nil, NotPersonal, ""},
	{"former_slugs", "", nil, NotPersonal, ""},
	{"revisions", "author_id = ?", []string{"created_at"}, Kept, "texts published under the collective's name; only a number points to the author"},
	{"translation_units", "author_id = ?", []string{"lang", "target", "state", "created_at"}, Kept, "texts published under the collective's name; only a number points to the author"},
	{"tickets", "requester_id = ?", []string{"ref", "subject", "state", "created_at", "solved_at"}, Emptied, "that somebody asked and was answered stays, without the words"},
	{"ticket_messages", "author_id = ?", []string{"body", "lang", "created_at"}, Emptied, "the words of a person who leaves are emptied; answers they gave as staff stay with those who asked"},
	{"ticket_notes", "author_id = ?", []string{"body", "created_at"}, Kept, "notes of the staff belong to the ticket; those about what the leaver asked are emptied"},
	{"ticket_participants", "user_id = ?", []string{"role", "created_at"}, Removed, ""},
	{"macros", "", nil, NotPersonal, ""},
	{"macro_texts", "", nil, NotPersonal, ""},
	{"units", "", nil, NotPersonal, ""},
	{"ledger_accounts", "", nil, NotPersonal, accounts},
	{"ledger_periods", "", nil, NotPersonal, accounts},
	{"ledger_entries", "actor_id = ?", []string{"journal", "kind", "effective_on", "piece_ref"}, Kept, accounts},
	{"ledger_transfers", "", nil, NotPersonal, accounts},
	{"ledger_letters", "", nil, NotPersonal, accounts},
	{"ledger_cached_balances", "", nil, NotPersonal, ""},
	{"subscriptions", "requested_by_id = ?", []string{"ref", "tier", "period", "state", "created_at"}, Kept, accounts},
	{"pro_formas", "accepted_by_id = ?", []string{"ref", "payment_reference", "total_cents", "terms_version", "terms_accepted_at", "early_start_at"}, Kept, accounts},
	{"pro_forma_forwardings", "email = (select email from users where id = ?)", []string{"email", "created_at"}, Removed, ""},
	{"invoice_counters", "", nil, NotPersonal, accounts},
	{"invoice_dues", "", nil, NotPersonal, ""},
	{"invoices", "finalised_by_id = ?", []string{"full_number", "issued_on"}, Kept, accounts},
	{"invoice_lines", "", nil, NotPersonal, accounts},
	{"payments", "recorded_by_id = ?", []string{"ref", "amount_cents", "received_on"}, Kept, accounts},
	{"allocations", "", nil, NotPersonal, accounts},
	{"notices", "sent_by_id = ?", []string{"ref", "kind", "state", "name", "email", "postal", "contract", "wished_on", "received_at", "effect_on"}, Kept, "proof of what was declared and when, as long as claims may rise from it: five years (code civil 2224)"},
	{"renewals", "", nil, NotPersonal, accounts},
	{"chases", "", nil, NotPersonal, ""},
	{"deferrals", "asked_by_id = ?", []string{"ref", "until_on", "reason", "state", "created_at"}, Kept, "what was agreed about a debt of the organisation, as long as its invoices are kept"},
	{"subscription_changes", "by_id = ?", []string{"ref", "direction", "state", "on_day", "created_at"}, Kept, accounts},
	{"shares", "? in (proposed_by_id, answered_by_id, ended_by_id)", []string{"ref", "basis_points", "discreet", "state", "from_on", "until_on", "proposed_at", "answered_at", "ended_at"}, Kept, accounts},
	{"share_gaps", "", nil, NotPersonal, accounts},
	{"pools", "", nil, NotPersonal, ""},
	{"budgets", "", nil, NotPersonal, ""},
	{"pool_parts", "", nil, NotPersonal, accounts},
	{"upgrades", "by_id = ?", []string{"ref", "state", "due_cents", "created_at"}, Kept, accounts},
	{"gift_codes", "made_by_id = ?", []string{"ref", "code", "reason", "created_at"}, Kept, "who of the staff gave what away, by number only"},
	{"gifts", "", nil, NotPersonal, accounts},
	{"gift_uses", "", nil, NotPersonal, accounts},
	{"vat_checks", "by_id = ?", []string{"number", "checked_on", "created_at"}, Kept, "why a sale bore no tax, as long as its invoice is kept; who asked the register, by number only"},
	{"control_tags", "by_id = ?", []string{"tag", "reason", "until_on", "created_at"}, Kept, "why an organisation's account was treated apart; who said so, by number only"},
	{"requests", "requested_by_id = ?", []string{"ref", "need", "people", "wished_cents", "state", "created_at"}, Kept, "what a contract was concluded upon, as long as claims may rise from it: five years (code civil 2224)"},
	{"quote_forwardings", "email = (select email from users where id = ?)", []string{"email", "created_at"}, Removed, ""},
	{"openings", "email = (select email from users where id = ?)", []string{"contact", "email", "state", "created_at"}, Emptied, "that a space was opened stays, the name and the address do not; both are emptied once it is answered"},
	{"payment_keys", "", nil, NotPersonal, "sealed secrets of the collective"},
	{"payment_customers", "", nil, NotPersonal, "the payment provider's name of an organisation"},
	{"payment_attempts", "", nil, NotPersonal, accounts},
	{"collections", "by_id = ?", []string{"ref", "kind", "state", "amount_cents", "created_at"}, Kept, accounts},
	{"collection_parts", "", nil, NotPersonal, accounts},
	{"saved_methods", "", nil, NotPersonal, "last four figures of an organisation's card or account, and its mandate; kept with the payments it made"},
	{"number_reports", "", nil, NotPersonal, ""},
	{"write_offs", "by_id = ?", []string{"ref", "amount_cents", "on_day", "reason", "created_at"}, Kept, accounts},
	{"repayments", "kept_by_id = ?", []string{"ref", "amount_cents", "due_on", "kept_reason"}, Kept, accounts},
	{"refunds", "asked_by_id = ?", []string{"ref", "amount_cents", "reason", "created_at"}, Kept, accounts},
	{"disputes", "", nil, NotPersonal, accounts},
	{"payouts", "", nil, NotPersonal, accounts},
	{"stripe_events", "", nil, NotPersonal, "news about payments; their words, which may name a payer, are emptied after forty days"},
	{"stripe_rounds", "", nil, NotPersonal, ""},
	{"money_questions", "answered_by_id = ?", []string{"kind", "answer", "reason", "answered_at"}, Kept, accounts},
	{"pay_links", "made_by_id = ?", []string{"expires_at", "revoked_at", "created_at"}, Kept, "who let an invoice be paid by others, by number only"},
	{"pay_link_invoices", "", nil, NotPersonal, ""},
	{"bank_mappings", "saved_by_id = ?", []string{"bank", "updated_at"}, Kept, "how the files of a bank are read; who said so by number only"},
	{"bank_statements", "received_by_id = ?", []string{"name", "from_on", "to_on", "created_at"}, Kept, accounts},
	{"bank_lines", "", nil, Kept, "what the bank wrote, payers' names among it: " + accounts},
	{"bank_matches", "by_id = ?", []string{"kind", "amount_cents", "reason", "created_at"}, Kept, accounts},
	{"deployments", "", nil, NotPersonal, ""},
	{"deployment_steps", "done_by_id = ?", []string{"run", "step", "words", "done_at", "note"}, Kept, "who of the staff opened or closed a service, by number only"},
	{"checklists", "", nil, NotPersonal, ""},
	{"processors", "", nil, NotPersonal, ""},
	{"imports", "kind = 'user' and subject_id = ?", []string{"name", "created_at"}, Kept, "so that loading the folder again does not bring back a person who left; the name is the folder's word"},
	{"customer_batches", "", nil, NotPersonal, "sums of what moved in"},
	{"customer_entries", "kind = 'person' and subject_id = ?", []string{"name"}, Kept, "a fingerprint of the address they came with, so that the same folder does not bring back a person who left"},
	{"contribution_kinds", "", nil, NotPersonal, ""},
	{"contributions", "contributor_id = ?", []string{"ref", "kind", "from_on", "to_on", "quantity", "unit", "title", "body", "visibility", "state", "reason", "created_at"}, Emptied, "what was given stays in the sums, without words or name; accounts in kind are kept ten years (code de commerce L123-22)"},
	{"evidences", "contribution_id in (select id from contributions where contributor_id = ?)", []string{"url", "statement", "created_at"}, Emptied, "the address and the words are emptied with the contribution"},
	{"attestations", "attester_id = ?", []string{"verdict", "quantity", "reason", "created_at"}, Emptied, "that a second person confirmed stays, without words or name"},
	{"contribution_steps", "by_id = ?", []string{"to_state", "note", "created_at"}, Emptied, "how a contribution moved stays, without words or name"},
	{"contribution_reviews", "reviewer_id = ?", []string{"verdict", "reason", "created_at"}, Emptied, "that a decision was judged again stays, without words or name"},
	{"contribution_flags", "contribution_id in (select id from contributions where contributor_id = ?)", []string{"rule", "level", "cleared_reason", "created_at"}, Emptied, "warnings stay with the contribution, without words"},
	{"contribution_effects", "", nil, NotPersonal, accounts},
	{"tasks", "taken_by_id = ?", []string{"ref", "title", "state", "taken_at"}, Emptied, "a task that a person kept is free again; who wrote it is an act of the staff"},
	{"certificates", "user_id = ?", []string{"token", "issuer", "from_on", "to_on", "issued_on", "words", "text_sha256", "revoked_at"}, Emptied, "that a certificate was issued and stands no longer stays for whoever was shown it; its words leave"},
	{"certified_contributions", "", nil, NotPersonal, ""},
	{"agreements", "user_id = ?", []string{"ref", "legal_basis", "title", "terms", "accepted_on", "starts_on", "ends_on"}, Kept, "a contract is kept as long as claims may rise from it, at least five years after its end (code civil 2224)"},
	{"valuation_rules", "created_by_id = ?", []string{"work", "method", "valid_from"}, Kept, accounts},
	{"redistribution_accruals", "", nil, NotPersonal, accounts},
	{"redistribution_months", "", nil, NotPersonal, ""},
	{"redistribution_totals", "", nil, NotPersonal, ""},
	{"schema_migrations", "", nil, NotPersonal, ""},
}
