package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

// The demo is the first thing that users run. It fails unless each plan finds what it should, and its output must show that.
func TestDemoShowsDriftAndHealsIt(t *testing.T) {
	path, root := cli.Path(t), t.TempDir()
	examples, err := filepath.Abs("../../examples")
	if err == nil {
		err = os.Symlink(examples, filepath.Join(root, "examples"))
	}
	if err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(root, "bin")+"/", "../..")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, output)
	}
	t.Chdir(root)

	var out bytes.Buffer
	if err := run(t.Context(), path, &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	expectInOrder(t, strings.Join(strings.Fields(out.String()), " "),
		"Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
		"at keycard: Billing agent, client ID",
		"No changes.",
		"=== The plan shows both.",
		`name = "Renamed" -> "Billing agent"`,
		`- "https://evil.example.com/callback",`,
		"# idp_application.fees will be created",
		"Plan: 1 to add, 1 to change, 0 to destroy.",
		"=== An apply repairs the drift.",
		"Apply complete! Resources: 1 added, 1 changed, 0 destroyed.",
		"No changes.",
		"Destroy complete! Resources: 3 destroyed.",
		"The demo succeeded",
	)
}

func expectInOrder(t *testing.T, output string, all ...string) {
	t.Helper()
	rest := output
	for _, want := range all {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%q does not follow:\n%s", want, output)
		}
		rest = after
	}
}
