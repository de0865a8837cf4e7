// Package cli finds the command line that tests run: the Terraform or OpenTofu that make found or built.
package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const variable = "TF_ACC_TERRAFORM_PATH"

// Path returns the path of the command line. Without one, it skips the test. In a pipeline it fails the test instead,
// because the pipeline would pass without having tested anything.
func Path(tb testing.TB) string {
	tb.Helper()
	path := os.Getenv(variable)
	switch {
	case path != "":
	case os.Getenv("CI") != "":
		tb.Fatalf("%s names no terraform or tofu, without which nothing here is tested", variable)
	default:
		tb.Skipf("%s names no terraform or tofu; make test sets it", variable)
	}
	return path
}

// IsOpenTofu reports whether the command line is OpenTofu.
func IsOpenTofu() bool { return strings.Contains(filepath.Base(os.Getenv(variable)), "tofu") }
