package browser

import "testing"

func TestAtHome(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "192.168.1.7": true, "[::1]": true, "nas": true, "nas.local": true,
		"framepost.example.com": false, "1.example": false, "example.com": false,
	} {
		if atHome(host) != want {
			t.Errorf("%s: %v", host, !want)
		}
	}
}
