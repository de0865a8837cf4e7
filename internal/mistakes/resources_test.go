package mistakes

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// inZITADEL and inKeycard return resources with an additional body.
func inZITADEL(body string) string {
	return strings.Replace(atZITADEL, "  zitadel {", body+"\n  zitadel {", 1)
}

func inKeycard(body string) string {
	return strings.Replace(atKeycard, "  keycard {", body+"\n  keycard {", 1)
}

// resources returns mistakes in idp_application and idp_application_credential.
func resources() []mistake {
	return []mistake{
		{
			name: "no platform", config: "resource \"idp_application\" \"test\" {\n  name = \"orders\"\n}\n",
			said: []string{"No platform chosen", "Set exactly one of the blocks zitadel, keycard, lerian"},
		},
		{
			name: "two platforms", config: inZITADEL("  lerian {}"), said: []string{"More than one platform chosen"},
		},
		{
			name: "misspelt attribute of a block", config: strings.Replace(atKeycard, "zone_id", "zoneid", 1), at: "zoneid = ",
			said: []string{"Unsupported argument", `Did you mean "zone_id"?`},
		},
		{
			name: "auth method of another platform", config: inZITADEL("  auth_method = \"none\""), at: "auth_method = ",
			said: []string{`cannot authenticate with "none"`, "Use one of client_secret_basic, private_key_jwt"},
		},
		{
			name: "heredoc description", config: inKeycard("  description = <<EOT\nTakes orders\nEOT\n"), at: "description = ",
			said: []string{"ends with a line break", "chomp"},
		},
		{
			name: "heredoc of a file with CRLF", at: "description = ",
			config: strings.ReplaceAll(inKeycard("  description = <<EOT\nTakes orders\nEOT\n"), "\n", "\r\n"),
			said:   []string{"ends with a line break", "chomp"},
		},
		{
			name: "CRLF within a description", config: inKeycard("  description = \"Takes\\r\\norders\""), at: "description = ",
			said: []string{"description", "line break"},
		},
		{
			name: "no description at Lerian", config: strings.Replace(atLerian, `"Fees"`, `""`, 1), at: "description = ",
			said: []string{"description", "must not be empty"}, unsaid: []string{"leave the attribute out"},
		},
		{
			name: "control character", config: strings.Replace(atZITADEL, `"orders"`, `"or\u0000ders"`, 1), at: "name = ",
			said: []string{"control character"},
		},
		{
			name: "redirect URIs of an API", config: inZITADEL("  redirect_uris = [\"https://a.example/cb\"]"), at: "redirect_uris = ",
			said: []string{"ZITADEL API applications have no redirect_uris"},
		},
		{
			name: "relative redirect URI", config: inKeycard("  redirect_uris = [\"/cb\"]"), at: "redirect_uris = ",
			said: []string{"must be an absolute URI"},
		},
		{
			name: "recipient that is no key", config: inKeycard("  secret {\n    recipients = [\"ops@example.com\"]\n  }"),
			at: "recipients = ", said: []string{"Invalid recipient", "age1", "ssh-ed25519"},
		},
		{
			name: "private key as recipient", config: inKeycard("  secret {\n    recipients = [\"AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ0E9L4E\"]\n  }"),
			at: "recipients = ", said: []string{"Invalid recipient", "This is a private key", "public key"},
		},
		{
			name: "unknown project", config: strings.Replace(atZITADEL, "PROJECT", "404404404404404404", 1), at: "project_id = ",
			said: []string{"zitadel.project_id"}, unsaid: []string{"state rm"},
		},
		{
			name: "unknown zone", config: strings.Replace(atKeycard, "ZONE", "ujzde8gxd6ncf10epf91dhodzd", 1), at: "zone_id = ",
			said: []string{"keycard.zone_id"}, unsaid: []string{"state rm"},
		},
		{
			name: "taken name in a plan", arrange: func(_ *testing.T, w *acctest.World) { w.Register("zitadel", w.Registrations()["zitadel"]) }, config: atZITADEL,
			at: "name = ", said: []string{"Warning: Application exists already", "unless this run removes or renames another application first", "import {"},
		},
		{
			name: "taken identifier in a plan", arrange: func(_ *testing.T, w *acctest.World) { w.Register("keycard", w.Registrations()["keycard"]) }, config: atKeycard,
			at: "identifier = ", said: []string{"Warning: Application exists already", "keycard/ZONE/"},
		},
		{
			name: "taken name", arrange: func(_ *testing.T, w *acctest.World) { w.Register("zitadel", w.Registrations()["zitadel"]) }, config: atZITADEL, command: "apply",
			at: "name = ", said: []string{"already exists", "import {", "zitadel/PROJECT/"},
		},
		{
			name: "taken identifier", arrange: func(_ *testing.T, w *acctest.World) { w.Register("keycard", w.Registrations()["keycard"]) }, config: atKeycard, command: "apply",
			at: "identifier = ", said: []string{"already exists", "import {", "keycard/ZONE/"},
		},
		{
			name: "product that Lerian does not have", config: strings.Replace(atLerian, "plugin-fees", "plugin-tea", 1), command: "apply",
			at: "name = ", said: []string{"Lerian", "IDE-0012"},
		},
		{
			name: "role without the right", arrange: refuse("zitadel.create_application", 403), config: atZITADEL, command: "apply",
			said: []string{"403", "role"},
		},
		{
			name: "rate limit", arrange: refuse("keycard.create_application", 429), config: atKeycard, command: "apply",
			said: []string{"429", "Apply again later"},
		},
		{
			name: "two kinds of credential", config: "resource \"idp_application_credential\" \"test\" {\n  application_id = \"1\"\n  client_secret {}\n  public {\n    identifier = \"a\"\n  }\n  keycard {\n    zone_id = \"ZONE\"\n  }\n}\n",
			said: []string{"Not exactly one kind of credential chosen", "write several resources"},
		},
		{
			name: "no kind of credential", config: "resource \"idp_application_credential\" \"test\" {\n  application_id = \"1\"\n  keycard {\n    zone_id = \"ZONE\"\n  }\n}\n",
			said: []string{"Not exactly one kind of credential chosen", "workload_identity"},
		},
		{
			name: "credential of another platform", config: "resource \"idp_application_credential\" \"test\" {\n  application_id = \"1\"\n  key {}\n  keycard {\n    zone_id = \"ZONE\"\n  }\n}\n",
			said: []string{"key", "Keycard"},
		},
		{
			name: "key of an application that has a secret", config: atZITADEL + "resource \"idp_application_credential\" \"test\" {\n  application_id = idp_application.test.id\n  key {}\n  zitadel {\n    project_id = \"PROJECT\"\n  }\n}\n",
			command: "apply", said: []string{"private_key_jwt"},
		},
	}
}

// refuse makes a platform respond to each request of an operation with a status.
func refuse(operation string, status int) func(*testing.T, *acctest.World) {
	return func(_ *testing.T, w *acctest.World) {
		w.Fault(fault.Fault{Operation: operation, Kind: fault.Status, Status: status, Times: 100})
	}
}
