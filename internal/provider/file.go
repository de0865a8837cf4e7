package provider

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// file returns the path in a file setting, "" if it is not set.
func (s *settings) file(attribute string) string { return expandHome(s.text(attribute), s.lookupEnv) }

// expandHome replaces a ~ at the start of a path with the home directory, as a shell does.
func expandHome(name string, lookupEnv func(string) (string, bool)) string {
	if !strings.HasPrefix(name, "~") || len(name) > 1 && !os.IsPathSeparator(name[1]) {
		return name
	}
	home, _ := lookupEnv("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return name
		}
	}
	return filepath.Join(home, name[1:])
}

// readKeyFile reads a private key from the file named by a setting, and warns if other users can read the file. The error
// does not contain the name, which could be the key itself.
func readKeyFile(setting, name string) (idp.Secret, diag.Diagnostics, error) {
	f, err := os.Open(name) //nolint:gosec // the user names the file
	if err != nil {
		return "", nil, withoutPath(err)
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(f)
	if err != nil {
		return "", nil, withoutPath(err)
	}
	info, err := f.Stat()
	if err != nil {
		return "", nil, withoutPath(err)
	}
	return idp.Secret(content), warnReadable(setting, name, info.Mode()), nil
}

// withoutPath returns the cause of an error about a file.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// warnReadable skips pipes, such as those of a shell's <(…), and Windows, which has no such modes.
func warnReadable(setting, name string, mode os.FileMode) (diags diag.Diagnostics) {
	if runtime.GOOS != "windows" && mode.IsRegular() && mode&0o077 != 0 {
		diags.AddWarning("Private key file is readable by others", fmt.Sprintf(
			"%s names %s, which has mode %04o: other users of this machine can use the private key in it. Run chmod 600 on the file.",
			setting, name, mode.Perm()))
	}
	return diags
}
