// Package sidecars tests the sidecars of configs/ with the real program: Python and OpenCV as
// Debian has them.
package sidecars

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"framepost/e2e/debian"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// patience is how long anything may take: far longer than it ever does.
const patience = time.Minute

var binary, root string

func TestMain(m *testing.M) {
	service.Main(m, func(built string) (err error) {
		binary = built
		if root, err = service.Root(); err != nil {
			return err
		}
		if err := debian.OpenCV(); err != nil {
			return err
		}
		if _, err := os.Stat("/usr/share/opencv4/haarcascades"); err != nil {
			return debian.Install("opencv-data")
		}
		return nil
	})
}

// sidecar is a script of configs/sidecars/python on a port.
type sidecar struct {
	script string
	port   int
	cmd    *exec.Cmd
}

// begin starts it and returns when it listens.
func (s *sidecar) begin(t testing.TB) {
	t.Helper()
	s.cmd = exec.Command(debian.Python, filepath.Join(root, "configs", "sidecars", "python", s.script), strconv.Itoa(s.port))
	s.cmd.Stderr = os.Stderr
	process.Tie(s.cmd)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(s.port)); err == nil {
			c.Close()
			return
		}
	}
	t.Fatalf("%s does not listen", s.script)
}

func (s *sidecar) kill() {
	_ = s.cmd.Process.Kill() // it may have been killed already
	_ = s.cmd.Wait()
}

// serve starts both scripts, and a server with configs/sidecars.json at their ports. They may
// take as long as a busy machine makes them.
func serve(t testing.TB) (server *service.Server, look, faces *sidecar) {
	t.Helper()
	ports, err := service.FreePorts(2)
	if err != nil {
		t.Fatal(err)
	}
	look, faces = &sidecar{script: "look.py", port: ports[0]}, &sidecar{script: "faces.py", port: ports[1]}
	for _, s := range []*sidecar{look, faces} {
		s.begin(t)
		t.Cleanup(s.kill)
	}
	text, err := os.ReadFile(filepath.Join(root, "configs", "sidecars.json"))
	if err != nil {
		t.Fatal(err)
	}
	there := strings.NewReplacer(`"500ms"`, `"30s"`, `"1s"`, `"30s"`,
		"127.0.0.1:9000", "127.0.0.1:"+strconv.Itoa(ports[0]), "127.0.0.1:9001", "127.0.0.1:"+strconv.Itoa(ports[1]))
	file := filepath.Join(t.TempDir(), "sidecars.json")
	if err := os.WriteFile(file, []byte(there.Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	return service.Start(t, binary, filepath.Join(t.TempDir(), "certs"), "FRAMEPOST_SIDECARS="+file), look, faces
}
