// Command vulnerabilities checks the provider's binary for known vulnerabilities, and fails if one that the binary can reach
// has a fix. It only prints those without a fix.
//
// The reports come from the latest version of the module golang.org/x/vulndb, through the Go module proxy like any other
// module; govulncheck reads its folder of reports directly. The program checks what is released: the main package, and the
// standard library of the Go version in .go-version, which builds the releases, whatever Go is installed. If that version is
// not available, it uses the installed one without checking the standard library, and says so.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	root     = "../../.." // relative to this folder, in which the program must run
	database = "golang.org/x/vulndb@latest"
)

func main() {
	bad, err := check(os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "vulnerabilities:", err)
		os.Exit(2)
	}
	if bad {
		os.Exit(1)
	}
}

func check(out io.Writer) (bad bool, err error) {
	toolchain, err := releaseToolchain()
	if err != nil {
		return false, err
	}
	checkStandardLibrary := true
	if _, err := run(toolchain, "version"); err != nil {
		fmt.Fprintf(out, "%s cannot be had: the standard library is not judged.\n", toolchain)
		toolchain, checkStandardLibrary = "", false
	}
	reports, version, err := download()
	if err != nil {
		return false, err
	}
	fmt.Fprintf(out, "Checking with %s and %s.\n", orInstalled(toolchain), version)
	db := url.URL{Scheme: "file", Path: filepath.ToSlash(reports)}
	output, err := run(toolchain, "tool", "govulncheck", "-C", root, "-format", "json", "-db", db.String(), ".")
	if err != nil {
		return false, err
	}
	found, err := read(bytes.NewReader(output))
	if err != nil {
		return false, err
	}
	return report(out, found, checkStandardLibrary), nil
}

// releaseToolchain returns the Go toolchain that builds releases.
func releaseToolchain() (string, error) {
	version, err := os.ReadFile(filepath.Join(root, ".go-version"))
	return "go" + strings.TrimSpace(string(version)), err
}

func orInstalled(toolchain string) string {
	if toolchain == "" {
		return "the installed Go"
	}
	return toolchain
}

// download returns the folder of the reports and the version of the database.
func download() (folder, version string, err error) {
	output, err := run("", "mod", "download", "-json", database)
	if err != nil {
		return "", "", err
	}
	var module struct{ Path, Version, Dir string }
	err = json.Unmarshal(output, &module)
	return filepath.Join(module.Dir, "data", "osv"), module.Path + " " + module.Version, err
}

// run runs the go command with a toolchain, or the installed one if it is "".
func run(toolchain string, args ...string) ([]byte, error) {
	var stderr bytes.Buffer
	command := exec.Command("go", args...)
	command.Env = os.Environ()
	if toolchain != "" {
		command.Env = append(command.Env, "GOTOOLCHAIN="+toolchain)
	}
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s%s", strings.Join(args, " "), err, stderr.Bytes(), output)
	}
	return output, nil
}
