package access

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

const (
	alice = "alice:alice-alice-alice-alice"
	bob   = "bob:bob-bob-bob-bob-bob-bob"
)

func guard(t *testing.T, c Config) *Guard {
	t.Helper()
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// here is the address that most requests come from.
var here = netip.MustParseAddr("192.0.2.1")

// from returns a request with an Authorization header unless that is "".
func from(authorization string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return r
}

func TestAdmit(t *testing.T) {
	signing, bearer := Source{Text: secret("k", 'x')}, Source{Text: alice + "," + bob}
	token, _, err := ring(t, secret("k", 'x')).Sign(Capability{Chains: []string{"mirror"}, Expires: time.Now().Add(time.Hour), Limits: Limits{MaxBytes: 7}})
	if err != nil {
		t.Fatal(err)
	}
	const right, wrong = "Bearer bob-bob-bob-bob-bob-bob", "Bearer bob-bob-bob-bob-bob-bog"
	for _, test := range []struct {
		name                 string
		config               Config
		authorization, token string
		code                 wire.Code // "" for none
		maxBytes             int
	}{
		{"open", Config{Require: None}, "", "", "", 0},
		{"open, a proxy's token", Config{Require: None}, "Bearer of-a-proxy", "", "", 0},
		{"open, Basic", Config{Require: None, Bearer: bearer}, "Basic Ym9iOmJvYg==", "", "", 0},
		{"open, a capability", Config{Require: None, Signing: signing}, "", token, "", 7},
		{"open, a capability of elsewhere", Config{Require: None}, "", token, wire.Unauthorized, 0},
		{"open, a wrong key", Config{Require: None, Bearer: bearer}, wrong, "", wire.Unauthorized, 0},
		{"cap, none", Config{Require: Cap, Signing: signing}, "", "", wire.Unauthorized, 0},
		{"cap", Config{Require: Cap, Signing: signing}, "", token, "", 7},
		{"cap, a proxy's token", Config{Require: Cap, Signing: signing}, "Bearer of-a-proxy", token, "", 7},
		{"cap, a key", Config{Require: Cap, Signing: signing, Bearer: bearer}, right, "", "", 0},
		{"cap, a key in other letters", Config{Require: Cap, Signing: signing, Bearer: bearer}, "bearer  " + right[7:], "", "", 0},
		{"cap, a wrong key beside it", Config{Require: Cap, Signing: signing, Bearer: bearer}, wrong, token, wire.Unauthorized, 0},
		{"key, none", Config{Require: Key, Bearer: bearer}, "", "", wire.Unauthorized, 0},
		{"key", Config{Require: Key, Bearer: bearer}, right, "", "", 0},
		{"key, a wrong one", Config{Require: Key, Bearer: bearer}, wrong, "", wire.Unauthorized, 0},
		{"key, a long one", Config{Require: Key, Bearer: bearer}, right + strings.Repeat("b", 300), "", wire.Unauthorized, 0},
		{"key, a capability", Config{Require: Key, Signing: signing, Bearer: bearer}, "", token, wire.Unauthorized, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			limits, err := guard(t, test.config).Admit(from(test.authorization), here, test.token, "mirror")
			if test.code != "" {
				wantCode(t, err, test.code)
			} else if err != nil || limits.MaxBytes != test.maxBytes {
				t.Errorf("%+v, %v", limits, err)
			}
		})
	}
}

