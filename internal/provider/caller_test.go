package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// caller is Terraform's side of the protocol, for idp_application.
type caller struct {
	testing.TB
	server  tfprotov6.ProviderServer
	typ     tftypes.Object
	listing tftypes.Object // the configuration of a list resource
	id      tftypes.Type   // the identity
	env     map[string]string
}

// serve configures a provider for the emulated platforms, with additional environment variables and this value of refresh.
func serve(t testing.TB, e *emulator.Emulator, env map[string]string, refresh string, options ...provider.Option) caller {
	t.Helper()
	c := caller{TB: t, env: e.Environment()}
	maps.Copy(c.env, env)
	lookup := func(name string) (string, bool) { value, ok := c.env[name]; return value, ok }
	server := provider.NewServer(provider.New("test", lookup, transport.Config{}), options...)
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.check(err, nil)
	settings := schemas.Provider.ValueType()
	values := nulls(settings)
	if refresh != "" {
		values["refresh"] = tftypes.NewValue(tftypes.String, refresh)
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: c.dynamic(tftypes.NewValue(settings, values)),
	})
	c.check(err, configured.Diagnostics)
	c.server = server
	c.typ = schemas.ResourceSchemas["idp_application"].ValueType().(tftypes.Object)
	c.listing = schemas.ListResourceSchemas["idp_application"].ValueType().(tftypes.Object)
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	c.check(err, identities.Diagnostics)
	c.id = identities.IdentitySchemas["idp_application"].ValueType()
	return c
}

// state returns Terraform's state of an application, given the emulator's description of it.
func (c caller) state(platform string, application map[string]any) *tfprotov6.DynamicValue {
	values := nulls(c.typ)
	known(values, c.typ, application)
	values["enabled"] = tftypes.NewValue(tftypes.Bool, true)
	if platform == "lerian" {
		values["auth_method"] = tftypes.NewValue(tftypes.String, "client_secret_post")
	}
	values[platform] = c.block(platform, application)
	return c.dynamic(tftypes.NewValue(c.typ, values))
}

func (c caller) block(platform string, application map[string]any) tftypes.Value {
	block := c.typ.AttributeTypes[platform].(tftypes.Object)
	values := nulls(block)
	known(values, block, map[string]any{"project_id": c.env["ZITADEL_PROJECT_ID"], "zone_id": c.env["KEYCARD_ZONE_ID"], "consent": application["consent"], "type": "api"})
	return tftypes.NewValue(block, values)
}

// known sets the texts for which the object has an attribute.
func known(values map[string]tftypes.Value, object tftypes.Object, texts map[string]any) {
	for name, value := range texts {
		if text, ok := value.(string); ok && object.AttributeTypes[name] != nil {
			values[name] = tftypes.NewValue(tftypes.String, text)
		}
	}
}

// config returns a configuration that results in the state.
func (c caller) config(platform string, state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	var has map[string]tftypes.Value
	c.check(c.value(state).As(&has), nil)
	values := nulls(c.typ)
	for _, name := range []string{"name", "description", "identifier", platform} {
		values[name] = has[name]
	}
	return c.dynamic(tftypes.NewValue(c.typ, values))
}

func (c caller) validate(config *tfprotov6.DynamicValue) {
	resp, err := c.server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{TypeName: "idp_application", Config: config})
	c.check(err, resp.Diagnostics)
}

// private returns the private state of an application, given the emulator's description of it.
func (c caller) private(application map[string]any) []byte {
	known := map[string]any{
		"org": application["organization_id"], "cred": application["credential_id"], "at": application["created_at"],
	}
	maps.DeleteFunc(known, func(_ string, value any) bool { return value == nil })
	content, err := json.Marshal(known)
	c.check(err, nil)
	encoded, err := json.Marshal(map[string][]byte{"app": content})
	c.check(err, nil)
	return encoded
}

func (c caller) read(state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	return c.refresh(state, nil)
}

func (c caller) refresh(state *tfprotov6.DynamicValue, private []byte) *tfprotov6.DynamicValue {
	resp, err := c.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: "idp_application", CurrentState: state, Private: private,
	})
	c.check(err, resp.Diagnostics)
	return resp.NewState
}

func (c caller) value(d *tfprotov6.DynamicValue) tftypes.Value {
	value, err := d.Unmarshal(c.typ)
	c.check(err, nil)
	return value
}

func (c caller) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(value.Type(), value)
	c.check(err, nil)
	return &d
}

func (c caller) check(err error, diagnostics []*tfprotov6.Diagnostic) {
	c.Helper()
	for _, d := range diagnostics {
		c.Errorf("%s: %s", d.Summary, d.Detail)
	}
	if err != nil || len(diagnostics) > 0 {
		panic(fmt.Sprint("the call failed: ", err)) // may run in any goroutine
	}
}

func nulls(object tftypes.Type) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, typ := range object.(tftypes.Object).AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
		if set, ok := typ.(tftypes.Set); ok && set.ElementType.Is(tftypes.Object{}) {
			values[name] = tftypes.NewValue(typ, []tftypes.Value{}) // blocks that are not set
		}
	}
	return values
}
