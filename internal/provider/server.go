package provider

import (
	"context"
	"sync/atomic"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer serves a provider to Terraform.
//
// The framework's own server remembers the context of each call until the process ends, to cancel it when Terraform is
// interrupted, and with the context the call's loggers and headers: tens of kilobytes for each application of a plan. This
// one hands it contexts that let go of their values when the call is over. Calls of which there are few are left alone.
func NewServer(p framework.Provider) tfprotov6.ProviderServer {
	inner, _ := providerserver.NewProtocol6(p)().(protocol) // the framework's server has all of it
	return &server{inner}
}

// protocol is every call of the protocol. Those that are optional exist for Terraform only if the server has their methods.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

type server struct{ protocol }

// ValidateResourceConfig is called for each resource, as are the methods below.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return lend(ctx, req, s.protocol.ValidateResourceConfig)
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lend(ctx, req, s.protocol.UpgradeResourceState)
}

func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return lend(ctx, req, s.protocol.UpgradeResourceIdentity)
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lend(ctx, req, s.protocol.ReadResource)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lend(ctx, req, s.protocol.PlanResourceChange)
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lend(ctx, req, s.protocol.ApplyResourceChange)
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lend(ctx, req, s.protocol.ImportResourceState)
}

func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return lend(ctx, req, s.protocol.ReadDataSource)
}

func lend[Req, Resp any](ctx context.Context, req Req, call func(context.Context, Req) (Resp, error)) (Resp, error) {
	lent := &loan{}
	lent.of.Store(&ctx)
	defer lent.of.Store(&over) //nolint:contextcheck // the call is over, and its context with it
	return call(lent, req)     //nolint:contextcheck // lent is ctx, as long as the call takes
}

// loan is a context that is another one until it is over.
type loan struct {
	of atomic.Pointer[context.Context]
}

// over is what is left: a context that was cancelled.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (l *loan) Deadline() (time.Time, bool) { return (*l.of.Load()).Deadline() }
func (l *loan) Done() <-chan struct{}       { return (*l.of.Load()).Done() }
func (l *loan) Err() error                  { return (*l.of.Load()).Err() }
func (l *loan) Value(key any) any           { return (*l.of.Load()).Value(key) }
