package release

import (
	"os"
	"path/filepath"
	"testing"
)

const changelog = `# Changelog

## Unreleased

- not yet

## 0.2.0 (December 1, 2026)

### Added

- a thing

## 0.1.10 (November 30, 2026)

- ten

## 0.1.1 (November 29, 2026)

## 0.1.0

- without a date
`

func TestReleaseNotes_AreTheSectionOfTheVersion(t *testing.T) {
	for version, want := range map[string]string{
		"0.2.0":      "\n### Added\n\n- a thing\n",
		"0.1.10":     "\n- ten\n",
		"0.1.1":      "", // empty
		"0.1.0":      "", // has no date
		"0.1":        "",
		"Unreleased": "",
	} {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "internal", "tools"), 0o700); err != nil {
			t.Fatal(err)
		}
		script := filepath.Join(dir, "internal", "tools", "release-notes")
		if err := os.WriteFile(script, []byte(read(t, filepath.Join(root, "internal/tools/release-notes"))), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "CHANGELOG.md"), []byte(changelog), 0o600); err != nil {
			t.Fatal(err)
		}
		output, err := try(t, dir, nil, script, version)
		if (err == nil) != (want != "") || want != "" && output != want {
			t.Errorf("%s: got %q, %v, want %q", version, output, err, want)
		}
	}
}
