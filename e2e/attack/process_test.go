package attack

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"framepost/e2e/process"
	"framepost/e2e/service"
)

// The attacker is a process of its own, as it would have a machine of its own: what it
// computes must not keep the viewer from being measured, so it gets the CPU that is left.
// It is this test's binary, with the row and the server's port in its environment.
const (
	rowVariable  = "ATTACK_ROW"
	portVariable = "ATTACK_PORT"
	dirVariable  = "ATTACK_DIR"
)

// attackOnly attacks and returns true in the attacker's process.
func attackOnly() bool {
	row, err := strconv.Atoi(os.Getenv(rowVariable))
	if err != nil {
		return false
	}
	port, err := strconv.Atoi(os.Getenv(portVariable))
	if err != nil {
		return false
	}
	rows[row].attack(context.Background(), &service.Server{Port: port})
	return true
}

// assail starts the attack of a row, and returns what ends it.
func assail(t *testing.T, row int, s *service.Server) (stop func()) {
	t.Helper()
	command := exec.Command("nice", "-n", "19", os.Args[0])
	command.Env = append(os.Environ(), rowVariable+"="+strconv.Itoa(row), portVariable+"="+strconv.Itoa(s.Port), dirVariable+"="+dir)
	command.Stderr = os.Stderr
	process.Tie(command)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return func() {
		_ = command.Process.Kill() // it may have ended
		_ = command.Wait()
	}
}
