package examples

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// module returns a world and a workspace with a copy of examples/module.
func module(t *testing.T) (*acctest.World, *acctest.Workspace) {
	t.Helper()
	source, err := filepath.Abs("../../examples/module")
	if err != nil {
		t.Fatal(err)
	}
	world := acctest.New(t)
	workspace := world.Workspace("")
	if output, status := workspace.Script("cp -r " + source + "/. . && terraform init"); status != 0 {
		t.Fatal(output)
	}
	return world, workspace
}

func TestModule_Mocked_PassesWithoutAPlatform(t *testing.T) {
	world, workspace := module(t)
	passes(t, workspace, 4, "test")
	if sent := world.Sent(); len(sent) > 0 {
		t.Errorf("a mock sent requests: %v", sent)
	}
}

func TestModule_Applied_HandsOnACredentialOfEachPlatform(t *testing.T) {
	world, workspace := module(t)
	zitadel, keycard := world.Env["ZITADEL_PROJECT_ID"], world.Env["KEYCARD_ZONE_ID"]
	for platform, variables := range map[string]map[string]string{
		"zitadel": {"name": "orders-api", "platform": `{"zitadel":{"project_id":"` + zitadel + `"}}`},
		"keycard": {
			"name": "Billing agent", "identifier": "https://billing.example.com",
			"platform": `{"keycard":{"zone_id":"` + keycard + `"}}`,
		},
		"lerian": {"name": "plugin-fees", "description": "Calculates the fees every night", "platform": `{"lerian":{}}`},
	} {
		t.Run(platform, func(t *testing.T) {
			for _, name := range []string{"name", "identifier", "description", "platform"} {
				delete(world.Env, "TF_VAR_"+name)
			}
			for name, value := range variables {
				world.Env["TF_VAR_"+name] = value
			}
			passes(t, workspace, 1, "test", "-test-directory=tests/emulator")
			if len(world.Sent()) == 0 {
				t.Error("nothing was sent to the platform")
			}
		})
	}
}

// passes checks that exactly this number of runs passed: terraform test also succeeds without any tests.
func passes(t *testing.T, workspace *acctest.Workspace, runs int, args ...string) {
	t.Helper()
	output, status := workspace.Run(args...)
	if status != 0 || strings.Count(output, `"... pass`) != runs {
		t.Errorf("status %d:\n%s", status, output)
	}
}
