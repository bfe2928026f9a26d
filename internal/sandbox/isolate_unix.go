//go:build unix && !linux

package sandbox

import (
	"os/exec"
	"syscall"
)

// isolate puts a process into a group of its own. It ends with its standard input, as everywhere.
func isolate(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// restrict takes from this process what it does not need: writing files, dumping memory.
func restrict(int64) {
	for _, resource := range []int{syscall.RLIMIT_CORE, syscall.RLIMIT_FSIZE} {
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{})
	}
}
