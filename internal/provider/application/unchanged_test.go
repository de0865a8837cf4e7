package application

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// TestFastPath_KnowsWholeSchema fails if the framework does more for an attribute than the fast path handles. Before you
// extend the table, check that unchanged.go gives the framework's response: hasDefaults for a default, ConfigValid for a
// validator or a required attribute, planChange for a plan modifier that changes a plan which equals the state.
func TestFastPath_KnowsWholeSchema(t *testing.T) {
	const keeps, withDefault, readOnly = " 1 modifier", " default", "read-only"
	want := map[string]string{
		"name":                      "required",
		"description":               "",
		"identifier":                "",
		"auth_method":               keeps,
		"redirect_uris":             "",
		"post_logout_redirect_uris": "",
		"enabled":                   withDefault,
		"rotate_when_changed":       "",
		"deletion_protection":       "",
		"id":                        readOnly + keeps,
		"client_id":                 readOnly + keeps,
		"client_secret":             readOnly + keeps,
		"secret.recipients":         "",
		"secret.verify":             "",
		"secret.encrypted":          readOnly + keeps,
		"zitadel.project_id":        "",
		"zitadel.organization_id":   "",
		"zitadel.type":              withDefault,
		"zitadel.access_token_type": "",

		"zitadel.oidc.grant_types":                  "",
		"zitadel.oidc.response_types":               "",
		"zitadel.oidc.access_token_role_assertion":  "",
		"zitadel.oidc.id_token_role_assertion":      "",
		"zitadel.oidc.id_token_userinfo_assertion":  "",
		"zitadel.oidc.development_mode":             "",
		"zitadel.oidc.skip_native_app_success_page": "",
		"zitadel.oidc.clock_skew":                   "",
		"zitadel.oidc.additional_origins":           "",
		"zitadel.oidc.back_channel_logout_uri":      "",

		"keycard.zone_id":                  "",
		"keycard.docs_url":                 "",
		"keycard.consent":                  keeps,
		"keycard.traits":                   "",
		"keycard.keep_previous_credential": "",
		"keycard.previous_client_id":       readOnly + keeps,
		"keycard.jwks_uri":                 "",

		"keycard.dependency.resource_id":    "required",
		"keycard.dependency.when_accessing": "",
	}
	s := allPlatforms().schema()
	got := map[string]string{}
	describe(got, "", s.Attributes)
	describeBlocks(t, got, "", s.Blocks)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the fast path does not know of this (-known +schema):\n%s", diff)
	}
}

func describeBlocks(t *testing.T, all map[string]string, prefix string, blocks map[string]schema.Block) {
	t.Helper()
	for name, block := range blocks {
		name = prefix + name + "."
		switch block := block.(type) {
		case schema.SingleNestedBlock:
			if len(block.PlanModifiers)+len(block.Validators) > 0 {
				t.Errorf("block %s has more than attributes and blocks", name)
			}
			describe(all, name, block.Attributes)
			describeBlocks(t, all, name, block.Blocks)
		case schema.SetNestedBlock:
			object := block.NestedObject
			if len(block.PlanModifiers)+len(block.Validators)+len(object.PlanModifiers)+len(object.Validators)+len(object.Blocks) > 0 {
				t.Errorf("block %s has more than attributes", name)
			}
			describe(all, name, object.Attributes)
		default:
			t.Errorf("block %s is a %T", name, block)
		}
	}
}

func describe(all map[string]string, prefix string, attributes map[string]schema.Attribute) {
	for name, attribute := range attributes {
		text := ""
		if attribute.IsRequired() {
			text = "required"
		}
		if attribute.IsComputed() && !attribute.IsOptional() {
			text = "read-only"
		}
		fields := reflect.ValueOf(attribute)
		if d := fields.FieldByName("Default"); d.IsValid() && !d.IsNil() {
			text += " default"
		}
		if n := fields.FieldByName("PlanModifiers").Len(); n > 0 {
			text += fmt.Sprintf(" %d modifier", n)
		}
		if n := fields.FieldByName("Validators").Len(); n > 0 {
			text += fmt.Sprintf(" %d validator", n)
		}
		all[prefix+name] = text
	}
}
