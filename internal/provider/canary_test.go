package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// The complete life of an application on each platform, with the binary that users run and all logs enabled. No secret may
// appear in logs, in output, outside sensitive values in a plan or state, or in requests outside the headers and bodies
// intended for secrets.
func TestSecretsStayOutOfLogsOutputAndPlans(t *testing.T) {
	t.Parallel()
	secrets := newCanaries()
	w := acctest.New(t, func(o *emulator.Options) {
		o.Backend = secrets.watch(o.Backend)
		o.KeycardRevocation = true
	})
	id, secret := w.ZITADEL.ClientCredentials()
	delete(w.Env, "ZITADEL_JWT_PROFILE_JSON")
	w.Env["ZITADEL_CLIENT_ID"], w.Env["ZITADEL_CLIENT_SECRET"] = id, secret
	l := &life{t: t, world: w, Workspace: w.Process(""), secrets: secrets}
	w.Env["TF_LOG"], w.Env["TF_LOG_PATH"] = "TRACE", "trace.log"
	w.Env["TF_VAR_proxy_token"] = secrets.keep("header of a gateway", "canary-proxy-token-8f3a1c")
	secrets.environment(w.Env)

	l.registerAndRefresh()
	l.switchMethods()
	l.rotateAndVerify()
	l.haveCredentials()
	l.importAgain()
	l.logInWithWrongSecrets()
	l.logInWithKey()
	l.putContentInFileSettings()
	l.meetRefusals()
	l.see(l.Must("destroy"))
	l.checkSecrets()
}

// life runs commands and collects all their output.
type life struct {
	*acctest.Workspace

	t       *testing.T
	world   *acctest.World
	secrets *canaries
	output  strings.Builder
}

func (l *life) see(output string) { l.output.WriteString(output) }

// applications writes the configuration: one application on each platform, with these auth methods.
func (l *life) applications(zitadelMethod, keycardMethod, rest string) {
	l.Write("main.tf", fmt.Sprintf(`
variable "proxy_token" {
  type      = string
  sensitive = true
}

provider "idp" {
  zitadel {
    headers = { X-Proxy-Token = var.proxy_token }
  }
  keycard {
    headers = { X-Proxy-Token = var.proxy_token }
  }
  lerian {
    headers = { X-Proxy-Token = var.proxy_token }
  }
  http {
    max_retries = 1
  }
}

resource "idp_application" "zitadel" {
  name        = "orders"
  auth_method = %q
  zitadel { project_id = %q }
}

resource "idp_application" "keycard" {
  name        = "Orders"
  identifier  = "https://orders.example.com"
  auth_method = %q
  keycard { zone_id = %q }
}

resource "idp_application" "lerian" {
  name        = "plugin-fees"
  description = "Nightly fees"
  lerian {}
}
%s`, zitadelMethod, l.world.ZITADEL.ProjectID(), keycardMethod, l.world.Keycard.ZoneID(), rest))
}

// apply writes a plan file, shows it as text and as JSON, and applies it.
func (l *life) apply() {
	l.t.Helper()
	l.see(l.Must("plan", "-out=plan"))
	l.see(l.Must("show", "plan"))
	l.secrets.document(l.t, "plan", l.Must("show", "-json", "plan"))
	l.see(l.Must("apply", "plan"))
	l.see(l.Must("show"))
	l.secrets.members("state", []byte(l.Read("terraform.tfstate")))
	l.secrets.document(l.t, "state", l.Must("show", "-json"))
}

func (l *life) fail(args ...string) {
	l.t.Helper()
	output, status := l.Run(args...)
	if status == 0 {
		l.t.Errorf("%v succeeded:\n%s", args, output)
	}
	l.see(output)
	l.secrets.members("state", []byte(l.Read("terraform.tfstate")))
}

func (l *life) registerAndRefresh() {
	l.applications("client_secret_basic", "client_secret_basic", "")
	l.apply()
	l.see(l.Must("plan", "-detailed-exitcode"))
}

func (l *life) switchMethods() {
	l.applications("private_key_jwt", "none", "")
	l.apply()
	l.applications("client_secret_basic", "client_secret_basic", "")
	l.apply()
}

func (l *life) importAgain() {
	var blocks string
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		scope := map[string]string{"zitadel": "/" + l.world.ZITADEL.ProjectID(), "keycard": "/" + l.world.Keycard.ZoneID()}[platform]
		blocks += fmt.Sprintf("import {\n  to = idp_application.%s\n  id = \"%s%s/%s\"\n}\n", platform, platform, scope, l.world.ID(platform))
	}
	l.see(l.Must("state", "rm", "idp_application.zitadel", "idp_application.keycard", "idp_application.lerian"))
	l.applications("client_secret_basic", "client_secret_basic", blocks)
	l.apply()
	l.applications("client_secret_basic", "client_secret_basic", "")
}

