package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// fixture is a small release and the public key that signed it.
type fixture struct {
	t        *testing.T
	dir, key string
}

func newFixture(t *testing.T, signer *openpgp.Entity, version string) fixture {
	t.Helper()
	f := fixture{t: t, dir: t.TempDir(), key: filepath.Join(t.TempDir(), "key.asc")}
	f.writeKey(signer)
	name := prefix + version
	var sums bytes.Buffer
	for file, content := range map[string][]byte{
		name + "_manifest.json":    []byte(`{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`),
		name + "_darwin_arm64.zip": zipped(t, "for a Mac"),
		name + "_linux_amd64.zip":  zipped(t, "for a server"),
	} {
		f.write(file, content)
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), file)
	}
	var signature bytes.Buffer
	if err := openpgp.DetachSign(&signature, signer, bytes.NewReader(sums.Bytes()), nil); err != nil {
		t.Fatal(err)
	}
	f.write(name+sumsSuffix, sums.Bytes())
	f.write(name+sumsSuffix+".sig", signature.Bytes())
	return f
}

func newSigner(t *testing.T) *openpgp.Entity {
	t.Helper()
	signer, err := openpgp.NewEntity("Test", "", "test@example.com", &packet.Config{Algorithm: packet.PubKeyAlgoRSA, RSABits: 2048})
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func (f fixture) writeKey(signer *openpgp.Entity) {
	f.t.Helper()
	var content bytes.Buffer
	out, err := armor.Encode(&content, openpgp.PublicKeyType, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	if err := signer.Serialize(out); err != nil {
		f.t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(f.key, content.Bytes(), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f fixture) write(file string, content []byte) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, file), content, 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f fixture) remove(file string) {
	f.t.Helper()
	if err := os.Remove(filepath.Join(f.dir, file)); err != nil {
		f.t.Fatal(err)
	}
}

func zipped(t *testing.T, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	file, err := archive.Create("terraform-provider-idp")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
