package release

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// scripted is a folder in which a recipe runs with stand-ins for the programs that leave this machine.
func scripted(t *testing.T, programs map[string]string, env ...string) (dir string, all []string) {
	t.Helper()
	dir, bin := t.TempDir(), t.TempDir()
	for name, body := range programs {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/usr/bin/env bash\n"+body), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir, append(env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+dir)
}

// releaseFiles writes the files of a release that a recipe works with.
func releaseFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// gh downloads two zips, and attests those that are not tampered with.
const gh = `
case "$1 $2" in
"release download")
  [ "$3 $4 $5 $6" = "v0.1.0 --repo idpkit/terraform-provider-idp --dir" ] || exit 2
  mkdir "$7" && echo "${AMD64:-ours}" >"$7/idp_linux_amd64.zip" && echo ours >"$7/idp_darwin_arm64.zip" && echo key >"$7/signing-key.asc"
  ;;
"attestation verify") grep -q ours "$3" && echo "verified $3" ;;
*) exit 2 ;;
esac
`

func TestFetch_Release_VerifiesEachZip(t *testing.T) {
	script := recipe(t, "fetch.sh", nil)
	dir, env := scripted(t, map[string]string{"gh": gh})
	said := run(t, dir, env, "bash", "-c", script)
	for _, want := range []string{"verified release/idp_linux_amd64.zip", "verified release/idp_darwin_arm64.zip"} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %s\n%s", want, said)
		}
	}
	if read(t, filepath.Join(dir, "signing-key.asc")) != "key\n" {
		t.Error("the signing key is not where later releases need it")
	}
}

func TestFetch_LaterRelease_KeepsTheFirstKey(t *testing.T) {
	dir, env := scripted(t, map[string]string{"gh": gh})
	releaseFiles(t, dir, map[string]string{"signing-key.asc": "first"})
	run(t, dir, env, "bash", "-c", recipe(t, "fetch.sh", nil))
	if key := read(t, filepath.Join(dir, "signing-key.asc")); key != "first" {
		t.Errorf("the key is %q", key)
	}
}

func TestFetch_TamperedZip_Fails(t *testing.T) {
	dir, env := scripted(t, map[string]string{"gh": gh}, "AMD64=tampered")
	if said, err := try(t, dir, env, "bash", "-c", recipe(t, "fetch.sh", nil)); err == nil {
		t.Errorf("a tampered zip was accepted:\n%s", said)
	}
}

// privateRegistry plays the API of HCP Terraform that hcp.sh calls.
type privateRegistry struct {
	t        *testing.T
	address  string
	mu       sync.Mutex
	sent     map[string]map[string]any // attributes by the last part of the path
	uploaded map[string]string
}

func (p *privateRegistry) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Method == http.MethodPut {
		if r.Header.Get("Authorization") != "" {
			p.t.Error("the token was sent to the storage")
		}
		p.uploaded[r.URL.Path] = string(body)
		return
	}
	var document struct {
		Data struct{ Attributes map[string]any }
	}
	if err := json.Unmarshal(body, &document); err != nil || r.Header.Get("Authorization") != "Bearer hush" {
		p.t.Errorf("%s: %v", r.URL.Path, err)
	}
	what := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	attributes := document.Data.Attributes
	p.sent[what] = attributes
	links := map[string]any{
		"shasums-upload": p.address + "/sums", "shasums-sig-upload": p.address + "/sig", "provider-binary-upload": p.address + "/zip",
	}
	answer := map[string]any{"data": map[string]any{"attributes": map[string]any{"key-id": "K1"}, "links": links}}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		p.t.Error(err)
	}
}

func TestHCP_Release_IsUploadedWithItsKeyAndChecksums(t *testing.T) {
	for _, program := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	curl, _ := exec.LookPath("curl")
	p := &privateRegistry{t: t, sent: map[string]map[string]any{}, uploaded: map[string]string{}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.address = server.URL
	dir, env := scripted(t, map[string]string{"curl": `exec ` + curl + ` "${@/https:\/\/app.terraform.io/$STAND_IN}"`}, "STAND_IN="+server.URL, "TOKEN=hush")
	releaseFiles(t, dir, map[string]string{
		"signing-key.asc": "armor",
		"release/terraform-provider-idp_0.1.0_SHA256SUMS":      "abc  terraform-provider-idp_0.1.0_linux_amd64.zip\n",
		"release/terraform-provider-idp_0.1.0_SHA256SUMS.sig":  "signature",
		"release/terraform-provider-idp_0.1.0_linux_amd64.zip": "zip",
	})
	run(t, dir, env, "bash", "-c", recipe(t, "hcp.sh", map[string]string{"linux_amd64 darwin_arm64": "linux_amd64"}))
	p.mu.Lock()
	defer p.mu.Unlock()
	for path, want := range map[string]string{
		"/sums": "abc  terraform-provider-idp_0.1.0_linux_amd64.zip\n", "/sig": "signature", "/zip": "zip",
	} {
		if p.uploaded[path] != want {
			t.Errorf("%s: %q", path, p.uploaded[path])
		}
	}
	for what, attribute := range map[string][2]string{
		"gpg-keys": {"ascii-armor", "armor"}, "registry-providers": {"name", "idp"}, "versions": {"key-id", "K1"}, "platforms": {"shasum", "abc"},
	} {
		if got := p.sent[what][attribute[0]]; got != attribute[1] {
			t.Errorf("%s: %s is %v", what, attribute[0], got)
		}
	}
}
