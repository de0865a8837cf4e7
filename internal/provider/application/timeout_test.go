package application_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	fwresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/standin"
	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

// watched is a platform whose operations are interrupted by Ctrl-C. It records how much time they have left, and whether
// they are canceled at once.
type watched struct {
	idp.Platform // no other method is called

	interrupt context.CancelFunc
	operation string
	left      time.Duration // 0 without a deadline
	stopped   error
}

func (p *watched) note(ctx context.Context, operation string) {
	p.interrupt()
	synctest.Wait()
	p.operation, p.stopped = operation, ctx.Err()
	if deadline, ok := ctx.Deadline(); ok {
		p.left = time.Until(deadline)
	}
}

func (p *watched) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	p.note(ctx, "create")
	return idp.Application{Registration: wanted, ID: "1", ClientID: "2", ClientSecret: "3", OrganizationID: "4"}, nil
}

func (p *watched) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	p.note(ctx, "read")
	return known, nil
}

func (p *watched) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	p.note(ctx, "update")
	app := change.Before
	app.Registration = change.After
	return app, nil
}

func (p *watched) Delete(ctx context.Context, _ idp.Application) error {
	p.note(ctx, "delete")
	return nil
}

// handed is the provider's data for its resources.
type handed struct {
	*provided.Causes
	*provided.Memory
	*provided.Managed

	platform idp.Platform
	timeout  time.Duration
}

func (h handed) Platform(string) (idp.Platform, error) { return h.platform, nil }

func (handed) Listed(string, idp.Scope) []*idp.Application { return nil }

func (handed) FirstPage(context.Context, string, idp.Scope) (idp.Page, error) { return idp.Page{}, nil }
func (handed) Identities() (encryption.Identities, error)                     { return nil, nil }
func (handed) Now() time.Time                                                 { return time.Now() }
func (h handed) OperationTimeout() time.Duration                              { return h.timeout }
func (handed) IgnoreDeletionProtection() bool                                 { return false }

// watchedProvider is a provider with this platform.
type watchedProvider struct {
	standin.Provider

	platform *watched
	timeout  time.Duration
}

func (p watchedProvider) Configure(_ context.Context, _ framework.ConfigureRequest, resp *framework.ConfigureResponse) {
	resp.ResourceData = handed{&provided.Causes{}, &provided.Memory{}, &provided.Managed{}, p.platform, p.timeout}
}

func (watchedProvider) Resources(context.Context) []func() fwresource.Resource {
	return []func() fwresource.Resource{func() fwresource.Resource {
		return application.NewResource([]idp.Capabilities{zitadel.Capabilities(), keycard.Capabilities(), lerian.Capabilities()})
	}}
}

// carryOut carries out an operation with the provider, and returns its diagnostics.
func (p *watched) carryOut(ctx context.Context, t *testing.T, operation string, timeout time.Duration) []*tfprotov6.Diagnostic {
	t.Helper()
	server, typ := p.serve(t, timeout)
	if operation == "read" {
		resp, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "idp_application", CurrentState: registered(t, typ, "orders")})
		if err != nil {
			t.Fatal(err)
		}
		return resp.Diagnostics
	}
	before, after := registered(t, typ, "orders"), registered(t, typ, "payments")
	switch operation {
	case "create":
		before = dynamic(t, tftypes.NewValue(typ, nil))
	case "delete":
		after = dynamic(t, tftypes.NewValue(typ, nil))
	}
	resp, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "idp_application", PriorState: before, PlannedState: after, Config: after,
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Diagnostics
}

func (p *watched) serve(t *testing.T, timeout time.Duration) (tfprotov6.ProviderServer, tftypes.Type) {
	t.Helper()
	server := provider.NewServer(watchedProvider{standin.Provider{Name: "idp"}, p, timeout})
	settings := dynamic(t, tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}))
	if _, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: settings}); err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return server, schemas.ResourceSchemas["idp_application"].ValueType()
}

// registered returns the state of an application.
func registered(t *testing.T, typ tftypes.Type, name string) *tfprotov6.DynamicValue {
	t.Helper()
	state := tfprotov6.RawState{JSON: fmt.Appendf(nil, `{
		"id": "1", "client_id": "2", "client_secret": "3", "zitadel": {"project_id": "5", "type": "api"},
		"name": %q, "auth_method": "client_secret_basic", "enabled": true
	}`, name)}
	value, err := state.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	return dynamic(t, value)
}

func dynamic(t *testing.T, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// An operation that may create a secret continues after Ctrl-C, with its full timeout.
func TestTimeouts_LimitEachOperation(t *testing.T) {
	const limit = 6 * time.Minute
	for operation, interrupted := range map[string]error{"create": nil, "read": context.Canceled, "update": nil, "delete": context.Canceled} {
		t.Run(operation, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				p := &watched{interrupt: cancel}
				for _, d := range p.carryOut(ctx, t, operation, limit) {
					t.Errorf("%s: %s", d.Summary, d.Detail)
				}
				if p.operation != operation || p.left != limit || !errors.Is(p.stopped, interrupted) {
					t.Errorf("%s has %v left and ends with %v; want %s, %v and %v", p.operation, p.left, p.stopped, operation, limit, interrupted)
				}
			})
		})
	}
}
