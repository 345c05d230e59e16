package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"time"

	"framepost/api/wire"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// patience is how long a server may take to answer: far longer than it ever takes.
const patience = 10 * time.Second

// interval is between two attempts to connect: short beside a start, and long enough to leave
// the CPUs to the server.
const interval = 100 * time.Microsecond

// start starts a server and returns the time from there to the first byte of the answer to a
// frame, which must have that status.
func start(binary string, status int, frame []byte) (time.Duration, error) {
	ports, err := service.FreePorts(1)
	if err != nil {
		return 0, err
	}
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), "PORT="+strconv.Itoa(ports[0]), "FRAMEPOST_HOST=127.0.0.1")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	process.Tie(cmd)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	took, err := answered(net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[0])), status, frame, began)
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it was killed
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", binary, err, log.Bytes())
	}
	return took, nil
}

// answered sends a frame as soon as a server takes a connection, and returns the time from
// began to the answer.
func answered(address string, status int, frame []byte, began time.Time) (time.Duration, error) {
	request, err := http.NewRequest(http.MethodPost, "http://"+address+wire.PathFrame, bytes.NewReader(frame))
	if err != nil {
		return 0, err
	}
	var conn net.Conn
	for {
		if conn, err = net.Dial("tcp", address); err == nil {
			break
		}
		if time.Since(began) > patience {
			return 0, err
		}
		time.Sleep(interval)
	}
	defer conn.Close()
	if err := conn.SetDeadline(began.Add(patience)); err != nil {
		return 0, err
	}
	if err := request.Write(conn); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), request)
	took := time.Since(began)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != status {
		return 0, fmt.Errorf("the answer is %s", answer.Status)
	}
	return took, nil
}
