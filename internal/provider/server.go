package provider

import (
	"context"
	"sync/atomic"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/provider/fastpath"
)

// Option configures NewServer.
type Option func(*server)

// WithFastPath handles unchanged resources without calling the framework. Framework traces then omit these calls.
func WithFastPath() Option { return func(s *server) { s.fast = true } }

// WithComparison runs both paths, passes both responses to differ, and returns the framework's. It is for tests.
func WithComparison(differ func(req, fast, framework any)) Option {
	return func(s *server) { s.fast, s.differ = true, differ }
}

// NewServer serves a provider to Terraform.
//
// The framework's server keeps the context of each call until the process ends, to cancel it when Terraform is interrupted.
// With it, it keeps the call's loggers and headers: tens of kilobytes for each application of a plan. This server passes it
// contexts that release their values when the call returns, except for infrequent calls.
func NewServer(p framework.Provider, options ...Option) tfprotov6.ProviderServer {
	inner, _ := providerserver.NewProtocol6(p)().(protocol) // the framework's server implements all of it
	s := &server{protocol: inner}
	s.provider, _ = p.(interface{ Unchanged() *fastpath.Resources })
	for _, option := range options {
		option(s)
	}
	return s
}

// protocol has all RPCs. Terraform can call an optional one only if the server has its method.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

type server struct {
	protocol

	provider interface{ Unchanged() *fastpath.Resources } // nil if the provider has no fast path
	fast     bool
	differ   func(req, fast, framework any) // nil outside tests
}

// unchanged returns nil if the fast path is off.
func (s *server) unchanged() *fastpath.Resources {
	if !s.fast || s.provider == nil {
		return nil
	}
	return s.provider.Unchanged()
}

// ValidateResourceConfig implements tfprotov6.ProviderServer.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return answer(ctx, s, req, s.unchanged().Validate(ctx, req), s.protocol.ValidateResourceConfig)
}

// UpgradeResourceState implements tfprotov6.ProviderServer.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return answer(ctx, s, req, s.unchanged().Upgrade(req), s.protocol.UpgradeResourceState)
}

// UpgradeResourceIdentity implements tfprotov6.ProviderServer.
func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return callScoped(ctx, req, s.protocol.UpgradeResourceIdentity)
}

// ReadResource implements tfprotov6.ProviderServer.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	ctx, fast := s.unchanged().Read(ctx, req)
	return answer(ctx, s, req, fast, s.protocol.ReadResource)
}

// PlanResourceChange implements tfprotov6.ProviderServer.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return answer(ctx, s, req, s.unchanged().Plan(ctx, req), s.protocol.PlanResourceChange)
}

// ApplyResourceChange implements tfprotov6.ProviderServer.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return callScoped(ctx, req, s.protocol.ApplyResourceChange)
}

// ImportResourceState implements tfprotov6.ProviderServer.
func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return callScoped(ctx, req, s.protocol.ImportResourceState)
}

// ReadDataSource implements tfprotov6.ProviderServer.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return callScoped(ctx, req, s.protocol.ReadDataSource)
}

// answer returns the response of the fast path, if there is one, otherwise the framework's.
func answer[Req, Resp any](
	ctx context.Context, s *server, req *Req, fast *Resp, call func(context.Context, *Req) (*Resp, error),
) (*Resp, error) {
	if fast != nil && s.differ == nil {
		return fast, nil
	}
	resp, err := callScoped(ctx, req, call)
	if fast != nil && err == nil {
		s.differ(req, fast, resp)
	}
	return resp, err
}

// callScoped calls the framework with a context that releases all its values when the call returns.
func callScoped[Req, Resp any](ctx context.Context, req Req, call func(context.Context, Req) (Resp, error)) (Resp, error) {
	scoped := &scopedContext{}
	scoped.current.Store(&ctx)
	defer scoped.current.Store(&ended) //nolint:contextcheck // the call has ended, and its context with it
	return call(scoped, req)           //nolint:contextcheck // scoped is ctx, as long as the call takes
}

// scopedContext stands for another context until the call returns.
type scopedContext struct {
	current atomic.Pointer[context.Context]
}

// ended is the canceled context that replaces it then.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (c *scopedContext) Deadline() (time.Time, bool) { return (*c.current.Load()).Deadline() }
func (c *scopedContext) Done() <-chan struct{}       { return (*c.current.Load()).Done() }
func (c *scopedContext) Err() error                  { return (*c.current.Load()).Err() }
func (c *scopedContext) Value(key any) any           { return (*c.current.Load()).Value(key) }
