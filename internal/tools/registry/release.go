package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
)

const (
	namespace    = "idpkit"
	providerType = "idp"
	prefix       = "terraform-provider-" + providerType + "_"
	sumsSuffix   = "_SHA256SUMS"
)

// release is a folder of files with a valid signature and checksums.
type release struct {
	dir       string
	version   string
	protocols []string
	packages  []pkg
	key       signingKey
}

// pkg is the zip for one platform.
type pkg struct {
	os, arch, file, sum string
}

func (p pkg) platform() string { return p.os + "_" + p.arch }

// signingKey is the public key that signed the release.
type signingKey struct {
	ID    string `json:"key_id"`
	Armor string `json:"ascii_armor"`
}

func (r release) name(suffix string) string { return prefix + r.version + suffix }

func (r release) path(file string) string { return filepath.Join(r.dir, file) }

// openRelease reads the release in a folder. It fails if the checksums are not signed by the key or do not match.
func openRelease(dir, keyFile string) (release, error) {
	r := release{dir: dir}
	found, err := filepath.Glob(filepath.Join(dir, prefix+"*"+sumsSuffix))
	if err != nil {
		return r, err
	}
	if len(found) != 1 {
		return r, fmt.Errorf("%s has %d files %s*%s: give a folder with the files of one release", dir, len(found), prefix, sumsSuffix)
	}
	r.version = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), prefix), sumsSuffix)
	sums, err := os.ReadFile(found[0])
	if err != nil {
		return r, err
	}
	if r.key, err = verify(sums, found[0]+".sig", keyFile); err != nil {
		return r, err
	}
	return r, r.readFiles(string(sums))
}

// verify checks the detached signature of the checksums.
func verify(sums []byte, signatureFile, keyFile string) (signingKey, error) {
	armor, err := os.ReadFile(keyFile)
	if err != nil {
		return signingKey{}, err
	}
	keys, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(armor))
	if err != nil {
		return signingKey{}, fmt.Errorf("reading the public key in %s: %w", keyFile, err)
	}
	signature, err := os.ReadFile(signatureFile)
	if err != nil {
		return signingKey{}, err
	}
	signer, err := openpgp.CheckDetachedSignature(keys, bytes.NewReader(sums), bytes.NewReader(signature), nil)
	if err != nil {
		return signingKey{}, fmt.Errorf("the key in %s did not sign the checksums (%w): do not use this release", keyFile, err)
	}
	return signingKey{ID: signer.PrimaryKey.KeyIdString(), Armor: string(armor)}, nil
}

// readFiles verifies each file that is listed in the checksums and exists.
func (r *release) readFiles(sums string) error {
	for line := range strings.Lines(sums) {
		sum, file, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok || file != filepath.Base(file) {
			return fmt.Errorf("the checksums have a line of another form: %q", line)
		}
		got, err := checksum(r.path(file))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		case got != sum:
			return fmt.Errorf("%s has another checksum than the signed one: download it again", file)
		}
		if err := r.add(file, sum); err != nil {
			return err
		}
	}
	if len(r.packages) == 0 || len(r.protocols) == 0 {
		return fmt.Errorf("%s lacks the manifest, or has no zip: download %s and the zips of the platforms that you need", r.dir, r.name("_manifest.json"))
	}
	return nil
}

// add adds a verified file.
func (r *release) add(file, sum string) error {
	if file == r.name("_manifest.json") {
		return r.readManifest(file)
	}
	name, isOurs := strings.CutPrefix(file, r.name("_"))
	platform, isZip := strings.CutSuffix(name, ".zip")
	goos, arch, ok := strings.Cut(platform, "_")
	if !isOurs || !isZip || !ok {
		return fmt.Errorf("the checksums name a file that is no zip of a platform: %s", file)
	}
	r.packages = append(r.packages, pkg{os: goos, arch: arch, file: file, sum: sum})
	return nil
}

func (r *release) readManifest(file string) error {
	content, err := os.ReadFile(r.path(file))
	if err != nil {
		return err
	}
	var manifest struct {
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	r.protocols = manifest.Metadata.ProtocolVersions
	return nil
}

func checksum(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
