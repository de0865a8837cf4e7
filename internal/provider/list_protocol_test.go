package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// looking returns the configuration of a list with these filters and the blocks of these platforms.
func (c caller) looking(filters map[string]any, platforms ...string) *tfprotov6.DynamicValue {
	values := nulls(c.listing)
	known(values, c.listing, filters)
	for _, platform := range platforms {
		block := c.listing.AttributeTypes[platform].(tftypes.Object)
		parts := nulls(block)
		known(parts, block, map[string]any{"project_id": c.env["ZITADEL_PROJECT_ID"], "zone_id": c.env["KEYCARD_ZONE_ID"]})
		values[platform] = tftypes.NewValue(block, parts)
	}
	return c.dynamic(tftypes.NewValue(c.listing, values))
}

// listed is the result of a list.
type listed struct {
	names     []string
	ids       []string // from the identities
	resources []*tftypes.Value
	said      []string // severities and summaries
	detail    string
}

// list lists as Terraform does, and stops after most results.
func (c caller) list(config *tfprotov6.DynamicValue, include bool, limit int64, most int) (l listed) {
	c.Helper()
	stream, err := c.server.(tfprotov6.ListResourceServer).ListResource(c.Context(), &tfprotov6.ListResourceRequest{
		TypeName: "idp_application", Config: config, IncludeResource: include, Limit: limit,
	})
	c.check(err, nil)
	for result := range stream.Results {
		for _, d := range result.Diagnostics {
			l.said, l.detail = append(l.said, d.Severity.String()+": "+d.Summary), l.detail+d.Detail
		}
		if result.Identity == nil {
			continue
		}
		l.names = append(l.names, result.DisplayName)
		identity, err := result.Identity.IdentityData.Unmarshal(c.id)
		c.check(err, nil)
		l.ids = append(l.ids, c.part(identity, "id"))
		if result.Resource != nil {
			value := c.value(result.Resource)
			l.resources = append(l.resources, &value)
		}
		if len(l.names) == most {
			break
		}
	}
	return l
}

// part returns a string attribute of an object, "" for null.
func (c caller) part(object tftypes.Value, name string) string {
	var values map[string]tftypes.Value
	c.check(object.As(&values), nil)
	var text *string
	c.check(values[name].As(&text), nil)
	if text == nil {
		return ""
	}
	return *text
}

const (
	all     = 100
	leftOut = "WARNING: Applications are left out of the list"
)

func TestListResource_ReturnsApplicationsAndIdentities(t *testing.T) {
	narrow := map[string]map[string]any{
		"zitadel": {"name_prefix": "seeded-0002"}, "keycard": {"identifier": "https://seeded-0002.example.test"}, "lerian": {"auth_method": "client_secret_post"},
	}
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		t.Run(platform, func(t *testing.T) {
			e, err := emulator.Start(emulator.Options{Seed: 3})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			c := serve(t, e, nil, "")
			there := e.Applications()[platform]
			warned := []string{leftOut}
			if platform == "zitadel" { // its project also has an application for user logins, and the list omits none
				there = append([]map[string]any{{"id": e.ZITADEL.OIDCApplicationID(), "name": "seeded-portal"}}, there...)
				warned = nil
			}

			got := c.list(c.looking(nil, platform), true, all, all)
			if len(got.names) != len(there) || len(got.resources) != len(there) || !cmp.Equal(got.said, warned) {
				t.Fatalf("with the resources: %v", got)
			}
			for i, application := range there {
				resource := *got.resources[i]
				if got.ids[i] != application["id"] || got.names[i] != application["name"] || c.part(resource, "id") != application["id"] ||
					c.part(resource, "name") != application["name"] || c.part(resource, "client_id") == "" || c.part(resource, "client_secret") != "" {
					t.Errorf("%v is listed as %s", application, resource)
				}
				// A read after an import returns what the list returned. The list does not know attributes that only
				// Terraform has.
				if read := c.value(c.read(c.dynamic(resource))); !read.Equal(resource) {
					t.Errorf("listed as %s, and read as %s", resource, read)
				}
			}

			if got := c.list(c.looking(nil, platform), false, all, all); len(got.ids) != len(there) || got.resources != nil || !cmp.Equal(got.said, warned) {
				t.Errorf("identities alone: %v", got)
			}
			if got := c.list(c.looking(nil, platform), true, 2, all); len(got.ids) != 2 || got.said != nil {
				t.Errorf("no more than two: %v", got)
			}
			want := 1
			if platform == "lerian" { // all its applications use this method
				want = 3
			}
			if got := c.list(c.looking(narrow[platform], platform), false, all, all); len(got.ids) != want {
				t.Errorf("with %v: %v", narrow[platform], got)
			}
		})
	}
}

func TestListResource_ListFails_ReportsOneError(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for platform, operation := range map[string]string{
		"zitadel": "zitadel.search_apps", "keycard": "keycard.list_applications", "lerian": "lerian.list_applications",
	} {
		c := serve(t, e, nil, "")
		if err := e.Arm(fault.Fault{Operation: operation, Kind: fault.Status, Status: 403}); err != nil {
			t.Fatal(err)
		}
		got := c.list(c.looking(nil, platform), true, all, all)
		if len(got.said) != 1 || !strings.HasPrefix(got.said[0], "ERROR: Cannot list applications") || got.ids != nil {
			t.Errorf("%s: %v", platform, got)
		}
	}
}

func TestListResource_InvalidConfig_IsRefusedWithoutRequests(t *testing.T) {
	e, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "")
	for message, config := range map[string]*tfprotov6.DynamicValue{
		"No platform chosen":             c.looking(map[string]any{"name_prefix": "a"}),
		"More than one platform chosen":  c.looking(nil, "zitadel", "lerian"),
		"identifier is not supported":    c.looking(map[string]any{"identifier": "urn:orders"}, "lerian"),
		"Invalid auth_method":            c.looking(map[string]any{"auth_method": "basic"}, "zitadel"),
		"Invalid Attribute Value Length": c.looking(map[string]any{"name_prefix": ""}, "keycard"),
		"":                               c.looking(map[string]any{"name_prefix": "a", "auth_method": "none", "identifier": "urn:orders"}, "keycard"),
	} {
		resp, err := c.server.(tfprotov6.ListResourceServer).ValidateListResourceConfig(t.Context(),
			&tfprotov6.ValidateListResourceConfigRequest{TypeName: "idp_application", Config: config})
		c.check(err, nil)
		said := ""
		for _, d := range resp.Diagnostics {
			said += d.Summary
		}
		if said != message {
			t.Errorf("said %q, not %q", said, message)
		}
	}
	if e.Journal.Total() > 0 {
		t.Errorf("a validation sent %v", e.Journal.ByOperation())
	}
}

// A caller that stops after the first application causes a request for the first page only.
func TestListResource_CallerStops_FetchesNoMorePages(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1200})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "")
	if got := c.list(c.looking(nil, "zitadel"), true, 0, 1); len(got.ids) != 1 || e.Journal.ByOperation()["zitadel.search_apps"] != 1 {
		t.Errorf("%v with %v", got.ids, e.Journal.ByOperation())
	}
	if got := c.list(c.looking(nil, "zitadel"), false, 0, 10000); len(got.ids) != 1201 {
		t.Errorf("without a limit: %d applications", len(got.ids))
	}
}
