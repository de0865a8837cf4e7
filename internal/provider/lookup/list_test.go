package lookup_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var platforms = []string{"zitadel", "keycard", "lerian"}

// Three commands import everything that the console or another tool has created over years.
func TestQuery_GeneratedConfig_ImportsAllApplications(t *testing.T) {
	acctest.NeedsQuery(t)
	const many = 300
	// Keycard's pages have 100 entries and include its own application; credentials are a separate list.
	most := map[string]int{"zitadel": 1, "keycard": 7, "lerian": 1}
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t, func(o *emulator.Options) { o.Seed = many })
			t.Cleanup(func() { w.RemoveAll() })
			many := many - mix(t, w, platform) + ownOf[platform]
			cli := w.Workspace(acctest.Required)
			cli.Write("all.tfquery.hcl", acctest.Listing(w.Scopes()[platform], 1000))
			w.Sent()
			said := cli.Must("query", "-generate-config-out=generated.tf")
			sent := w.Sent()
			total := 0
			for operation, n := range sent {
				if !strings.Contains(operation, "token") && !strings.Contains(operation, "discovery") && !strings.Contains(operation, "login") {
					total += n
				}
			}
			t.Logf("%d applications found with %v", many, sent)
			if total == 0 || total > most[platform] {
				t.Errorf("%d requests to find %d applications: %v", total, many, sent)
			}
			if n := strings.Count(cli.Read("generated.tf"), "import {"); n != many {
				t.Fatalf("%d of %d applications found:\n%s", n, many, tail(said))
			}
			for reason := range strings.SplitSeq(refused[platform], "; ") {
				if plain := strings.Join(strings.Fields(said), " "); !strings.Contains(plain, reason) {
					t.Errorf("not said: %s\n%s", reason, tail(said))
				}
			}
			if hasSecret.MatchString(cli.Read("generated.tf")) {
				t.Error("the generated configuration has a secret")
			}
			said = cli.Must("plan", "-out=plan")
			if !strings.Contains(said, fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", many)) {
				t.Fatal(tail(said))
			}
			cli.Must("apply", "plan")
			if said, status := cli.Run("plan", "-detailed-exitcode"); status != 0 {
				t.Errorf("the plan after the import is not empty:\n%s", tail(said))
			}
		})
	}
}

// ownOf is the number of applications that each world has in addition to the seeded ones: ZITADEL's project has one for user
// logins.
var ownOf = map[string]int{"zitadel": 1}

// mixture lists changes that users made to the seeded applications. The last ones result in values that a configuration
// cannot have.
var mixture = map[string][]map[string]any{
	"zitadel": {
		{"enabled": false},
		{"auth_method": "private_key_jwt"},
		{"name": "Bücher ${x} \"quoted\" <b>"},
		{"name": " padded "},
	},
	"keycard": {
		{"redirect_uris": []any{"https://b.example.com/cb", "https://a.example.com/cb", "https://b.example.com/cb"}, "post_logout_redirect_uris": []any{"com.example.app:/bye"}},
		{"traits": []any{"mcp-provider", "gateway"}, "docs_url": "https://wiki.example.com", "consent": "implicit"},
		{"description": "Bücher, with ${x} and %{y}"},
		{"credential_id": nil},
		{"identifier": " urn:padded"},
		{"description": "padded "},
	},
	"lerian": {
		{"name": "plugin-crm", "description": "Bücher ${x}"},
		{"description": ""},
	},
}

// refused are the reasons for which applications of the mixture are omitted.
var refused = map[string]string{
	"zitadel": `" padded " (as it is: At ZITADEL, name must not start or end with spaces; trimspace() removes them)`,
	"keycard": `as it is: At Keycard, identifier must not start or end with spaces; trimspace() removes them; as it is: At Keycard, description must not start or end with spaces; trimspace() removes them`,
	"lerian":  `as it is: Lerian applications require description`,
}

// mix applies the mixture to a platform's applications, and returns how many of them a query must omit.
func mix(t *testing.T, w *acctest.World, platform string) int {
	t.Helper()
	all := w.Applications()[platform]
	for i, change := range mixture[platform] {
		if err := w.Change(platform, all[i]["id"].(string), change); err != nil {
			t.Fatal(err)
		}
	}
	if platform == "keycard" { // one application with two credentials replaces a seeded one
		if err := w.Remove(platform, all[len(all)-1]["id"].(string)); err != nil {
			t.Fatal(err)
		}
		app := w.Register(platform, w.Registrations()[platform])
		app.KeepPreviousCredential = true
		if _, err := w.Platform(platform).Rotate(t.Context(), app); err != nil {
			t.Fatal(err)
		}
	}
	return strings.Count(refused[platform], "as it is")
}

var hasSecret = regexp.MustCompile(`client_secret\s+= [^n]`) // anything except null

func tail(said string) string { return said[max(0, len(said)-4000):] }

func query(config string, checks ...querycheck.QueryResultCheck) resource.TestStep {
	return resource.TestStep{Query: true, Config: "provider \"idp\" {}\n" + config, QueryResultChecks: checks}
}

const listed = "idp_application.test"

