package release

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestRelease needs tools that make release-test builds.
func TestRelease(t *testing.T) {
	clis := filepath.SplitList(os.Getenv("IDP_RELEASE_CLIS"))
	if len(clis) == 0 {
		t.Skip("IDP_RELEASE_CLIS names no command lines; make release-test sets it")
	}
	if runtime.GOOS != "linux" {
		t.Skip("command lines trust a test's certificate only on Linux")
	}
	s := buildSnapshot(t)
	t.Run("Signature_IsGood", func(t *testing.T) { verifySignature(t, s) })
	t.Run("Zips_ContainBinaryAndLicense", func(t *testing.T) { checkZips(t, s) })
	t.Run("BillOfMaterials_ListsModules", func(t *testing.T) { checkBills(t, s) })
	t.Run("SecondBuild_GivesTheSameBytes", func(t *testing.T) { compare(t, s, buildSnapshot(t)) })
	for _, path := range clis {
		i := newInstallation(t, s, path)
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Run("Registry_InstallsAndApplies", i.fromRegistry)
			t.Run("Mirrors_InstallWithTheLockOfTheRegistry", i.fromMirrors)
			t.Run("GitHubRelease_InstallsWithALockFile", i.fromGitHub)
			t.Run("ChangedFiles_AreRefused", i.refusesChanges)
		})
	}
}

func verifySignature(t *testing.T, s snapshot) {
	home := t.TempDir()
	if err := os.Chmod(home, 0o700); err != nil {
		t.Fatal(err)
	}
	run(t, s.dir, nil, "gpg", "--batch", "--homedir", home, "--import", s.key())
	run(t, s.dir, nil, "gpg", "--batch", "--homedir", home, "--verify", s.sums()+".sig", s.sums())
	output := run(t, s.dir, nil, "sha256sum", "--check", s.sums())
	if got := strings.Count(output, ": OK"); got != len(targets)+1 { // and the manifest, but no bill of materials
		t.Errorf("%d files are in the checksums:\n%s", got, output)
	}
}
