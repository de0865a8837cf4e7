package release

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// installation is a snapshot to be installed by a command line, from a registry or from mirrors.
type installation struct {
	snapshot
	cli              string
	registry, mirror string // folders
}

func newInstallation(t *testing.T, s snapshot, cli string) installation {
	t.Helper()
	i := installation{snapshot: s, cli: cli, registry: t.TempDir(), mirror: t.TempDir()}
	for name, folder := range map[string][2]string{
		"registry.sh": {"/var/www/registry", i.registry}, "mirror.sh": {"/opt/terraform/mirror", i.mirror},
	} {
		command := recipe(t, name, map[string]string{
			"github.com/idpkit/terraform-provider-idp/internal/tools/registry@v0.1.0": "./internal/tools/registry",
			"signing-key.asc": s.key(),
			"release /":       s.dir + " /",
			folder[0]:         folder[1],
		})
		run(t, root, nil, "bash", "-euc", command)
	}
	return i
}

// recipe is a file of the guide, with the snapshot's facts in place of the guide's.
func recipe(t *testing.T, name string, facts map[string]string) string {
	t.Helper()
	content := read(t, filepath.Join(root, "examples", "guides", "install", name))
	for from, to := range facts {
		if !strings.Contains(content, from) {
			t.Fatalf("%s has no %q", name, from)
		}
		content = strings.ReplaceAll(content, from, to)
	}
	return content
}

// configuration has an application on each platform, and takes the provider from a registry.
func (i installation) configuration(t *testing.T, source string) string {
	t.Helper()
	const line = `source = "idpkit/idp"`
	content := read(t, filepath.Join(root, "examples", "demo", "main.tf"))
	if !strings.Contains(content, line) {
		t.Fatalf("examples/demo has no %s", line)
	}
	return strings.Replace(content, line, `source  = "`+source+`"`+"\n      version = "+`"`+i.version+`"`, 1)
}

// registryWorkspace takes the provider from a registry that serves the folder.
func (i installation) registryWorkspace(t *testing.T, folder string) *workspace {
	t.Helper()
	server := serve(t, folder)
	host := strings.TrimPrefix(server.URL, "https://")
	w := newWorkspace(t, i.cli, i.configuration(t, host+"/idpkit/idp"), "")
	w.trust(server)
	return w
}

func (i installation) networkWorkspace(t *testing.T, folder string) (w *workspace, address string) {
	t.Helper()
	server := serve(t, folder)
	settings := recipe(t, "network-mirror.tfrc", map[string]string{"https://terraform-mirror.example.com/": server.URL + "/"})
	w = newWorkspace(t, i.cli, i.configuration(t, "idpkit/idp"), settings)
	w.trust(server)
	return w, server.URL + "/"
}

func (i installation) filesystemWorkspace(t *testing.T, folder string) *workspace {
	t.Helper()
	settings := recipe(t, "filesystem-mirror.tfrc", map[string]string{"/opt/terraform/mirror": folder})
	return newWorkspace(t, i.cli, i.configuration(t, "idpkit/idp"), settings)
}

var signed = regexp.MustCompile(`signed, key ID [0-9A-F]{16}`)

func (i installation) fromRegistry(t *testing.T) {
	platforms, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platforms.Close)
	w := i.registryWorkspace(t, i.registry)
	environment := platforms.Environment()
	for name, value := range environment {
		w.env = append(w.env, name+"="+value)
	}
	w.env = append(w.env, "TF_VAR_zitadel_project_id="+environment["ZITADEL_PROJECT_ID"], "TF_VAR_keycard_zone_id="+environment["KEYCARD_ZONE_ID"])

	if output := w.run("init"); !signed.MatchString(output) {
		t.Errorf("no signature was verified:\n%s", output)
	}
	w.script(recipe(t, "lock.sh", nil))
	if got := w.hashes(); len(got) != len(targets) {
		t.Errorf("the lock file has the hashes %v", got)
	}
	w.run("init", "-lockfile=readonly")
	w.run("apply", "-auto-approve")
	expectApplications(t, platforms, 1)
	w.run("destroy", "-auto-approve")
	expectApplications(t, platforms, 0)
}

func expectApplications(t *testing.T, platforms *emulator.Emulator, want int) {
	t.Helper()
	for name, applications := range platforms.Applications() {
		if len(applications) != want {
			t.Errorf("%s has %d applications, want %d", name, len(applications), want)
		}
	}
}

func (i installation) fromMirrors(t *testing.T) {
	registry := i.registryWorkspace(t, i.registry)
	registry.script(recipe(t, "lock.sh", nil))

	filesystem := i.filesystemWorkspace(t, i.mirror)
	filesystem.script(recipe(t, "lock-filesystem-mirror.sh", map[string]string{"/opt/terraform/mirror": i.mirror}))
	filesystem.run("init", "-lockfile=readonly")
	filesystem.run("validate")

	network, address := i.networkWorkspace(t, i.mirror)
	network.script(recipe(t, "lock-network-mirror.sh", map[string]string{"https://terraform-mirror.example.com/": address}))
	network.run("init", "-lockfile=readonly")
	network.run("validate")

	want := registry.hashes()
	if got := filesystem.hashes(); !slices.Equal(got, want) {
		t.Errorf("the filesystem mirror gives the hashes %v, the registry %v", got, want)
	}
	if got := network.hashes(); !slices.Equal(got, want) {
		t.Errorf("the network mirror gives the hashes %v, the registry %v", got, want)
	}
}

func (i installation) fromGitHub(t *testing.T) {
	laptop := i.filesystemWorkspace(t, i.mirror)
	laptop.script(recipe(t, "lock-filesystem-mirror.sh", map[string]string{"/opt/terraform/mirror": i.mirror}))

	downloads := httptest.NewTLSServer(http.StripPrefix("/v"+i.version, http.FileServer(http.Dir(i.dir))))
	t.Cleanup(downloads.Close)
	pipeline := newWorkspace(t, i.cli, i.configuration(t, "idpkit/idp"), "")
	pipeline.write(".terraform.lock.hcl", laptop.read(".terraform.lock.hcl"))
	pipeline.trust(downloads)
	pipeline.script(recipe(t, "download.sh", map[string]string{
		"version=0.1.0":        "version=" + i.version,
		"platform=linux_amd64": "platform=" + targets[0],
		"https://github.com/idpkit/terraform-provider-idp/releases/download": downloads.URL,
	}))
	pipeline.run("init", "-lockfile=readonly")
	pipeline.run("validate")
}
