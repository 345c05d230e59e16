//go:build !linux

package process

import "os/exec"

// Tie does nothing here: only Linux can tie a process to its parent's life.
func Tie(*exec.Cmd) {}
