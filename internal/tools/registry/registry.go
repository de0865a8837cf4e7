package main

import (
	"path"
	"path/filepath"
	"slices"
)

// discovery is the path of the discovery document, which must be at the root. The files follow Terraform's provider registry
// protocol. All URLs in them are relative, so that they work under any host name.
const discovery = ".well-known/terraform.json"

type (
	versionsDocument struct {
		Versions []versionEntry `json:"versions"`
	}
	versionEntry struct {
		Version   string          `json:"version"`
		Protocols []string        `json:"protocols"`
		Platforms []platformEntry `json:"platforms"`
	}
	platformEntry struct {
		OS   string `json:"os"`
		Arch string `json:"arch"`
	}
	downloadDocument struct {
		Protocols []string `json:"protocols"`
		platformEntry
		Filename     string      `json:"filename"`
		DownloadURL  string      `json:"download_url"`
		SumsURL      string      `json:"shasums_url"`
		SignatureURL string      `json:"shasums_signature_url"`
		Sum          string      `json:"shasum"`
		SigningKeys  signingKeys `json:"signing_keys"`
	}
	signingKeys struct {
		GPG []signingKey `json:"gpg_public_keys"`
	}
)

func writeRegistry(r release, to string) error {
	provider := filepath.Join(to, "v1", "providers", namespace, providerType)
	folder := filepath.Join(provider, r.version)
	for _, file := range []string{r.name(sumsSuffix), r.name(sumsSuffix) + ".sig"} {
		if err := copyFile(r.path(file), filepath.Join(folder, file)); err != nil {
			return err
		}
	}
	for _, p := range r.packages {
		if err := copyFile(r.path(p.file), filepath.Join(folder, p.file)); err != nil {
			return err
		}
		if err := writeJSON(filepath.Join(folder, "download", p.os, p.arch), r.download(p)); err != nil {
			return err
		}
	}
	if err := addVersion(filepath.Join(provider, "versions"), r.entry()); err != nil {
		return err
	}
	return writeJSON(filepath.Join(to, discovery), map[string]string{"providers.v1": "/v1/providers/"})
}

func (r release) entry() versionEntry {
	entry := versionEntry{Version: r.version, Protocols: r.protocols}
	for _, p := range r.packages {
		entry.Platforms = append(entry.Platforms, platformEntry{OS: p.os, Arch: p.arch})
	}
	return entry
}

func (r release) download(p pkg) downloadDocument {
	address := func(file string) string { return path.Join("../..", file) } // from VERSION/download/OS/ARCH
	return downloadDocument{
		Protocols:     r.protocols,
		platformEntry: platformEntry{OS: p.os, Arch: p.arch},
		Filename:      p.file,
		DownloadURL:   address(p.file),
		SumsURL:       address(r.name(sumsSuffix)),
		SignatureURL:  address(r.name(sumsSuffix) + ".sig"),
		Sum:           p.sum,
		SigningKeys:   signingKeys{GPG: []signingKey{r.key}},
	}
}

// addVersion adds a version and keeps the other versions of the registry.
func addVersion(file string, entry versionEntry) error {
	var document versionsDocument
	if err := readJSON(file, &document); err != nil {
		return err
	}
	document.Versions = slices.DeleteFunc(document.Versions, func(v versionEntry) bool { return v.Version == entry.Version })
	document.Versions = append(document.Versions, entry)
	return writeJSON(file, document)
}
