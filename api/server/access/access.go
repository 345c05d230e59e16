// Package access decides who may call: everybody, those who have a capability, or those
// who have a key; and how often.
//
// A capability is a token that a page may show to the world, since it allows no more than
// what was signed with it: some chains, pictures of some size, a rate, until a moment. A key
// is a secret that a program keeps, and allows everything.
package access

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"framepost/api/wire"
)

// Require says what a request must have.
type Require string

// What can be required.
const (
	None Require = "none" // nothing; but what a request has must be right
	Cap  Require = "cap"  // a capability, or a key, which allows more
	Key  Require = "key"
)

// Config says who may call.
type Config struct {
	Require     Require
	Signing     Source // keys of capabilities
	Bearer      Source // keys that programs send
	AddressRate int    // frames a second of an address without a key; 0: no limit
	KeyRate     int    // frames a second with one key; 0: no limit
}

// Validate says what is wrong with a Config. It reads no files.
func (c Config) Validate() error {
	switch c.Require {
	case None:
	case Cap:
		if c.Signing.Empty() {
			return errors.New("nobody can have a capability: there are no keys to sign one with")
		}
	case Key:
		if c.Bearer.Empty() {
			return errors.New("nobody can have a key: there are none")
		}
	default:
		return errors.New("what a request must have is none, cap or key")
	}
	if c.AddressRate < 0 || c.KeyRate < 0 || max(c.AddressRate, c.KeyRate) > maxRate {
		return fmt.Errorf("a rate must be from 0 (no limit) to %d frames a second", int(maxRate))
	}
	c.Signing.File, c.Bearer.File = "", ""
	_, err := c.read()
	return err
}

// Guard lets requests through, or refuses them.
type Guard struct {
	config                     Config
	keys                       atomic.Pointer[keys]
	addresses, tokens, callers rates
}

// keys are those that the sources held when they were last read.
type keys struct {
	signing *Keyring
	bearer  bearers
}

// New makes a Guard with the keys of the sources.
func New(c Config) (*Guard, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	g := &Guard{config: c, addresses: newRates("this address"), tokens: newRates("each address with this capability"),
		callers: newRates("this key")}
	return g, g.Reload()
}

// Reload reads the keys again. When that fails the Guard keeps those that it has.
func (g *Guard) Reload() error {
	k, err := g.config.read()
	if err == nil {
		g.keys.Store(k)
	}
	return err
}

func (c Config) read() (*keys, error) {
	signing, err := NewKeyring(c.Signing)
	if err != nil {
		return nil, fmt.Errorf("keys of capabilities: %w", err)
	}
	bearer, err := newBearers(c.Bearer)
	if err != nil {
		return nil, fmt.Errorf("bearer keys: %w", err)
	}
	return &keys{signing, bearer}, nil
}

// Admit returns within which limits a request of an address may be answered. The token is
// its capability, "" for none, and the chain, in canonical form, what it asks for. Errors are
// *wire.Error with the code Unauthorized, Expired, Forbidden or RateLimited.
//
// A bearer token counts only where there are keys: in front of a server without any, it is
// a proxy's that has checked it.
func (g *Guard) Admit(r *http.Request, address netip.Addr, token, chain string) (Limits, error) {
	k, secret := g.keys.Load(), ""
	if len(k.bearer) > 0 {
		secret = bearerOf(r.Header.Get("Authorization"))
	}
	if secret != "" {
		if id := k.bearer.find(secret); id != "" {
			return Limits{}, g.callers.take(r, id, g.config.KeyRate)
		}
	}
	if g.config.AddressRate > 0 {
		if err := g.addresses.take(r, address.String(), g.config.AddressRate); err != nil {
			return Limits{}, err
		}
	}
	switch {
	case secret != "":
		return Limits{}, unauthorized("the key is none of this server's")
	case token != "" && g.config.Require != Key:
		limits, mark, err := k.signing.Check(token, chain, time.Now())
		if err == nil && limits.Rate > 0 {
			err = g.tokens.take(r, string(mark[:])+address.String(), limits.Rate)
		}
		return limits, err
	case g.config.Require == None:
		return Limits{}, nil
	}
	return Limits{}, g.missing()
}

// missing returns the error for a request without what is required.
func (g *Guard) missing() error {
	const key = "a key, in the header Authorization: Bearer KEY"
	if g.config.Require == Key {
		return unauthorized("this server answers to those who have " + key)
	}
	return unauthorized("this server answers to those who have a capability, in the query parameter " +
		wire.QueryCap + ", or " + key)
}
