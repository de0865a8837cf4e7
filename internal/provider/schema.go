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

// block returns the block of a platform.
func (c config) block(platform string) types.Object {
	return map[string]types.Object{"zitadel": c.ZITADEL, "keycard": c.Keycard, "lerian": c.Lerian}[platform]
}

func providerSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Registers applications at identity platforms. Configure only the platforms that your resources use, here or in the " +
			"environment. A setting here overrides its environment variable.",
		Attributes: map[string]schema.Attribute{
			"operation_timeout":          operationTimeoutAttribute(),
			"ignore_deletion_protection": ignoreProtectionAttribute(),
			"refresh":                    refreshAttribute(),
			"age_identity":               ageIdentity(),
		},
		Blocks: map[string]schema.Block{
			"zitadel": zitadelBlock(),
			"keycard": platformBlock("Keycard", "KEYCARD_", "Address and login of Keycard. Set `client_id` and `client_secret`. See [Log in to Keycard](#keycard).",
				map[string]setting{
					"endpoint":      {text: "Address of the management API. Default: `" + keycard.DefaultEndpoint + "`."},
					"client_id":     {text: "Client ID of a service account of the organization."},
					"client_secret": {text: "Client secret of the service account.", secret: true},
				}),
			"lerian": platformBlock("Lerian", "LERIAN_", "Address and login of Lerian Access Manager. Set one login: `access_token`, `username` with `password`, or `client_id` with "+
				"`client_secret`. A user login can have `client_id` and `client_secret` as well, if the server requires them. "+
				"See [Log in to Lerian](#lerian).",
				map[string]setting{
					"identity_endpoint": {text: "Address of the identity service, with or without `/v1`."},
					"auth_endpoint": {text: "Address of the auth service, with or without `/v1`. With `access_token`, only `secret.verify` and " +
						"`idp_access_token` need it."},
					"access_token":  {text: "Access token of a user of the admin group. It expires after an hour by default, and the provider cannot renew it.", secret: true},
					"username":      {text: "Name of a user of the admin group, without multi-factor authentication."},
					"password":      {text: "Password of the user.", secret: true},
					"client_id":     {text: "Client ID of an application, sent with the user login or instead of it."},
					"client_secret": {text: "Client secret that belongs to `client_id`.", secret: true},
				}),
			"http": httpBlock(),
		},
	}
}

func zitadelBlock() schema.SingleNestedBlock {
	b := platformBlock("ZITADEL", "ZITADEL_", "Address and login of ZITADEL. Set one login: `access_token`, `jwt_profile_file`, `jwt_profile_json`, "+
		"or `client_id` with `client_secret`. See [Log in to ZITADEL](#zitadel).",
		map[string]setting{
			"endpoint":         {text: "Address of the instance, such as `https://example.zitadel.cloud`. Use its external domain."},
			"organization_id":  {text: "ID of the organization, for resources that name none. Default: the organization of the service account."},
			"access_token":     {text: "Personal access token of a service account.", secret: true},
			"jwt_profile_file": {text: "Path of a service account's key file."},
			"jwt_profile_json": {text: "Content of a service account's key file.", secret: true},
			"client_id":        {text: "Client ID of a service account, which is its user name."},
			"client_secret":    {text: "Client secret of a service account.", secret: true},
		})
	b.Attributes["max_parallel_writes"] = schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("Number of parallel writes to the instance. Default: `%d`. From 1 to %d. Under parallel writes, "+
			"ZITADEL can lose applications. Environment: `ZITADEL_MAX_PARALLEL_WRITES`.",
			zitadel.DefaultMaxParallelWrites, maxParallelWrites),
	}
	b.Attributes["trusted_hosts"] = schema.ListAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Other hosts that serve the instance's OAuth endpoints, such as `login.example.com`. Needed if a gateway serves the instance " +
			"under another name. The provider sends credentials only to the endpoint's host and to these hosts. No environment variable.",
	}
	return b
}

// platformBlock returns the schema of one platform's block.
func platformBlock(title, prefix, description string, settings map[string]setting) schema.SingleNestedBlock {
	b := block(prefix, description, settings)
	b.Attributes["headers"] = headersAttribute(title)
	return b
}

func httpBlock() schema.SingleNestedBlock {
	b := block("IDP_HTTP_", "HTTP settings for all platforms. Proxies come from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. See [Proxies](#proxies-and-certificates).",
		map[string]setting{
			"timeout":             {text: "Time limit for one attempt at a request. Default: `1m`. A duration such as `90s`."},
			"ca_certificate_file": {text: "Path of a PEM file with certificate authorities, which are trusted in addition to the system's."},
		})
	b.Attributes["max_retries"] = schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: "Number of retries after a temporary error response, such as 503. Default: `4`. From 0 to 20. After a rate limit or a lost connection, the " +
			"provider retries until `operation_timeout`. It retries a create only if it finds nothing that the first attempt created. " +
			"Environment: `IDP_HTTP_MAX_RETRIES`.",
	}
	b.Attributes["insecure_skip_verify"] = schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether the provider accepts any TLS certificate. Default: `false`. Anyone on the network can then read credentials: use it for " +
			"experiments only, and prefer `ca_certificate_file`. No environment variable.",
	}
	b.Attributes["allow_plaintext"] = schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether the provider accepts `http://` endpoints on hosts other than this machine. Default: `false`. Tokens and secrets are then " +
			"sent unencrypted: use it only inside a trusted network, such as a cluster. No environment variable.",
	}
	return b
}

// setting is a string attribute that can also be set with an environment variable.
type setting struct {
	text   string
	secret bool
}

// block returns the schema of a block of settings. The variable of a setting is the prefix followed by its name in capitals.
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
