// Package cli is the command line that tests run: Terraform or OpenTofu, wherever make has found or built it.
package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const variable = "TF_ACC_TERRAFORM_PATH"

// Path is where it is. A test that needs it is skipped where there is none, but not in a pipeline, which would stay green
// without having tested anything.
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

// IsOpenTofu reports whether it is OpenTofu.
func IsOpenTofu() bool { return strings.Contains(filepath.Base(os.Getenv(variable)), "tofu") }
