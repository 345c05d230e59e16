// Package debian finds the programs that the tests need, and installs Debian's packages of them
// if it can.
package debian

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Find returns the path of the first of the programs that is installed. If there is none, it
// installs the package. The error is one line that says what is missing.
func Find(name string, programs ...string) (string, error) {
	if path := look(programs); path != "" {
		return path, nil
	}
	err := Install(name)
	if path := look(programs); path != "" {
		return path, nil
	}
	return "", fmt.Errorf("none of %s is here, and Debian's package %s could not be installed: %w",
		strings.Join(programs, ", "), name, err)
}

func look(programs []string) string {
	for _, program := range programs {
		if path, err := exec.LookPath(program); err == nil {
			return path
		}
	}
	return ""
}

// Install installs a package that brings no program to look for.
func Install(name string) error { return install(context.Background(), name) }

// install needs apt-get and the right to use it: as root, or by sudo without a password.
func install(ctx context.Context, name string) error {
	apt, err := exec.LookPath("apt-get")
	if err != nil {
		return errors.New("this is no Debian or Ubuntu: there is no apt-get")
	}
	command := []string{apt}
	if os.Geteuid() != 0 {
		if exec.CommandContext(ctx, "sudo", "-n", "true").Run() != nil {
			return fmt.Errorf("no right to run `sudo apt-get install %s` without a password", name)
		}
		command = []string{"sudo", "-n", apt}
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	install := append(command, "install", "-y", "-q", "--no-install-recommends", name)
	if run(ctx, install) == nil {
		return nil
	}
	// A new container has no package lists yet.
	if err := run(ctx, append(command, "update", "-q")); err != nil {
		return err
	}
	return run(ctx, install)
}

func run(ctx context.Context, command []string) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return fmt.Errorf("%s: %w: %s", strings.Join(command, " "), err, lines[len(lines)-1])
}
