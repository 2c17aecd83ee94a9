// Package passkey speaks the language of passkeys (W3C WebAuthn): what a browser is asked, and whether its answer is genuine. It keeps
// nothing: keys and ceremonies go in and come out as plain bytes.
package passkey

import (
	"encoding/json"
	"errors"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrRefused is returned for an answer that does not fit: another origin, challenge or key, a replay, a copied authenticator.
var ErrRefused = errors.New("passkey: the answer does not fit")

// ErrNameless is returned for a portal that is reached by a number: passkeys belong to a name.
var ErrNameless = errors.New("passkey: the portal's address has no name")

// Party is the portal as authenticators know it. Passkeys are made for its host name, for ever: another name needs other passkeys.
type Party struct{ lib *webauthn.WebAuthn }

// NewParty makes it from the portal's address (scheme and host, no path) and what the portal is called.
func NewParty(base, name string) (Party, error) {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
		return Party{}, ErrNameless
	}
	if name == "" {
		name = u.Hostname()
	}
	lib, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: name, RPOrigins: []string{u.Scheme + "://" + u.Host}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationPreferred,
		},
	})
	return Party{lib}, err
}

// Owner is whose passkeys they are: Handle is how authenticators know them, Records are the keys they have.
type Owner struct {
	Handle  []byte
	Name    string // the address they sign in with
	Called  string
	Records [][]byte
}

// Key is a passkey that was made or used: its id, and the record to keep.
type Key struct {
	ID     []byte
	Record []byte
}

// Begun is a ceremony that waits for its answer: what the browser is asked (JSON), and what is kept of it meanwhile, for one use.
type Begun struct {
	Asked string
	Kept  []byte
}

// user is an owner as the library sees one.
type user struct {
	Owner
	keys []webauthn.Credential
}

func (o Owner) user() (user, error) {
	u := user{Owner: o}
	for _, record := range o.Records {
		var key webauthn.Credential
		if err := json.Unmarshal(record, &key); err != nil {
			return u, err
		}
		u.keys = append(u.keys, key)
	}
	return u, nil
}

// WebAuthnID is how authenticators know the person.
func (u user) WebAuthnID() []byte { return u.Handle }

// WebAuthnName is what their account is called.
func (u user) WebAuthnName() string { return u.Name }

// WebAuthnDisplayName is what they are called.
func (u user) WebAuthnDisplayName() string { return u.Called }

// WebAuthnCredentials are their keys.
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

func begun(asked any, kept *webauthn.SessionData, err error) (Begun, error) {
	if err != nil {
		return Begun{}, err
	}
	words, err := json.Marshal(asked)
	if err != nil {
		return Begun{}, err
	}
	data, err := json.Marshal(kept)
	return Begun{string(words), data}, err
}

// BeginMaking asks for a new passkey; an authenticator that holds one of the owner's already makes no second one.
func (p Party) BeginMaking(o Owner) (Begun, error) {
	u, err := o.user()
	if err != nil {
		return Begun{}, err
	}
	var known []protocol.CredentialDescriptor
	for _, key := range u.keys {
		known = append(known, key.Descriptor())
	}
	asked, kept, err := p.lib.BeginRegistration(u, webauthn.WithExclusions(known))
	return begun(asked, kept, err)
}

// FinishMaking checks the answer and returns the new key.
func (p Party) FinishMaking(o Owner, kept, answer []byte) (Key, error) {
	u, err := o.user()
	if err != nil {
		return Key{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(kept, &session); err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, ErrRefused
	}
	made, err := p.lib.CreateCredential(u, session, parsed)
	if err != nil {
		return Key{}, ErrRefused
	}
	return keyOf(made)
}

func keyOf(c *webauthn.Credential) (Key, error) {
	record, err := json.Marshal(c)
	return Key{c.ID, record}, err
}

// BeginEntry asks for any passkey of the portal: who it is comes with the answer. The authenticator must make sure of its owner (a finger,
// a face, a code), so that the key counts as two means.
func (p Party) BeginEntry() (Begun, error) {
	asked, kept, err := p.lib.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	return begun(asked, kept, err)
}

// FinishEntry checks the answer: find returns the owner of a key by its id. It returns the key as it is to be kept now.
func (p Party) FinishEntry(kept, answer []byte, find func(id []byte) (Owner, error)) (Key, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(kept, &session); err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Key{}, ErrRefused
	}
	_, used, err := p.lib.ValidatePasskeyLogin(func(id, _ []byte) (webauthn.User, error) {
		o, err := find(id)
		if err != nil {
			return nil, err
		}
		return o.user()
	}, session, parsed)
	return checked(used, err)
}

// BeginShowing asks an owner for one of their passkeys, as a second means.
func (p Party) BeginShowing(o Owner) (Begun, error) {
	u, err := o.user()
	if err != nil {
		return Begun{}, err
	}
	asked, kept, err := p.lib.BeginLogin(u)
	return begun(asked, kept, err)
}

// FinishShowing checks the answer.
func (p Party) FinishShowing(o Owner, kept, answer []byte) (Key, error) {
	u, err := o.user()
	if err != nil {
		return Key{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(kept, &session); err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Key{}, ErrRefused
	}
	used, err := p.lib.ValidateLogin(u, session, parsed)
	return checked(used, err)
}

// checked refuses a key whose counter went back: somebody has a copy of it.
func checked(used *webauthn.Credential, err error) (Key, error) {
	if err != nil || used.Authenticator.CloneWarning {
		return Key{}, ErrRefused
	}
	return keyOf(used)
}