func TestQuery_ReturnsApplicationAttributes(t *testing.T) {
	acctest.NeedsQuery(t)
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t, func(o *emulator.Options) { o.LerianSecretOnRead = true }) // which terraform query would print
			registration := w.Registrations()[platform]
			app := w.Register(platform, registration)
			id := w.Identity(platform)
			id["id"] = text(app.ID)
			w.Test(
				query(acctest.Listing(w.Scopes()[platform], 10),
					querycheck.ExpectLength(listed, 1+ownOf[platform]),
					querycheck.ExpectIdentity(listed, id),
					querycheck.ExpectResourceKnownValues(listed, queryfilter.ByResourceIdentity(id), []querycheck.KnownValueCheck{
						{Path: at("name"), KnownValue: text(registration.Name)},
						{Path: at("client_id"), KnownValue: text(app.ClientID)},
						{Path: at("auth_method"), KnownValue: knownvalue.NotNull()},
						{Path: at("client_secret"), KnownValue: knownvalue.Null()},
					}),
				),
				resource.TestStep{Config: "provider \"idp\" {}", PreConfig: func() { w.RemoveAll() }},
			)
		})
	}
}

func TestQuery_Filters_LimitResults(t *testing.T) {
	acctest.NeedsQuery(t)
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 3 })
	zitadel, keycard := w.Scopes()["zitadel"], w.Scopes()["keycard"]
	w.Register("zitadel", idp.Registration{Scope: idp.Scope{ProjectID: w.ZITADEL.ProjectID()}, Name: "key", AuthMethod: idp.PrivateKeyJWT})
	w.Register("zitadel", idp.Registration{Type: idp.TypeServiceAccount, Name: "worker", Identifier: "invoices", AuthMethod: idp.PrivateKeyJWT})
	expect := func(config string, limit, n int) resource.TestStep {
		return query(acctest.Listing(config, limit), querycheck.ExpectLength(listed, n))
	}
	w.Test(
		expect(zitadel, 10, 4+ownOf["zitadel"]),
		expect(fmt.Sprintf("zitadel {\n project_id = %q\n type = \"web\"\n}", w.ZITADEL.ProjectID()), 10, 1),
		expect("zitadel { type = \"service_account\" }\nidentifier = \"invoices\"", 10, 1),
		expect("zitadel { type = \"service_account\" }\nidentifier = \"others\"", 10, 0),
		expect(zitadel, 2, 2),
		expect(zitadel+"\nname_prefix = \"seeded-0\"", 10, 3),
		expect(zitadel+"\nauth_method = \"private_key_jwt\"", 10, 1),
		expect(keycard+"\nidentifier = \"https://seeded-0002.example.test\"", 10, 1),
		expect(w.Scopes()["lerian"]+"\nname_prefix = \"none\"", 10, 0),
		resource.TestStep{Config: "provider \"idp\" {}", PreConfig: func() { w.RemoveAll() }},
	)
}

func TestQueryStopsAtItsLimit(t *testing.T) {
	acctest.NeedsQuery(t)
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 1200 })
	t.Cleanup(func() { w.RemoveAll() })
	cli := w.Workspace(acctest.Required)
	cli.Write("all.tfquery.hcl", acctest.Listing(w.Scopes()["zitadel"], 5))
	w.Sent()
	if said := cli.Must("query"); strings.Count(said, "platform=zitadel") != 5 {
		t.Error(said)
	}
	if n := w.Sent()["zitadel.search_apps"]; n != 1 {
		t.Errorf("asked for %d pages of applications", n)
	}
}

func TestQuery_InvalidOrForbidden_ReportsError(t *testing.T) {
	acctest.NeedsQuery(t)
	w := acctest.New(t)
	refused := func(config, message string) resource.TestStep {
		return resource.TestStep{Query: true, Config: "provider \"idp\" {}\n" + acctest.Listing(config, 10), ExpectError: regexp.MustCompile(message)}
	}
	w.Test(
		refused(`name_prefix = "a"`, `No platform chosen`),
		refused(w.Scopes()["lerian"]+"\n"+w.Scopes()["keycard"], `More than one platform chosen`),
		refused(`zitadel {}`, `ZITADEL applications require\s+zitadel.project_id`),
		refused("zitadel {\n project_id = \"1\"\n type = \"service_account\"\n}", `ZITADEL service accounts have no\s+zitadel.project_id`),
		refused(`zitadel { type = "saml" }`, `(?s)zitadel.type\s+must\s+be\s+one\s+of\s+api.*"saml"`),
		refused(`keycard {}`, `Keycard applications require\s+keycard.zone_id`),
		refused(w.Scopes()["zitadel"]+"\nidentifier = \"urn:orders\"", `ZITADEL applications have no identifier`),
		refused(w.Scopes()["keycard"]+"\nauth_method = \"client_secret_post\"", `Keycard applications cannot authenticate with\s+"client_secret_post"`),
	)
	w.Fault(fault.Fault{Operation: "zitadel.search_apps", Kind: fault.Status, Status: 403})
	w.Test(refused(w.Scopes()["zitadel"], `(?s)Cannot list applications.*applications\s+at\s+ZITADEL`))
}

func TestQuery_UnmanageableApplications_AreNamed(t *testing.T) {
	acctest.NeedsQuery(t)
	for platform, reason := range map[string]string{
		"keycard": "Keycard's own", "lerian": "Access Manager's own",
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t, func(o *emulator.Options) { o.Seed = 1 })
			t.Cleanup(func() { w.RemoveAll() })
			cli := w.Workspace(acctest.Required)
			cli.Write("all.tfquery.hcl", acctest.Listing(w.Scopes()[platform], 100))
			said := cli.Must("query")
			if plain := strings.Join(strings.Fields(said), " "); !strings.Contains(plain, "This provider cannot manage these applications at ") ||
				!strings.Contains(plain, "("+reason+").") || strings.Count(plain, "platform="+platform) != 1 {
				t.Error(said)
			}
		})
	}
}
