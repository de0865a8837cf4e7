package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// config is the provider block.
type config struct {
	ZITADEL types.Object `tfsdk:"zitadel"`
	Keycard types.Object `tfsdk:"keycard"`
	Lerian  types.Object `tfsdk:"lerian"`
	HTTP    types.Object `tfsdk:"http"`
	Refresh types.String `tfsdk:"refresh"`

	AgeIdentity      types.String `tfsdk:"age_identity"`
	OperationTimeout types.String `tfsdk:"operation_timeout"`

	IgnoreDeletionProtection types.Bool `tfsdk:"ignore_deletion_protection"`
}

func providerSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Registers applications at identity platforms. Only the platforms that resources use need to be configured, " +
			"here or in the environment; what is set here wins over the environment.",
		Attributes: map[string]schema.Attribute{
			"operation_timeout":          operationTimeoutAttribute(),
			"ignore_deletion_protection": ignoreProtectionAttribute(),
			"refresh":                    refreshAttribute(),
			"age_identity":               ageIdentity(),
		},
		Blocks: map[string]schema.Block{
			"zitadel": zitadelBlock(),
			"keycard": platformBlock("Keycard", "KEYCARD_", "How to reach and log in at Keycard.",
				map[string]setting{
					"endpoint":      {text: "Address of the management API (default `" + keycard.DefaultEndpoint + "`)."},
					"client_id":     {text: "Client ID of an organization's service account."},
					"client_secret": {text: "Client secret of an organization's service account.", secret: true},
				}),
			"lerian": platformBlock("Lerian", "LERIAN_", "How to reach and log in at Lerian Access Manager. One of `access_token`, `username` with `password` "+
				"(and `client_id` with `client_secret` where the server asks for them), or `client_id` with `client_secret` alone. "+
				"Registering applications usually takes a user of the admin group: an application's own credentials are refused.",
				map[string]setting{
					"identity_endpoint": {text: "Address of the identity service, with or without `/v1`."},
					"auth_endpoint": {text: "Address of the auth service, with or without `/v1`. With `access_token` it is needed only to " +
						"verify secrets and to get tokens for applications."},
					"access_token":  {text: "Access token of a user of the admin group. It ends after an hour, unless the server is set up otherwise, and the provider cannot renew it.", secret: true},
					"username":      {text: "Name of a user without multi-factor authentication."},
					"password":      {text: "Password of the user.", secret: true},
					"client_id":     {text: "Client ID."},
					"client_secret": {text: "Client secret.", secret: true},
				}),
			"http": httpBlock(),
		},
	}
}

func zitadelBlock() schema.SingleNestedBlock {
	b := platformBlock("ZITADEL", "ZITADEL_", "How to reach and log in at ZITADEL. One of `access_token`, `jwt_profile_file`, `jwt_profile_json`, "+
		"or `client_id` with `client_secret`. The service account needs a role that may write and delete applications, such as `PROJECT_OWNER`.",
		map[string]setting{
			"endpoint":         {text: "Address of the instance, such as `https://example.zitadel.cloud`."},
			"organization_id":  {text: "Organization of resources that name none. Default: the organization of the service account."},
			"access_token":     {text: "Personal access token of a service account.", secret: true},
			"jwt_profile_file": {text: "Path of a service account's key file."},
			"jwt_profile_json": {text: "Content of a service account's key file.", secret: true},
			"client_id":        {text: "Client ID of a service account (its user name)."},
			"client_secret":    {text: "Client secret of a service account.", secret: true},
		})
	b.Attributes["max_parallel_writes"] = schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("Number of parallel writes to the instance, from 1 to %d (default `%d`). Under parallel writes, "+
			"ZITADEL can lose applications. Environment: `ZITADEL_MAX_PARALLEL_WRITES`.",
			maxParallelWrites, zitadel.DefaultMaxParallelWrites),
	}
	b.Attributes["trusted_hosts"] = schema.ListAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Other hosts that may serve the instance's OAuth endpoints, such as `login.example.com`. The provider sends credentials only to the " +
			"endpoint's host and to these. Needed where a gateway serves the instance under another name. No environment variable.",
	}
	return b
}

// platformBlock describes the block of one platform.
func platformBlock(title, prefix, description string, settings map[string]setting) schema.SingleNestedBlock {
	b := block(prefix, description, settings)
	b.Attributes["headers"] = headersAttribute(title)
	return b
}

func httpBlock() schema.SingleNestedBlock {
	b := block("IDP_HTTP_", "How platforms are called. Proxies are taken from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.",
		map[string]setting{
			"timeout":             {text: "Longest time for one attempt at a request, as `90s` or `2m` (default `1m`)."},
			"ca_certificate_file": {text: "Path of a PEM file with certificate authorities to trust beside the system's."},
		})
	b.Attributes["max_retries"] = schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: "How often a request is tried again that failed in passing (default `4`). Requests that create something are only " +
			"tried again when they certainly were not carried out, or when it was found out what became of them. Environment: `IDP_HTTP_MAX_RETRIES`.",
	}
	b.Attributes["insecure_skip_verify"] = schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Accept any TLS certificate. Whoever is on the network can then read credentials: for experiments only. " +
			"Prefer `ca_certificate_file`.",
	}
	b.Attributes["allow_plaintext"] = schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Allow `http://` endpoints on hosts other than this machine. Tokens and secrets are then sent unencrypted: use it only " +
			"inside a trusted network, such as a cluster.",
	}
	return b
}

// setting is a text attribute that an environment variable can stand for.
type setting struct {
	text   string
	secret bool
}

// block describes a block of settings. The variable of a setting is its name in capitals behind the prefix.
func block(prefix, description string, settings map[string]setting) schema.SingleNestedBlock {
	b := schema.SingleNestedBlock{MarkdownDescription: description, Attributes: map[string]schema.Attribute{}}
	for name, s := range settings {
		b.Attributes[name] = schema.StringAttribute{
			Optional:            true,
			Sensitive:           s.secret,
			MarkdownDescription: s.text + " Environment: `" + prefix + strings.ToUpper(name) + "`.",
		}
	}
	return b
}
