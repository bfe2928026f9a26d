package sandbox

import (
	"os/exec"
	"syscall"
)

// isolate puts a process into a group of its own that dies with the thread that started it.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// restrict takes from this process what it does not need: writing files, dumping memory, memory without end. More
// memory than data bytes makes the process end.
func restrict(data int64) {
	for resource, most := range map[int]uint64{syscall.RLIMIT_CORE: 0, syscall.RLIMIT_FSIZE: 0, syscall.RLIMIT_DATA: uint64(data), syscall.RLIMIT_NOFILE: 64} {
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most})
	}
}
