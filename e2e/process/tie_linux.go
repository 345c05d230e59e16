package process

import (
	"os/exec"
	"syscall"
)

// Tie makes the kernel kill the command when this process ends in any way, because a test that
// panics or exceeds its time limit does not clean up.
func Tie(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
