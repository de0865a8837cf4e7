package credential_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestImport_EachKind_PlansNothing(t *testing.T) {
	for name, row := range every() {
		if name == "own key" {
			continue // has its own test
		}
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			apply(t, d.core(), row.config, true)
			d.sent()
			id := "keycard/zone/app/c1"
			if block, ok := row.config["zitadel"].(config); ok {
				id = "zitadel/service_account/app/c1"
				if block["project_id"] != nil {
					id = "zitadel/project/app/c1"
				}
			}
			imported := d.core()
			problems := imported.Import(t.Context(), id)
			_, secret := row.state["client_secret value"]
			if key := row.state["key file"]; problems.Failed() || said(problems, "Secret of the credential is not known", "-replace") != (secret || key != "") {
				if row.config["key"] == nil || key != "" {
					t.Error(problems)
				}
			}
			apply(t, imported, row.config, false)
			if imported.Text("client_secret", "value") != "" || imported.Text("key", "file") != "" || imported.Text("id") != "c1" {
				t.Errorf("imported: %s", imported.State())
			}
			for _, call := range d.sent() {
				if call != "read" {
					t.Errorf("the import made a call of %s", call)
				}
			}
		})
	}
}

// No platform returns the public part of a key. Setting it in the configuration does not create a new key.
func TestImport_OwnKey_TakesThePublicKeyFromTheConfiguration(t *testing.T) {
	d := newDesk()
	own := zitadel(config{}, config{"public_key": publicKey})
	apply(t, d.core(), own, true)
	imported := d.core()
	if problems := imported.Import(t.Context(), "zitadel/service_account/app/c1"); problems.Failed() {
		t.Fatal(problems)
	}
	d.sent()
	apply(t, imported, own, true)
	apply(t, imported, own, false)
	if imported.Text("key", "public_key") != publicKey || imported.Text("id") != "c1" || d.only(t).ID != "c1" {
		t.Errorf("imported: %s", imported.State())
	}
}

func TestImport_WrongID_IsExplained(t *testing.T) {
	d := newDesk()
	apply(t, d.core(), zitadel(project, config{}), true)
	for id, message := range map[string]string{
		"":                                "The import ID is empty",
		"c1":                              "does not start with a platform",
		"lerian/app/c1":                   "does not start with a platform",
		"keycard/zone/c1":                 "keycard/<zone_id>/<application_id>/<credential_id>",
		"zitadel/app/c1":                  "zitadel/service_account/<application_id>/<key_id>",
		"zitadel/org/service/app/c1/more": "not an import ID of ZITADEL",
		"zitadel/project/app/..":          "not an import ID of ZITADEL",
		"zitadel/project/app/c2":          "ZITADEL has no credential c2 of application app in project project.",
		"zitadel/service_account/app/c1":  "There is no credential to import",
		"zitadel/org/service_account/a/b": "There is no credential to import",
	} {
		if problems := d.core().Import(t.Context(), id); !problems.Failed() || !said(problems, "", message) && !saidAnywhere(problems.String(), message) {
			t.Errorf("%s: %s", id, problems)
		}
	}
}

// Keycard may add a kind of credential that the provider does not know.
func TestImport_UnknownKind_IsRefused(t *testing.T) {
	d := newDesk()
	apply(t, d.core(), keycard("client_secret", config{}), true)
	d.only(t).Kind = ""
	core := d.core()
	if problems := core.Import(t.Context(), "keycard/zone/app/c1"); !said(problems, "Credential is of a kind that is not supported", "c1 of application app") || core.Has() {
		t.Error(problems)
	}
}

