package statement

// The parts of CAMT.053 we read, by their names alone: banks differ in namespaces, and versions 02 and 08 in a few places (a party's
// name, a status), which both are read here.
type camtStatement struct {
	ID      string        `xml:"Id"`
	Account camtAccount   `xml:"Acct"`
	Balance []camtBalance `xml:"Bal"`
	Entries []camtEntry   `xml:"Ntry"`
}

type camtAccount struct {
	IBAN     string `xml:"Id>IBAN"`
	Other    string `xml:"Id>Othr>Id"`
	Currency string `xml:"Ccy"`
}

type camtAmount struct {
	Value    string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

type camtDate struct {
	Day  string `xml:"Dt"`
	Time string `xml:"DtTm"`
}

type camtBalance struct {
	Code   string     `xml:"Tp>CdOrPrtry>Cd"`
	Amount camtAmount `xml:"Amt"`
	Sign   string     `xml:"CdtDbtInd"`
	Date   camtDate   `xml:"Dt"`
}

type camtStatus struct {
	Text string `xml:",chardata"` // version 02
	Code string `xml:"Cd"`        // version 08
}

type camtEntry struct {
	Amount        camtAmount `xml:"Amt"`
	Sign          string     `xml:"CdtDbtInd"`
	Reversal      string     `xml:"RvslInd"`
	Status        camtStatus `xml:"Sts"`
	Booked        camtDate   `xml:"BookgDt"`
	Value         camtDate   `xml:"ValDt"`
	BankReference string     `xml:"AcctSvcrRef"`
	Count         string     `xml:"NtryDtls>Btch>NbOfTxs"`
	Details       []camtTx   `xml:"NtryDtls>TxDtls"`
	More          string     `xml:"AddtlNtryInf"`
}

type camtTx struct {
	EndToEnd      string       `xml:"Refs>EndToEndId"`
	BankReference string       `xml:"Refs>AcctSvcrRef"`
	Amount        camtAmount   `xml:"Amt"`
	Inner         camtAmount   `xml:"AmtDtls>TxAmt>Amt"`
	Instructed    camtAmount   `xml:"AmtDtls>InstdAmt>Amt"`
	Sign          string       `xml:"CdtDbtInd"`
	Parties       camtParties  `xml:"RltdPties"`
	Free          []string     `xml:"RmtInf>Ustrd"`
	Structured    []camtStruct `xml:"RmtInf>Strd"`
	Return        string       `xml:"RtrInf>AddtlInf"`
	More          string       `xml:"AddtlTxInf"`
}

type camtStruct struct {
	Creditor string   `xml:"CdtrRefInf>Ref"`
	Document []string `xml:"RfrdDocInf>Nb"`
	More     []string `xml:"AddtlRmtInf"`
}

type camtParty struct {
	Name  string `xml:"Nm"`     // version 02
	Inner string `xml:"Pty>Nm"` // version 08
}

type camtParties struct {
	Debtor          camtParty `xml:"Dbtr"`
	DebtorAccount   string    `xml:"DbtrAcct>Id>IBAN"`
	LastDebtor      camtParty `xml:"UltmtDbtr"`
	Creditor        camtParty `xml:"Cdtr"`
	CreditorAccount string    `xml:"CdtrAcct>Id>IBAN"`
}

func (p camtParty) name() string {
	if name := tidy(p.Name); name != "" {
		return name
	}
	return tidy(p.Inner)
}
