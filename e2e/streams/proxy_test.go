package streams

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/debian"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// configuration is haproxy's: HTTP/2 in front, over TLS, and unencrypted HTTP/2 behind.
const configuration = `
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
frontend front
    bind 127.0.0.1:%d ssl crt %s alpn h2,http/1.1
    default_backend behind
backend behind
    server framepost 127.0.0.1:%d proto h2
`

// A film goes through a proxy, whichever protocol is in front.
func TestProxy(t *testing.T) {
	haproxy, err := debian.Find("haproxy", "haproxy", "/usr/sbin/haproxy")
	if err != nil {
		t.Fatal(err)
	}
	server, dir := serve(t), t.TempDir()
	clip(t, dir)
	shell(t, dir, "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 2 -keyout key.pem -out cert.pem 2>/dev/null && cat cert.pem key.pem > both.pem")
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "haproxy.cfg")
	if err := os.WriteFile(path, fmt.Appendf(nil, configuration, ports[0], filepath.Join(dir, "both.pem"), server.Port), 0o644); err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", ports[0])
	process.Serve(t, exec.Command(haproxy, "-db", "-f", path), address)
	for _, protocol := range []string{"--http2", "--http1.1"} {
		shell(t, dir, "curl -sS -k "+protocol+" -T - https://"+address+wire.PathStream+" < clip.mjpeg > out.mjpeg")
		wantFrames(t, dir, "out.mjpeg", 700, 525, 150, "-f mjpeg")
	}
}
