// Command vulnerabilities looks for known vulnerabilities in the provider's binary, and fails where one that the binary can
// reach has a fix. Those without a fix are printed: nothing can be done about them but to know them.
//
// The reports come from the module golang.org/x/vulndb, in its newest version, through the Go module proxy like any other
// module; govulncheck reads its folder of reports as it is. What is judged is what is released: the main package, and the
// standard library of the Go version in .go-version, with which releases are built, whatever Go is installed here. Where
// that version cannot be had, the installed one is judged without its standard library, and the output says so.
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
	root     = "../../.." // from this folder, where the program has to be started
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

// releaseToolchain is the Go that releases are built with.
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

// download returns the folder of the reports, and the database's version.
func download() (folder, version string, err error) {
	output, err := run("", "mod", "download", "-json", database)
	if err != nil {
		return "", "", err
	}
	var module struct{ Path, Version, Dir string }
	err = json.Unmarshal(output, &module)
	return filepath.Join(module.Dir, "data", "osv"), module.Path + " " + module.Version, err
}

// run runs the go command, of a toolchain if one is named.
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
