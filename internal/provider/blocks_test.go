package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// schemas returns all schemas of the provider by the keyword of their blocks in a configuration and the type.
func schemas(t *testing.T, w *acctest.World) map[[2]string]*tfprotov6.SchemaBlock {
	t.Helper()
	server, err := w.Server()
	if err != nil {
		t.Fatal(err)
	}
	got, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[[2]string]*tfprotov6.SchemaBlock{{"provider", "idp"}: got.Provider.Block}
	for keyword, of := range map[string]map[string]*tfprotov6.Schema{
		"resource": got.ResourceSchemas, "data": got.DataSourceSchemas, "list": got.ListResourceSchemas, "ephemeral": got.EphemeralResourceSchemas,
	} {
		if len(of) == 0 {
			t.Fatalf("the provider has no %s", keyword)
		}
		for name, schema := range of {
			all[[2]string{keyword, name}] = schema.Block
		}
	}
	return all
}

// blocks returns the paths of a block and all blocks in it.
func blocks(block *tfprotov6.SchemaBlock, at ...string) [][]string {
	all := [][]string{at}
	for _, inner := range block.BlockTypes {
		all = append(all, blocks(inner.Block, append(slices.Clip(at), inner.TypeName)...)...)
	}
	return all
}

// Terraform silently drops unknown names inside an object attribute, but reports them inside a block. A misspelt
// keep_previous_credential once got a credential deleted.
func TestSchemas_NoSettingIsAnObjectAttribute(t *testing.T) {
	t.Parallel()
	for name, schema := range schemas(t, acctest.New(t)) {
		var check func(*tfprotov6.SchemaBlock)
		check = func(block *tfprotov6.SchemaBlock) {
			for _, a := range block.Attributes {
				if (a.Optional || a.Required) && strings.Contains(a.ValueType().String(), "tftypes.Object") {
					t.Errorf("%s: attribute %s can be configured and has an object", name, a.Name)
				}
			}
			for _, inner := range block.BlockTypes {
				check(inner.Block)
			}
		}
		check(schema)
	}
}

// misspelt returns a configuration with one object for each block of these schemas, in which the block has an unknown
// argument, and the names of these arguments.
func misspelt(schemas map[[2]string]*tfprotov6.SchemaBlock) (config string, names []string) {
	var b strings.Builder
	for _, kind := range slices.SortedFunc(maps.Keys(schemas), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		for _, path := range blocks(schemas[kind]) {
			name := strings.Join(append([]string{"misspelt", kind[0], kind[1]}, path...), "_")
			names = append(names, name)
			b.WriteString(object(kind, name, nested(path, name)))
		}
	}
	return b.String(), names
}

// nested returns an argument in blocks.
func nested(path []string, argument string) string {
	if len(path) == 0 {
		return argument + " = \"x\"\n"
	}
	return path[0] + " {\n" + nested(path[1:], argument) + "}\n"
}

func object(kind [2]string, label, body string) string {
	switch kind[0] {
	case "provider": // not that of the other objects, which would not be checked, but one that is used, or it would not be
		return fmt.Sprintf("provider %[1]q {\nalias = %[2]q\n%[3]s}\ndata \"idp_applications\" \"of_%[2]s\" {\nprovider = idp.%[2]s\nlerian {}\n}\n", kind[1], label, body)
	case "list":
		return fmt.Sprintf("list %q %q {\nprovider = idp\nconfig {\n%s}\n}\n", kind[1], label, body)
	}
	return fmt.Sprintf("%s %q %q {\n%s}\n", kind[0], kind[1], label, body)
}

// expectNamed expects an error for each name in an output.
func expectNamed(t *testing.T, output string, status int, names []string) {
	t.Helper()
	said := acctest.Flat(output)
	for _, name := range names {
		if status != 1 || !strings.Contains(said, fmt.Sprintf("An argument named %q is not expected here.", name)) {
			t.Errorf("status %d, and nothing is said of %s", status, name)
		}
	}
	if t.Failed() {
		t.Log(output)
	}
}

func TestValidate_MisspeltNameInAnyBlock_IsNamed(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	all := schemas(t, w)
	maps.DeleteFunc(all, func(kind [2]string, _ *tfprotov6.SchemaBlock) bool { return kind[0] == "list" })
	config, names := misspelt(all)
	output, status := w.Workspace(acctest.Required + config).Run("validate")
	expectNamed(t, output, status, names)
}

func TestQuery_MisspeltNameInAnyBlock_IsNamed(t *testing.T) {
	acctest.NeedsQuery(t)
	t.Parallel()
	w := acctest.New(t)
	all := schemas(t, w)
	maps.DeleteFunc(all, func(kind [2]string, _ *tfprotov6.SchemaBlock) bool { return kind[0] != "list" })
	config, names := misspelt(all)
	cli := w.Workspace(acctest.Required)
	cli.Write("all.tfquery.hcl", config)
	output, status := cli.Run("query")
	expectNamed(t, output, status, names)
}
