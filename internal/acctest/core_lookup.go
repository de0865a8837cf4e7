package acctest

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ReadData reads a data source.
func (w *World) ReadData(ctx context.Context, typeName string, configuration map[string]any) Problems {
	p, config, err := w.look(ctx, configuration, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema {
		return all.DataSourceSchemas[typeName]
	})
	if err != nil {
		return problem(err)
	}
	read, err := p.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: config})
	if err != nil {
		return problem(err)
	}
	return read.Diagnostics
}

// List lists with a list resource, at most limit results, and returns their number.
func (w *World) List(ctx context.Context, typeName string, configuration map[string]any, limit int64) (n int64, problems Problems) {
	p, config, err := w.look(ctx, configuration, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema {
		return all.ListResourceSchemas[typeName]
	})
	if err != nil {
		return 0, problem(err)
	}
	lister, ok := p.ProviderServer.(tfprotov6.ListResourceServer)
	if !ok {
		return 0, problem(errors.New("the provider has no list resources"))
	}
	stream, err := lister.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: typeName, Config: config, Limit: limit})
	if err != nil {
		return 0, problem(err)
	}
	for result := range stream.Results {
		problems = append(problems, result.Diagnostics...)
		if result.Identity != nil {
			n++
		}
	}
	return n, problems
}

// Open opens an ephemeral resource and closes it again.
func (w *World) Open(ctx context.Context, typeName string, configuration map[string]any) Problems {
	p, config, err := w.look(ctx, configuration, func(all *tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema {
		return all.EphemeralResourceSchemas[typeName]
	})
	if err != nil {
		return problem(err)
	}
	opened, err := p.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: config})
	if err != nil {
		return problem(err)
	}
	problems := Problems(opened.Diagnostics)
	if problems.Failed() {
		return problems
	}
	closed, err := p.CloseEphemeralResource(ctx, &tfprotov6.CloseEphemeralResourceRequest{TypeName: typeName, Private: opened.Private})
	if err != nil {
		return append(problems, problem(err)...)
	}
	return append(problems, closed.Diagnostics...)
}

// look starts the provider and encodes a configuration of one of its schemas.
func (w *World) look(ctx context.Context, configuration map[string]any, of func(*tfprotov6.GetProviderSchemaResponse) *tfprotov6.Schema) (
	process, *tfprotov6.DynamicValue, error,
) {
	p, err := w.Core().start(ctx)
	if err != nil {
		return p, nil, err
	}
	all, err := p.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return p, nil, err
	}
	kind := of(all).ValueType()
	config, err := shaped(kind, configuration)
	if err != nil {
		return p, nil, err
	}
	encoded, err := tfprotov6.NewDynamicValue(kind, config)
	return p, &encoded, err
}
