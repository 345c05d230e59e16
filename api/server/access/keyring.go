package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"strconv"
	"strings"
	"sync"
	"time"

	"framepost/api/wire"
)

// Keyring holds the keys of capabilities. The first one signs, and all are accepted: to
// rotate, put a new key before the others, and take the old one away when the last
// capability that it has signed is over.
type Keyring struct{ keys []*signingKey }

// signingKey is a key with the states of HMACs that are not in use: making one hashes the
// key, and allocates.
type signingKey struct {
	id   string
	macs sync.Pool // of hash.Hash
}

// minSecret is the least length of a signing key in bytes: a shorter one would be the
// weakest part of the HMAC (RFC 2104 section 3).
const minSecret = sha256.Size

// NewKeyring reads signing keys: the secret of each is base64 of 32 bytes or more.
func NewKeyring(s Source) (*Keyring, error) {
	entries, err := s.read()
	if err != nil {
		return nil, err
	}
	ring := new(Keyring)
	for _, e := range entries {
		secret, err := decodeSecret(e.secret)
		if err != nil || len(secret) < minSecret {
			return nil, fmt.Errorf("the secret of the key %s is not base64 of at least %d bytes; "+
				"openssl rand -base64 %d makes one", e.id, minSecret, minSecret)
		}
		key := &signingKey{id: e.id}
		key.macs.New = func() any { return hmac.New(sha256.New, secret) }
		ring.keys = append(ring.keys, key)
	}
	return ring, nil
}

// decodeSecret reads base64 of either alphabet, with padding or without.
func decodeSecret(text string) ([]byte, error) {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	return base64.RawStdEncoding.DecodeString(text)
}

// Sign returns the token of a capability, and the id of the key that has signed it.
func (k *Keyring) Sign(c Capability) (token, keyID string, err error) {
	if len(k.keys) == 0 {
		return "", "", fmt.Errorf("there is no key to sign with")
	}
	key := k.keys[0]
	data, err := c.encode(key.id)
	if err != nil {
		return "", "", err
	}
	mac := key.macs.Get().(hash.Hash)
	defer key.macs.Put(mac)
	mac.Reset()
	mac.Write(data)
	return tokenText.EncodeToString(mac.Sum(data)[:len(data)+macSize]), key.id, nil
}

// work is what checking a token needs of memory.
type work struct{ text, data, sum [maxToken]byte }

var works = sync.Pool{New: func() any { return new(work) }}

// mark tells tokens apart: a part of the MAC, of which there is one for each capability
// however its token is written.
type mark [8]byte

// Check returns what a token allows that is asked to allow a canonical chain at a moment.
// Its errors are *wire.Error with the code Unauthorized, Expired or Forbidden. It
// compares MACs in constant time and allocates nothing but errors.
func (k *Keyring) Check(token, chain string, now time.Time) (Limits, mark, error) {
	w := works.Get().(*work)
	defer works.Put(w)
	if len(token) > maxToken {
		return Limits{}, mark{}, errToken
	}
	n, err := tokenText.Decode(w.data[:], w.text[:copy(w.text[:], token)])
	if err != nil || n < macSize {
		return Limits{}, mark{}, errToken
	}
	body, sum := w.data[:n-macSize], w.data[n-macSize:n]
	f := fields{rest: body}
	version, id := f.byte(), f.take(uint64(f.byte()))
	if f.broken || version != tokenVersion {
		return Limits{}, mark{}, errToken
	}
	key := k.key(id)
	if key == nil {
		return Limits{}, mark{}, unauthorized("the capability was signed with the key " + strconv.Quote(string(id)) +
			", which this server does not have; have another one signed")
	}
	if !key.signed(body, sum, w.sum[:0]) {
		return Limits{}, mark{}, errToken
	}
	expires, limits := f.time(), f.limits()
	if f.broken {
		return Limits{}, mark{}, errToken
	}
	if now.Unix() >= expires {
		return Limits{}, mark{}, &wire.Error{Code: wire.Expired, Detail: "the capability was over at " +
			time.Unix(expires, 0).UTC().Format(time.RFC3339) + "; have another one signed"}
	}
	if !allows(f, chain) {
		return Limits{}, mark{}, &wire.Error{Code: wire.Forbidden, Detail: "the capability does not allow the chain " +
			strconv.Quote(chain) + "; it allows " + list(f)}
	}
	return limits, mark(sum), nil
}

var errToken = unauthorized("this is no capability that this server has signed, or not all of it; " +
	"take it again from where it came from, or have another one signed")

func (k *Keyring) key(id []byte) *signingKey {
	for _, key := range k.keys {
		if key.id == string(id) {
			return key
		}
	}
	return nil
}

// signed reports whether sum is the MAC of a body. The true one is written to room.
func (k *signingKey) signed(body, sum, room []byte) bool {
	mac := k.macs.Get().(hash.Hash)
	defer k.macs.Put(mac)
	mac.Reset()
	mac.Write(body)
	return hmac.Equal(mac.Sum(room)[:macSize], sum)
}

// allows reports whether one of the patterns that follow matches a chain.
func allows(patterns fields, chain string) bool {
	for len(patterns.rest) > 0 {
		pattern := patterns.take(patterns.uvarint())
		if !patterns.broken && matches(pattern, chain) {
			return true
		}
	}
	return false
}

// list returns the patterns that follow, for people.
func list(patterns fields) string {
	var quoted []string
	for len(patterns.rest) > 0 {
		quoted = append(quoted, strconv.Quote(string(patterns.take(patterns.uvarint()))))
	}
	return strings.Join(quoted, " or ")
}
