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
	done, result := make(chan struct{}), make(chan int64)
	go func() {
		ticker := time.NewTicker(sampling)
		defer ticker.Stop()
		var peak int64
		for {
			peak = max(peak, providerPeak(proc, parent))
			select {
			case <-ticker.C:
			case <-done:
				result <- peak
				return
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-result
	}
}

// providerPeak returns the highest peak among the provider processes that are running now.
func providerPeak(proc string, parent int) int64 {
	files, err := filepath.Glob(filepath.Join(proc, "[0-9]*", "status"))
	if err != nil {
		return 0
	}
	var peak int64
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			continue // the process has ended
		}
		if s := parseStatus(string(content)); s.parent == parent && s.isProvider() {
			peak = max(peak, s.peak)
		}
	}
	return peak
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
