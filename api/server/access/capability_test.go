package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"framepost/api/wire"
)

// secret returns a signing key of an id, whose bytes are all the same.
func secret(id string, b byte) string {
	return id + ":" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string(b), 32)))
}

func ring(t testing.TB, keys ...string) *Keyring {
	t.Helper()
	k, err := NewKeyring(Source{Text: strings.Join(keys, " ")})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// noon is the end of the capabilities of tests.
var noon = time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)

func sign(t testing.TB, k *Keyring, c Capability) string {
	t.Helper()
	c.Expires = noon
	token, _, err := k.Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func wantCode(t testing.TB, err error, code wire.Code) {
	t.Helper()
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != code || e.Detail == "" {
		t.Errorf("got %v, want %s", err, code)
	}
}

// The token is what the description of the format says.
func TestToken(t *testing.T) {
	limits := Limits{MaxPixels: 300, MaxBytes: 5, Rate: 30}
	token := sign(t, ring(t, secret("k1", 'x')), Capability{Chains: []string{" mirror", "a,*"}, Limits: limits})
	data := "\x01\x02k1" + "\x70\xdd\xd2\xc0" + "\xac\x02\x05\x1e" + "\x06mirror" + "\x03a,*"
	mac := hmac.New(sha256.New, []byte(strings.Repeat("x", 32)))
	mac.Write([]byte(data))
	if want := base64.RawURLEncoding.EncodeToString(mac.Sum([]byte(data))[:len(data)+16]); token != want {
		t.Errorf("%s, want %s", token, want)
	}
}

func TestCheck(t *testing.T) {
	old, both, other := ring(t, secret("old", 'o')), ring(t, secret("new", 'n'), secret("old", 'o')), ring(t, secret("old", 'x'))
	limits := Limits{MaxPixels: 2e6, MaxBytes: 500e3, Rate: 30}
	token := sign(t, old, Capability{Chains: []string{"resize:700,mirror", "gray,*"}, Limits: limits})
	for _, chain := range []string{"resize:700,mirror", "gray", "gray,blur:2"} {
		for _, k := range []*Keyring{old, both} {
			got, _, err := k.Check(token, chain, noon.Add(-time.Second))
			if err != nil || got != limits {
				t.Errorf("%s: %+v, %v", chain, got, err)
			}
		}
	}
	if _, id, err := both.Sign(Capability{Chains: []string{"*"}, Expires: noon}); id != "new" || err != nil {
		t.Errorf("signed with %s: %v", id, err)
	}
	for name, test := range map[string]struct {
		ring         *Keyring
		token, chain string
		now          time.Time
		code         wire.Code
		detail       string
	}{
		"another chain": {old, token, "blur", time.Time{}, wire.Forbidden, `"blur"; it allows "resize:700,mirror" or "gray,*"`},
		"over":          {old, token, "gray", noon, wire.Expired, "2030-01-02T12:00:00Z"},
		"forged":        {other, token, "gray", time.Time{}, wire.Unauthorized, ""},
		"unknown key":   {ring(t, secret("new", 'n')), token, "gray", time.Time{}, wire.Unauthorized, `"old"`},
		"no keys":       {ring(t), token, "gray", time.Time{}, wire.Unauthorized, `"old"`},
		"nothing":       {old, "", "gray", time.Time{}, wire.Unauthorized, ""},
		"cut off":       {old, token[:len(token)-1], "gray", time.Time{}, wire.Unauthorized, ""},
		"too long":      {old, token + strings.Repeat("A", maxToken), "gray", time.Time{}, wire.Unauthorized, ""},
		"not base64":    {old, "!" + token[1:], "gray", time.Time{}, wire.Unauthorized, ""},
		"padded":        {old, token + "=", "gray", time.Time{}, wire.Unauthorized, ""},
	} {
		_, _, err := test.ring.Check(test.token, test.chain, test.now)
		if wantCode(t, err, test.code); err == nil || !strings.Contains(err.Error(), test.detail) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No bit of a token can be another.
func TestEveryBitIsSigned(t *testing.T) {
	k := ring(t, secret("k", 'x'))
	token := sign(t, k, Capability{Chains: []string{"mirror"}})
	data, err := tokenText.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(data) {
		data[bit/8] ^= 1 << (bit % 8)
		_, _, err := k.Check(tokenText.EncodeToString(data), "mirror", time.Time{})
		wantCode(t, err, wire.Unauthorized)
		data[bit/8] ^= 1 << (bit % 8)
	}
}

func TestUnsignable(t *testing.T) {
	k := ring(t, secret("k", 'x'))
	for name, c := range map[string]Capability{
		"no chain":         {Expires: noon},
		"a wrong chain":    {Chains: []string{"Mirror"}, Expires: noon},
		"before the epoch": {Chains: []string{"*"}},
		"far away":         {Chains: []string{"*"}, Expires: noon.AddDate(100, 0, 0)},
		"negative":         {Chains: []string{"*"}, Expires: noon, Limits: Limits{MaxBytes: -1}},
		"endless rate":     {Chains: []string{"*"}, Expires: noon, Limits: Limits{Rate: maxRate + 1}},
		"long":             {Chains: []string{"text:" + strings.Repeat("a", 900)}, Expires: noon},
	} {
		if _, _, err := k.Sign(c); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
	if _, _, err := ring(t).Sign(Capability{Chains: []string{"*"}, Expires: noon}); err == nil {
		t.Error("signed without a key")
	}
}

// Whoever has no key can make no token, and nothing makes Check panic.
func FuzzCheck(f *testing.F) {
	k := ring(f, secret("k", 'x'))
	true1 := sign(f, k, Capability{Chains: []string{"mirror"}, Limits: Limits{MaxPixels: 2e6}})
	for _, seed := range []string{"", true1, true1[:20], "AQEB", strings.Repeat("A", maxToken)} {
		f.Add(seed, "mirror")
	}
	f.Fuzz(func(t *testing.T, token, chain string) {
		if _, _, err := k.Check(token, chain, time.Time{}); err == nil && token != true1 &&
			strings.NewReplacer("\r", "", "\n", "").Replace(token) != true1 {
			t.Errorf("%q is accepted", token)
		}
	})
}

// With a key in hand: what is signed may be any bytes, of another version of this program.
func FuzzSignedFields(f *testing.F) {
	k := ring(f, secret("k", 'x'))
	f.Add([]byte("\x01\x01k\xff\xff\xff\xff\x00\x00\x00\x06mirror"))
	f.Add([]byte("\x01\x01k\xff\xff\xff\xff\x80\x80"))
	f.Add([]byte("\x01\x01k\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		mac := hmac.New(sha256.New, []byte(strings.Repeat("x", 32)))
		mac.Write(data)
		_, _, _ = k.Check(tokenText.EncodeToString(append(data, mac.Sum(nil)[:macSize]...)), "mirror", noon)
	})
}

func BenchmarkCheck(b *testing.B) {
	k := ring(b, secret("k", 'x'))
	token := sign(b, k, Capability{Chains: []string{"resize:700,mirror,faces:pixelate"}, Limits: Limits{MaxPixels: 2e6, Rate: 30}})
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := k.Check(token, "resize:700,mirror,faces:pixelate", time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
}
