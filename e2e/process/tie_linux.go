package process

import (
	"os/exec"
	"syscall"
)

// Tie makes the kernel kill the command when this process ends, in whatever way: a
// test that panics or runs into its time limit runs no cleanup.
func Tie(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
