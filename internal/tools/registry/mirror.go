package main

import (
	"fmt"
	"path/filepath"

	"golang.org/x/mod/sumdb/dirhash"
)

// mirrored has the registries that a mirror replaces: Terraform and OpenTofu each look under the name of their registry.
var mirrored = []string{"registry.terraform.io", "registry.opentofu.org"}

type (
	indexDocument struct {
		Versions map[string]struct{} `json:"versions"`
	}
	archivesDocument struct {
		Archives map[string]archive `json:"archives"`
	}
	archive struct {
		URL    string   `json:"url"`
		Hashes []string `json:"hashes"`
	}
)

// writeMirror writes a network mirror with the layout of `terraform providers mirror`, so that it is also a filesystem
// mirror.
func writeMirror(r release, to string) error {
	for _, host := range mirrored {
		if err := mirror(r, filepath.Join(to, host, namespace, providerType)); err != nil {
			return err
		}
	}
	return nil
}

func mirror(r release, folder string) error {
	archives := archivesDocument{Archives: map[string]archive{}}
	for _, p := range r.packages {
		if err := copyFile(r.path(p.file), filepath.Join(folder, p.file)); err != nil {
			return err
		}
		hash, err := dirhash.HashZip(r.path(p.file), dirhash.Hash1)
		if err != nil {
			return fmt.Errorf("hashing %s: %w", p.file, err)
		}
		archives.Archives[p.platform()] = archive{URL: p.file, Hashes: []string{hash}}
	}
	if err := writeJSON(filepath.Join(folder, r.version+".json"), archives); err != nil {
		return err
	}
	index := indexDocument{Versions: map[string]struct{}{}}
	file := filepath.Join(folder, "index.json")
	if err := readJSON(file, &index); err != nil {
		return err
	}
	index.Versions[r.version] = struct{}{}
	return writeJSON(file, index)
}