func TestIdentity_NamesTheCredential(t *testing.T) {
	null := tftypes.NewValue(tftypes.String, nil)
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	for name, row := range map[string]struct {
		config  config
		want    map[string]tftypes.Value
		refused map[string]tftypes.Value // changes that make the import fail
	}{
		"zitadel": {
			zitadel(project, config{}),
			map[string]tftypes.Value{"platform": text("zitadel"), "project_id": text("project"), "organization_id": null, "zone_id": null, "application_id": text("app"), "id": text("c1")},
			map[string]tftypes.Value{"zone_id": text("zone")},
		},
		"zitadel with an organization": {
			zitadel(config{"project_id": "project", "organization_id": "org"}, config{}),
			map[string]tftypes.Value{"platform": text("zitadel"), "project_id": text("project"), "organization_id": text("org"), "zone_id": null, "application_id": text("app"), "id": text("c1")},
			map[string]tftypes.Value{"platform": text("okta")},
		},
		"service account": {
			zitadel(config{}, config{}),
			map[string]tftypes.Value{"platform": text("zitadel"), "project_id": null, "organization_id": null, "zone_id": null, "application_id": text("app"), "id": text("c1")},
			map[string]tftypes.Value{"application_id": text("a/b")},
		},
		"keycard": {
			keycard("public", config{"identifier": "a"}),
			map[string]tftypes.Value{"platform": text("keycard"), "project_id": null, "organization_id": null, "zone_id": text("zone"), "application_id": text("app"), "id": text("c1")},
			map[string]tftypes.Value{"zone_id": null},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			core := d.core()
			apply(t, core, row.config, true)
			got := core.Identity(t.Context())
			for part, want := range row.want {
				if !got[part].Equal(want) {
					t.Errorf("%s is %s, not %s", part, got[part], want)
				}
			}
			imported := d.core()
			if problems := imported.ImportIdentity(t.Context(), row.want); problems.Failed() {
				t.Fatal(problems)
			}
			apply(t, imported, row.config, false)
			wrong := map[string]tftypes.Value{}
			for part, value := range row.want {
				wrong[part] = value
			}
			for part, value := range row.refused {
				wrong[part] = value
			}
			if problems := d.core().ImportIdentity(t.Context(), wrong); !said(problems, "Invalid identity") {
				t.Errorf("%v: %s", row.refused, problems)
			}
		})
	}
}

// The configuration may set the organization later. The identity must not change, or Terraform refuses the plan.
func TestIdentity_OrganizationIsNamedLater_Stays(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, zitadel(project, config{}), true)
	before := core.Identity(t.Context())
	apply(t, core, zitadel(config{"project_id": "project", "organization_id": "org"}, config{}), true)
	for part, value := range core.Identity(t.Context()) {
		if !value.Equal(before[part]) {
			t.Errorf("%s was %s, and is %s", part, before[part], value)
		}
	}
}