// logInWithWrongSecrets uses secrets that match no platform's format: a wrong secret may be valid elsewhere.
func (l *life) logInWithWrongSecrets() {
	right := map[string]string{}
	for _, name := range []string{"ZITADEL_CLIENT_SECRET", "KEYCARD_CLIENT_SECRET", "LERIAN_PASSWORD"} {
		right[name] = l.world.Env[name]
		l.world.Env[name] = l.secrets.keep("wrong "+name, "canary-wrong-"+strings.ToLower(name))
	}
	l.fail("plan")
	for name, value := range right {
		l.world.Env[name] = value
	}
}

func (l *life) logInWithKey() {
	delete(l.world.Env, "ZITADEL_CLIENT_ID")
	delete(l.world.Env, "ZITADEL_CLIENT_SECRET")
	l.world.Env["ZITADEL_JWT_PROFILE_JSON"] = l.world.ZITADEL.JWTProfileJSON()
	l.secrets.environment(l.world.Env)
	l.see(l.Must("plan", "-detailed-exitcode"))
	l.world.Env["ZITADEL_JWT_PROFILE_JSON"] = l.world.Env["ZITADEL_JWT_PROFILE_JSON"][:900]
	l.fail("plan")
	l.world.Env["ZITADEL_JWT_PROFILE_JSON"] = l.world.ZITADEL.JWTProfileJSON()
}

// putContentInFileSettings sets the content of key files where the provider expects their paths.
func (l *life) putContentInFileSettings() {
	profile, identity := l.world.Env["ZITADEL_JWT_PROFILE_JSON"], l.world.Env["IDP_AGE_IDENTITY"]
	delete(l.world.Env, "ZITADEL_JWT_PROFILE_JSON")
	delete(l.world.Env, "IDP_AGE_IDENTITY")
	l.world.Env["ZITADEL_JWT_PROFILE_FILE"], l.world.Env["IDP_AGE_IDENTITY_FILE"] = profile, identity
	l.applications("client_secret_basic", "client_secret_basic", "ephemeral \"idp_client_secret\" \"test\" {\n  encrypted = \"\"\n}\n")
	l.fail("plan")
	delete(l.world.Env, "ZITADEL_JWT_PROFILE_FILE")
	delete(l.world.Env, "IDP_AGE_IDENTITY_FILE")
	l.world.Env["ZITADEL_JWT_PROFILE_JSON"], l.world.Env["IDP_AGE_IDENTITY"] = profile, identity
}

// meetRefusals uses names that are taken or not allowed, and truncates responses that contain a secret.
func (l *life) meetRefusals() {
	const more = `
resource "idp_application" "taken" {
  name    = "Orders"
  zitadel { project_id = %q }
}
resource "idp_application" "taken_too" {
  name       = "Orders"
  identifier = "https://orders.example.com"
  keycard { zone_id = %q }
}
resource "idp_application" "not_allowed" {
  name        = "no-such-product"
  description = "Nothing"
  lerian {}
}`
	for _, operation := range []string{"zitadel.generate_secret", "keycard.create_credential"} {
		l.world.Fault(fault.Fault{Operation: operation, Kind: fault.Truncate})
	}
	l.applications("client_secret_basic", "client_secret_basic", fmt.Sprintf(more, l.world.ZITADEL.ProjectID(), l.world.Keycard.ZoneID()))
	l.see(l.Must("apply", "-replace=idp_application.keycard", "-target=idp_application.keycard"))
	l.fail("apply")
	l.world.Faults.Clear()
}

// checkSecrets looks for the secrets in everything collected so far.
func (l *life) checkSecrets() {
	log := l.Read("trace.log")
	l.complete(log)
	l.secrets.enough(l.t)
	l.secrets.absent(l.t, "the log", log)
	l.secrets.absent(l.t, "the output", l.output.String())
	l.secrets.absent(l.t, "what was sent in the open", l.secrets.sent.String())
}

// complete checks that the log and the output cover what happened, so that they would show a leak.
func (l *life) complete(log string) {
	for _, line := range []string{
		"provider.terraform-provider-idp", "[TRACE] provider.terraform-provider-idp",
		"path=/oauth/v2/token", "path=/service-account-token", "path=/v1/login/oauth/access_token",
		"path=/management/v1/projects/{id}/apps/", "/application-credentials", "path=/v1/applications",
		"method=DELETE", "status=409",
		"path=/oauth/v2/introspect", "/oauth/2/token", "/oauth/2/revoke",
	} {
		if !strings.Contains(log, line) {
			l.t.Errorf("the log has no %q: it is not the log of what happened", line)
		}
	}
	for _, text := range []string{"will be created", "will be destroyed", "Cannot register application", "rejected the provider's credentials"} {
		if !strings.Contains(l.output.String(), text) {
			l.t.Errorf("the output has no %q", text)
		}
	}
}
