package main

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"framepost/e2e/process"
)

// flaskKit is the replaced setup: a Python server, and a client that speaks socket.io.
type flaskKit struct{ dir string }

// The client's library, pinned; npm installs it next to the client.
const socketIO = "socket.io-client@4.8.1"

func buildFlask(dir string) (*flaskKit, error) {
	dir = filepath.Join(dir, "flask")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("peers", "flask"))); err != nil {
		return nil, err
	}
	if out, err := exec.Command("/usr/bin/python3", "-c", "import eventlet, flask_socketio").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("it needs Debian's python3-flask-socketio and python3-eventlet: %s", bytes.TrimSpace(out))
	}
	npm := exec.Command("npm", "install", "--no-save", "--no-audit", "--no-fund", socketIO)
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm install %s: %w\n%s", socketIO, err, out)
	}
	return &flaskKit{dir}, nil
}

// start starts the server and its client. The replaced page sends PNG; with a change to its
// page it could send JPEG.
func (k *flaskKit) start(input []byte) (list []contender, end func(), err error) {
	files, err := k.frames(input)
	if err != nil {
		return nil, func() {}, err
	}
	port, err := freePort()
	if err != nil {
		return nil, func() {}, err
	}
	server := exec.Command("/usr/bin/python3", filepath.Join(k.dir, "server.py"), strconv.Itoa(port))
	if err := server.Start(); err != nil {
		return nil, func() {}, err
	}
	end = func() {
		server.Process.Kill()
		server.Wait()
	}
	if err := waitFor(port); err != nil {
		return nil, end, err
	}
	client, err := startWorker("node", filepath.Join(k.dir, "client.mjs"), fmt.Sprintf("http://127.0.0.1:%d", port))
	if err != nil {
		return nil, end, err
	}
	killServer := end
	end = func() {
		client.end()
		killServer()
	}
	const frames = 40
	for kind, file := range files {
		list = append(list, contender{"flask " + kind, func() (float64, error) {
			before, err := process.CPU(server.Process.Pid)
			if err != nil {
				return 0, err
			}
			if _, err := client.do(file, frames); err != nil {
				return 0, err
			}
			after, err := process.CPU(server.Process.Pid)
			return (after - before).Seconds() * 1000 / frames, err
		}})
	}
	return list, end, nil
}

// frames returns the paths of the files that the client sends, by kind.
func (k *flaskKit) frames(input []byte) (map[string]string, error) {
	img, err := jpeg.Decode(bytes.NewReader(input))
	if err != nil {
		return nil, err
	}
	var lossless bytes.Buffer
	if err := png.Encode(&lossless, img); err != nil {
		return nil, err
	}
	files := map[string]string{}
	for kind, data := range map[string][]byte{"jpeg": input, "png": lossless.Bytes()} {
		files[kind] = filepath.Join(k.dir, "frame."+kind)
		if err := os.WriteFile(files[kind], data, 0o600); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// waitFor returns when a server listens on the port.
func waitFor(port int) error {
	for range 100 {
		conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
		if err == nil {
			return conn.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("nobody listens on port %d after 10 s", port)
}