// move asks the provider to move a state from another provider.
func move(t *testing.T, d *desk, provider, resourceType, state string) *tfprotov6.MoveResourceStateResponse {
	t.Helper()
	resp, err := providerserver.NewProtocol6(served{d})().MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: resourceType,
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: "idp_application_credential",
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

const (
	fromZITADEL = "registry.terraform.io/zitadel/zitadel"
	fromKeycard = "registry.terraform.io/keycardai/keycard"
)

func TestMove_EachType_KeepsTheSecretAndPlansNothing(t *testing.T) {
	named := config{"project_id": "project", "organization_id": "org"}
	for name, row := range map[string]struct {
		provider, resourceType, state string
		config                        config
		secret, at                    string
	}{
		"application key": {
			fromZITADEL, "zitadel_application_key",
			`{"id":"c1","org_id":"org","project_id":"project","app_id":"app","key_type":"KEY_TYPE_JSON","expiration_date":"2519-04-01T08:45:00Z","key_details":"{\"keyId\":\"c1\"}"}`,
			zitadel(named, config{"expires_at": "2519-04-01T08:45:00Z"}), `{"keyId":"c1"}`, "key file",
		},
		"application key in base64, without end": {
			fromZITADEL, "zitadel_application_key",
			`{"id":"c1","org_id":null,"project_id":"project","app_id":"app","expiration_date":"9999-12-31T23:59:59Z","key_details":"eyJrZXlJZCI6ImMxIn0="}`,
			zitadel(project, config{}), `{"keyId":"c1"}`, "key file",
		},
		"machine key": {
			fromZITADEL, "zitadel_machine_key",
			`{"id":"c1","org_id":"org","user_id":"app","expiration_date":"2519-04-01T08:45:00Z","key_details":"{\"keyId\":\"c1\"}","public_key":null}`,
			zitadel(config{"organization_id": "org"}, config{"expires_at": "2519-04-01T08:45:00Z"}), `{"keyId":"c1"}`, "key file",
		},
		"client secret": {
			fromKeycard, "keycard_application_client_secret", `{"id":"c1","zone_id":"zone","application_id":"app","client_id":"client-1","client_secret":"secret-1"}`,
			keycard("client_secret", config{}), "secret-1", "client_secret value",
		},
		"workload identity": {
			fromKeycard, "keycard_application_workload_identity", `{"id":"c1","zone_id":"zone","application_id":"app","provider_id":"p","subject":"repo:o/r"}`,
			keycard("workload_identity", config{"provider_id": "p", "subject": "repo:o/r"}), "repo:o/r", "workload_identity subject",
		},
		"workload identity of anybody": {
			fromKeycard, "keycard_application_workload_identity", `{"id":"c1","zone_id":"zone","application_id":"app","provider_id":"p","subject":null}`,
			keycard("workload_identity", config{"provider_id": "p", "any_subject": true}), "p", "workload_identity provider_id",
		},
		"URL": {
			fromKeycard, "keycard_application_url_credential", `{"id":"c1","zone_id":"zone","application_id":"app","url":"https://a.example.com/client.json"}`,
			keycard("url", config{"identifier": "https://a.example.com/client.json"}), "https://a.example.com/client.json", "client_id",
		},
		"public": {
			fromKeycard, "keycard_application_public_credential", `{"id":"c1","zone_id":"zone","application_id":"app","identifier":"cli"}`,
			keycard("public", config{"identifier": "cli"}), "cli", "client_id",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			apply(t, d.core(), row.config, true)
			d.sent()
			core := d.core()
			if problems := core.Move(t.Context(), row.provider, row.resourceType, row.state); len(problems) > 0 {
				t.Fatal(problems)
			}
			apply(t, core, row.config, false)
			if got := textAt(core, row.at); got != row.secret {
				t.Errorf("%s is %q, not %q", row.at, got, row.secret)
			}
			for _, call := range d.sent() {
				if call != "read" {
					t.Errorf("the move made a call of %s", call)
				}
			}
		})
	}
}

func TestMove_RefusesWhatItCannotTakeOver(t *testing.T) {
	for name, row := range map[string]struct{ provider, resourceType, state, message string }{
		"another provider's type of this name": {"registry.terraform.io/acme/acme", "zitadel_application_key", `{}`, "A moved block may start from zitadel_application_"},
		"another type":                         {fromKeycard, "keycard_application", `{}`, "A moved block may start from zitadel_application_"},
		"a key without a project":              {fromZITADEL, "zitadel_application_key", `{"id":"1","app_id":"2","key_details":"hush"}`, "lacks the ID"},
		"a key of nobody":                      {fromZITADEL, "zitadel_machine_key", `{"id":"1","key_details":"hush"}`, "lacks the ID"},
		"a secret without a secret":            {fromKeycard, "keycard_application_client_secret", `{"id":"1","zone_id":"2","application_id":"3"}`, "lacks the ID"},
		"a state that is none":                 {fromKeycard, "keycard_application_client_secret", `{"id":["hush"]}`, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			resp := move(t, newDesk(), row.provider, row.resourceType, row.state)
			all := ""
			for _, problem := range resp.Diagnostics {
				all += problem.Summary + problem.Detail
			}
			if resp.TargetState != nil || !saidAnywhere(all, row.message) || saidAnywhere(all, "hush") {
				t.Error(all)
			}
		})
	}
}

var _ idp.Credentials = (*fake)(nil)
