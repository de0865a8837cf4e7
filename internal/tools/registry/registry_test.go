package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const linuxZip = "terraform-provider-idp_1.2.3_linux_amd64.zip"

func TestPublish_FilesThatWereChanged_AreRefused(t *testing.T) {
	signer, other := newSigner(t), newSigner(t)
	for name, row := range map[string]struct {
		change func(fixture)
		want   string
	}{
		"a zip": {
			func(f fixture) { f.write(linuxZip, zipped(t, "something else")) },
			linuxZip + " has another checksum than the signed one",
		},
		"the checksums": {
			func(f fixture) { f.write("terraform-provider-idp_1.2.3_SHA256SUMS", []byte("00  "+linuxZip+"\n")) },
			"did not sign the checksums",
		},
		"the key": {func(f fixture) { f.writeKey(other) }, "did not sign the checksums"},
		"no manifest": {
			func(f fixture) { f.remove("terraform-provider-idp_1.2.3_manifest.json") },
			"lacks the manifest",
		},
		"no signature": {func(f fixture) { f.remove("terraform-provider-idp_1.2.3_SHA256SUMS.sig") }, "no such file"},
		"two releases": {
			func(f fixture) { f.write("terraform-provider-idp_1.2.4_SHA256SUMS", nil) },
			"give a folder with the files of one release",
		},
	} {
		for _, asMirror := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				f, to := newFixture(t, signer, "1.2.3"), filepath.Join(t.TempDir(), "site")
				row.change(f)
				err := publish(f.key, f.dir, to, asMirror)
				if err == nil || !strings.Contains(err.Error(), row.want) {
					t.Errorf("got %v, want %q", err, row.want)
				}
				if _, err := os.Stat(to); !os.IsNotExist(err) {
					t.Errorf("something was written: %v", err)
				}
			})
		}
	}
}

func TestPublish_Registry_AddressesLeadToTheFiles(t *testing.T) {
	f, to := newFixture(t, newSigner(t), "1.2.3"), t.TempDir()
	f.remove("terraform-provider-idp_1.2.3_darwin_arm64.zip") // not everyone needs every platform
	if err := publish(f.key, f.dir, to, false); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(to)))
	t.Cleanup(server.Close)

	var services map[string]string
	decode(t, get(t, server.URL+"/.well-known/terraform.json"), &services)
	provider := server.URL + services["providers.v1"] + "idpkit/idp/"
	var versions versionsDocument
	decode(t, get(t, provider+"versions"), &versions)
	want := []platformEntry{{OS: "linux", Arch: "amd64"}}
	if len(versions.Versions) != 1 || !slices.Equal(versions.Versions[0].Platforms, want) {
		t.Errorf("got %+v", versions)
	}

	address := provider + "1.2.3/download/linux/amd64"
	var download downloadDocument
	decode(t, get(t, address), &download)
	for relative, file := range map[string]string{
		download.DownloadURL:  linuxZip,
		download.SumsURL:      "terraform-provider-idp_1.2.3_SHA256SUMS",
		download.SignatureURL: "terraform-provider-idp_1.2.3_SHA256SUMS.sig",
	} {
		original, err := os.ReadFile(filepath.Join(f.dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if got := get(t, resolve(t, address, relative)); got != string(original) {
			t.Errorf("%s does not lead to %s", relative, file)
		}
	}
	if keys := download.SigningKeys.GPG; len(keys) != 1 || len(keys[0].ID) != 16 || !strings.Contains(keys[0].Armor, "PUBLIC KEY BLOCK") {
		t.Errorf("got keys %+v", keys)
	}
}

func TestPublish_SecondRelease_KeepsTheFirst(t *testing.T) {
	signer, registry, mirror := newSigner(t), t.TempDir(), t.TempDir()
	for _, version := range []string{"1.2.3", "1.3.0", "1.3.0"} { // the same one again changes nothing
		f := newFixture(t, signer, version)
		if err := publish(f.key, f.dir, registry, false); err != nil {
			t.Fatal(err)
		}
		if err := publish(f.key, f.dir, mirror, true); err != nil {
			t.Fatal(err)
		}
	}
	var versions versionsDocument
	if err := readJSON(filepath.Join(registry, "v1/providers/idpkit/idp/versions"), &versions); err != nil {
		t.Fatal(err)
	}
	if len(versions.Versions) != 2 {
		t.Errorf("the registry has %+v", versions)
	}
	for _, host := range mirrored {
		var index indexDocument
		if err := readJSON(filepath.Join(mirror, host, "idpkit/idp/index.json"), &index); err != nil {
			t.Fatal(err)
		}
		if len(index.Versions) != 2 {
			t.Errorf("the mirror of %s has %+v", host, index)
		}
	}
}

func get(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", address, response.Status, err)
	}
	return string(body)
}

func decode(t *testing.T, content string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(content), into); err != nil {
		t.Fatalf("%v in %s", err, content)
	}
}

func resolve(t *testing.T, base, relative string) string {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := url.Parse(relative)
	if err != nil {
		t.Fatal(err)
	}
	return address.ResolveReference(reference).String()
}
