// Package debian installs the Debian packages that a test cannot do without.
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

// Install installs a package where apt-get and the right to use it (root, or sudo
// that asks for no password) are there. The error is one line for a person to act
// on.
func Install(ctx context.Context, name string) error {
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
	// A fresh container has no package lists yet.
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