// Each caller has a rate of its own: a key's wherever it is used, and that of an address or
// of a capability at one address.
func TestRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := guard(t, Config{Require: None, Signing: Source{Text: secret("k", 'x')}, Bearer: Source{Text: alice + " " + bob}, AddressRate: 20, KeyRate: 30})
		token, _, err := g.keys.Load().signing.Sign(Capability{Chains: []string{"*"}, Expires: time.Now().Add(time.Hour), Limits: Limits{Rate: 10}})
		if err != nil {
			t.Fatal(err)
		}
		_, bobs, _ := strings.Cut(bob, ":")
		_, alices, _ := strings.Cut(alice, ":")
		// let counts the frames that pass of many more than any rate, in a second.
		let := func(address, authorization, token string) (passed int) {
			for range 1000 {
				time.Sleep(time.Millisecond)
				if _, err := g.Admit(from(authorization), netip.MustParseAddr(address), token, "mirror"); err == nil {
					passed++
				} else {
					wantCode(t, err, wire.RateLimited)
				}
			}
			return passed
		}
		const seconds = int(rateWindow / time.Second)
		for _, test := range []struct {
			name, address, authorization, token string
			rate                                int
		}{
			{"an address", "192.0.2.1", "", "", 20},
			{"it again", "192.0.2.1", "", "", 0},
			{"another", "192.0.2.2", "", "", 20},
			{"a key", "192.0.2.1", "Bearer " + bobs, "", 30},
			{"it from elsewhere", "192.0.2.9", "Bearer " + bobs, "", 0},
			{"another key", "192.0.2.1", "Bearer " + alices, "", 30},
			{"a capability", "192.0.2.3", "", token, 10},
			{"it from elsewhere", "192.0.2.4", "", token, 10},
		} {
			most := test.rate * seconds * (100 + slack) / 100
			// What was let through before runs out of the window meanwhile.
			if got := let(test.address, test.authorization, test.token); got < most || got > most+test.rate || test.rate == 0 && got > 30 {
				t.Errorf("%s: %d frames pass, want %d", test.name, got, most)
			}
		}
	})
}

// Whoever sends at the rate that is allowed is never refused, though the frames of a moment
// come late and all at once.
func TestRateIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newRates("this address")
		take := func() {
			if err := l.take(from(""), "a", 30); err != nil {
				t.Fatalf("%v: %v", time.Now(), err)
			}
		}
		for frame := range 30 * 60 {
			time.Sleep(time.Second / 30)
			if frame%90 == 80 {
				time.Sleep(time.Second / 3)
				for range 10 {
					take()
				}
			}
			take()
		}
	})
}

// Keys are read again while requests come; a wrong file changes nothing.
func TestReload(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# of our programs\n\n" + alice + "\n")
	g := guard(t, Config{Require: Key, Bearer: Source{File: file}})
	_, bobs, _ := strings.Cut(bob, ":")
	admit := func() error {
		_, err := g.Admit(from("Bearer "+bobs), here, "", "")
		return err
	}
	wantCode(t, admit(), wire.Unauthorized)
	write(bob + "\r\n")
	if err := g.Reload(); err != nil || admit() != nil {
		t.Errorf("the new key: %v, %v", err, admit())
	}
	for _, text := range []string{"", "# nobody\n", "bob\n", alice + "\n" + alice + "\n"} {
		write(text)
		if g.Reload() == nil || admit() != nil {
			t.Errorf("%q: %v", text, admit())
		}
	}
}

// What is wrong with keys is said, and no secret with it.
func TestBadKeys(t *testing.T) {
	const hidden = "hidden"
	for text, signing := range map[string]bool{
		hidden:                              true,
		":" + hidden:                        true,
		"a b:" + hidden:                     true,
		"k:" + hidden:                       true,
		"k:" + strings.Repeat("A", 42):      true, // 31 bytes
		strings.Repeat("k", 33) + ":hidden": true,
		secret("k", 'x') + "," + secret("k", 'y'): true,
		"b:" + hidden:                       false, // short
		"b:" + strings.Repeat("hidden", 50): false,
		"b:hidden-hidden-hidden-ü":          false,
	} {
		c := Config{Require: None}
		if signing {
			c.Signing.Text = text
		} else {
			c.Bearer.Text = text
		}
		if _, err := New(c); err == nil || strings.Contains(err.Error(), hidden) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, c := range []Config{
		{}, {Require: "caps"}, {Require: Cap}, {Require: Key, Signing: Source{Text: secret("k", 'x')}},
		{Require: None, AddressRate: -1}, {Require: None, KeyRate: maxRate + 1},
	} {
		if c.Validate() == nil {
			t.Errorf("%+v is valid", c)
		}
	}
	if _, err := New(Config{Require: None, Bearer: Source{File: filepath.Join(t.TempDir(), "nowhere")}}); err == nil {
		t.Error("a file that is not there is no error")
	}
}

func BenchmarkAdmit(b *testing.B) {
	g, err := New(Config{Require: Key, Bearer: Source{Text: alice + " " + bob}})
	if err != nil {
		b.Fatal(err)
	}
	r := from("Bearer bob-bob-bob-bob-bob-bob")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.Admit(r, here, "", ""); err != nil {
			b.Fatal(err)
		}
	}
}
