package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// schemaMethod is the first call that a command line makes to a provider with protocol 6.
const schemaMethod = "/tfplugin6.Provider/GetProviderSchema"

// schemaTimes starts the provider several times, one after the other, and returns how long each took to return its schema.
func schemaTimes(ctx context.Context, path string, starts int) ([]time.Duration, error) {
	times := make([]time.Duration, 0, starts)
	for range starts {
		took, err := schemaTime(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("asking %s for its schema: %w", path, err)
		}
		times = append(times, took)
	}
	return times, nil
}

// schemaTime starts the provider as Terraform does, with go-plugin and mutual TLS, and requests the schema. As in Terraform,
// the time includes generating the client's certificate.
func schemaTime(ctx context.Context, path string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, path)
	cmd.Env = environment(cmd.Environ(), nil)
	var logs bytes.Buffer
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": connector{}}},
		Cmd:              cmd,
		SkipHostEnv:      true,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Logger:           hclog.NewNullLogger(),
		Stderr:           &logs,
	})
	start := time.Now()
	err := askSchema(ctx, client)
	took := time.Since(start)
	client.Kill() // also waits for the last of its logs
	if err == nil && bytes.Contains(logs.Bytes(), []byte(`"@level":"trace"`)) {
		err = errors.New("it writes traces, which nobody asked for")
	}
	return took, err
}

func askSchema(ctx context.Context, client *plugin.Client) error {
	protocol, err := client.Client()
	if err != nil {
		return err
	}
	dispensed, err := protocol.Dispense("provider")
	if err != nil {
		return err
	}
	connection, ok := dispensed.(*grpc.ClientConn)
	if !ok {
		return fmt.Errorf("go-plugin gave a %T", dispensed)
	}
	// The request has no fields, and an empty message keeps the response's fields as unknown fields.
	var answer emptypb.Empty
	if err := connection.Invoke(ctx, schemaMethod, &emptypb.Empty{}, &answer); err != nil {
		return err
	}
	if !bytes.Contains(answer.ProtoReflect().GetUnknown(), []byte("idp_application")) {
		return errors.New("the answer has no idp_application")
	}
	return nil
}

// connector makes go-plugin return the connection, on which any call can be made.
type connector struct{ plugin.NetRPCUnsupportedPlugin }

// GRPCServer implements plugin.GRPCPlugin.
func (connector) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this is a client")
}

// GRPCClient implements plugin.GRPCPlugin.
func (connector) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return c, nil
}
