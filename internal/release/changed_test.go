package release

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// refusesChanges changes what is served, each time something else, and expects that nothing is installed.
func (i installation) refusesChanges(t *testing.T) {
	inRegistry := filepath.Join("v1/providers/idpkit/idp", i.version)
	t.Run("checksum in a registry", func(t *testing.T) {
		folder := changed(t, i.registry)
		sums := filepath.Join(folder, inRegistry, i.sums())
		replace(t, sums, read(t, sums)[:1], "g")
		expect(t, i.registryWorkspace(t, folder).fails("init"), "signature")
	})
	t.Run("zip in a registry", func(t *testing.T) {
		folder := changed(t, i.registry)
		rewriteZip(t, filepath.Join(folder, inRegistry, i.zip(targets[0])))
		expect(t, i.registryWorkspace(t, folder).fails("init"), "checksum")
	})
	t.Run("zip in a network mirror", func(t *testing.T) {
		folder := changed(t, i.mirror)
		i.rewriteZips(t, folder)
		w, _ := i.networkWorkspace(t, folder)
		expect(t, w.fails("init"), "checksum")
	})
	t.Run("zip in a filesystem mirror, with a lock file", func(t *testing.T) {
		folder := changed(t, i.mirror)
		w := i.filesystemWorkspace(t, folder)
		w.run("init")
		i.rewriteZips(t, folder)
		if err := os.RemoveAll(filepath.Join(w.dir, ".terraform")); err != nil {
			t.Fatal(err)
		}
		expect(t, w.fails("init"), "checksum")
	})
}

func expect(t *testing.T, output, want string) {
	t.Helper()
	if !strings.Contains(output, want) {
		t.Errorf("the error says nothing of the %s:\n%s", want, output)
	}
}

// changed is a copy that may be changed.
func changed(t *testing.T, folder string) string {
	t.Helper()
	target := t.TempDir()
	if err := os.CopyFS(target, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return target
}

func replace(t *testing.T, path, from, to string) {
	t.Helper()
	content := strings.Replace(read(t, path), from, to, 1)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (i installation) rewriteZips(t *testing.T, mirror string) {
	t.Helper()
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		rewriteZip(t, filepath.Join(mirror, registry, "idpkit/idp", i.zip(targets[0])))
	}
}

// rewriteZip changes the license in a zip, and nothing else.
func rewriteZip(t *testing.T, path string) {
	t.Helper()
	source, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	target, err := os.Create(path + ".new")
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(target)
	for _, file := range source.File {
		if file.Name != "LICENSE" {
			if err := archive.Copy(file); err != nil {
				t.Fatal(err)
			}
			continue
		}
		license, err := archive.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(license, "No license."); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}
