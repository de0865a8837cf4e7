package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	procfs = "/proc"

	// sampling is how often memory is looked at. The kernel keeps the peak of each process, so that a sample misses only
	// what is added in the time between it and the end of the process.
	sampling = 25 * time.Millisecond
)

// watchMemory looks at the provider processes that a command starts, until the function that it returns is called; that
// returns the highest peak of resident memory among them, in bytes, or 0 where the system has no proc file system.
//
// The usage that the kernel reports for an ended child is of no use here: it is the maximum over the command itself and
// the providers that it waited for, and the command is the larger one.
func watchMemory(proc string, parent int) func() int64 {
	w := watcher{proc: proc, parent: parent, strangers: map[string]bool{}}
	done, result := make(chan struct{}), make(chan int64)
	go func() {
		ticker := time.NewTicker(sampling)
		defer ticker.Stop()
		for {
			w.look()
			select {
			case <-ticker.C:
			case <-done:
				result <- w.peak
				return
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-result
	}
}

// watcher looks at the processes of the system again and again.
type watcher struct {
	proc      string
	parent    int
	strangers map[string]bool // processes of others, which need no second look: looking takes time from what is measured
	peak      int64
}

func (w *watcher) look() {
	entries, err := os.ReadDir(w.proc)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if pid := entry.Name(); isNumber(pid) && !w.strangers[pid] {
			w.lookAt(pid)
		}
	}
}

func (w *watcher) lookAt(pid string) {
	content, err := os.ReadFile(filepath.Join(w.proc, pid, "status"))
	if err != nil {
		return // the process has ended
	}
	s := parseStatus(string(content))
	if s.parent != w.parent {
		w.strangers[pid] = true
		return
	}
	if s.isProvider() {
		w.peak = max(w.peak, s.peak)
	}
}

func isNumber(name string) bool {
	_, err := strconv.Atoi(name)
	return err == nil
}

// status is what a process's status file says.
type status struct {
	name   string
	parent int
	peak   int64 // of resident memory, in bytes
}

// isProvider tells by the name, which is that of the parent until the process runs its own program. The kernel keeps 15
// bytes of it.
func (s status) isProvider() bool { return s.name == binary[:15] }

func parseStatus(content string) status {
	var s status
	for line := range strings.Lines(content) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch key {
		case "Name":
			s.name = value
		case "PPid":
			s.parent, _ = strconv.Atoi(value)
		case "VmHWM":
			kibibytes, _ := strconv.ParseInt(strings.TrimSuffix(value, " kB"), 10, 64)
			s.peak = kibibytes << 10
		}
	}
	return s
}
