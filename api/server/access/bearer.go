package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"
)

// bearers are the keys that programs send, as their hashes: which of them a guess came
// nearest to, no comparison shows.
type bearers []bearer

type bearer struct {
	id  string
	sum [sha256.Size]byte
}

// Bounds of a bearer key in characters.
const (
	minBearer = 20
	maxBearer = 256
)

// newBearers reads bearer keys: the secret of each is what stands after "Bearer" in a
// request (RFC 6750 section 2.1).
func newBearers(s Source) (bearers, error) {
	entries, err := s.read()
	if err != nil {
		return nil, err
	}
	var keys bearers
	for _, e := range entries {
		if len(e.secret) < minBearer || len(e.secret) > maxBearer || !isBearer(e.secret) {
			return nil, fmt.Errorf("the secret of the key %s is not %d to %d letters, digits and -._~+/=; "+
				"openssl rand -hex 32 makes one", e.id, minBearer, maxBearer)
		}
		keys = append(keys, bearer{e.id, sha256.Sum256([]byte(e.secret))})
	}
	return keys, nil
}

func isBearer(secret string) bool {
	for i := range len(secret) {
		if !isID(secret[i:i+1]) && strings.IndexByte(".~+/=", secret[i]) < 0 {
			return false
		}
	}
	return true
}

// find returns the id of the key with a secret, and "" for none. It takes as long whichever
// key it is.
func (b bearers) find(secret string) (id string) {
	if len(secret) > maxBearer {
		return ""
	}
	var text [maxBearer]byte
	sum := sha256.Sum256(text[:copy(text[:], secret)])
	for i := range b {
		if subtle.ConstantTimeCompare(sum[:], b[i].sum[:]) == 1 {
			id = b[i].id
		}
	}
	return id
}

// bearerOf returns the secret of an Authorization header, and "" for one of another kind.
func bearerOf(authorization string) string {
	const scheme = "bearer "
	if len(authorization) < len(scheme) || !strings.EqualFold(authorization[:len(scheme)], scheme) {
		return ""
	}
	return strings.TrimSpace(authorization[len(scheme):])
}
