package release

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// workspace is a folder with a configuration, in which a command line sees nothing of the developer's own but PATH.
type workspace struct {
	t        *testing.T
	cli, dir string
	env      []string
}

func newWorkspace(t *testing.T, cli, configuration, cliConfiguration string) *workspace {
	t.Helper()
	w := &workspace{t: t, cli: cli, dir: t.TempDir()}
	bin := t.TempDir()
	if err := os.Symlink(cli, filepath.Join(bin, "terraform")); err != nil { // scripts call it so
		t.Fatal(err)
	}
	w.env = []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + w.dir,
		"TF_CLI_CONFIG_FILE=" + filepath.Join(w.dir, "cli.tfrc"),
		"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_ARGS=-no-color",
	}
	w.write("main.tf", configuration)
	w.write("cli.tfrc", cliConfiguration)
	return w
}

func (w *workspace) write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workspace) read(name string) string {
	w.t.Helper()
	return read(w.t, filepath.Join(w.dir, name))
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// run runs the command line, which must succeed.
func (w *workspace) run(args ...string) string {
	w.t.Helper()
	return run(w.t, w.dir, w.env, w.cli, args...)
}

// fails runs the command line, which must not succeed.
func (w *workspace) fails(args ...string) string {
	w.t.Helper()
	output, err := try(w.t, w.dir, w.env, w.cli, args...)
	if err == nil {
		w.t.Fatalf("%q succeeded:\n%s", args, output)
	}
	return output
}

// script runs a recipe of the guide.
func (w *workspace) script(content string) {
	w.t.Helper()
	run(w.t, w.dir, w.env, "bash", "-euc", content)
}

var hash = regexp.MustCompile(`"h1:[^"]+"`)

// hashes are the checksums in the lock file that each source of the provider can compare.
func (w *workspace) hashes() []string {
	w.t.Helper()
	found := hash.FindAllString(w.read(".terraform.lock.hcl"), -1)
	slices.Sort(found)
	return found
}

// trust makes the command line trust a server.
func (w *workspace) trust(server *httptest.Server) {
	w.t.Helper()
	w.write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	w.env = append(w.env, "SSL_CERT_FILE="+filepath.Join(w.dir, "ca.pem"))
}

// serve serves a folder over TLS, as any web server would.
func serve(t *testing.T, dir string) *httptest.Server {
	t.Helper()
	server := httptest.NewTLSServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	return server
}
