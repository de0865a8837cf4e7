package mistakes

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// imports returns mistakes in imports and moves.
func imports() []mistake {
	imported := func(id string) string { return "import {\n  to = idp_application.test\n" + id + "\n}\n" + atZITADEL }
	return []mistake{
		{name: "import of nothing", config: atZITADEL, command: "import idp_application.test ", said: []string{"Invalid import ID", "empty", "zitadel/<project_id>/<application_id>"}},
		{name: "import ID of another form", config: imported(`  id = "1234"`), said: []string{"Invalid import ID", "zitadel/<project_id>/<application_id>"}},
		{name: "import ID with a part missing", config: imported(`  id = "zitadel/PROJECT"`), said: []string{"Invalid import ID", "zitadel/<project_id>/<application_id>"}},
		{
			name: "import of what is not there", config: imported(`  id = "zitadel/PROJECT/404404404404404404"`),
			said: []string{"404404404404404404", "Check the import ID"},
		},
		{
			name: "identity without the ID", config: imported("  identity = {\n    platform = \"zitadel\"\n    project_id = \"PROJECT\"\n  }"),
			said: []string{`attribute "id" is required`},
		},
		{
			name: "identity without the project", config: imported("  identity = {\n    platform = \"zitadel\"\n    id = \"404404404404404404\"\n  }"),
			said: []string{"no service account 404404404404404404", "Without project_id, the ID is that of a service account. For an application, set project_id."},
		},
		{
			name: "identity without the zone", config: imported("  identity = {\n    platform = \"keycard\"\n    id = \"404404404404404404\"\n  }"),
			said: []string{"Invalid identity", "lacks zone_id", "keycard/<zone_id>/<application_id>"},
		},
	}
}

// lookups returns mistakes in data sources and queries.
func lookups() []mistake {
	return []mistake{
		{
			name: "query without a platform", command: "query", config: "list \"idp_application\" \"all\" {\n  provider = idp\n}\n",
			said: []string{"Set exactly one of the blocks zitadel, keycard, lerian"}, unsaid: []string{"to be registered"},
		},
		{
			name: "query of a project that does not exist", command: "query",
			config: "list \"idp_application\" \"all\" {\n  provider = idp\n  config {\n    zitadel {\n      project_id = \"404404404404404404\"\n    }\n  }\n}\n",
			said:   []string{"zitadel.project_id", "404404404404404404"},
		},
		{
			name:   "data source in a project that does not exist",
			config: "data \"idp_applications\" \"test\" {\n  zitadel {\n    project_id = \"404404404404404404\"\n  }\n}\n",
			said:   []string{"zitadel.project_id", "404404404404404404"},
		},
		{
			name:   "data source in a zone that does not exist",
			config: "data \"idp_applications\" \"test\" {\n  keycard {\n    zone_id = \"ujzde8gxd6ncf10epf91dhodzd\"\n  }\n}\n",
			said:   []string{"keycard.zone_id", "ujzde8gxd6ncf10epf91dhodzd"},
		},
		{
			name:   "data source that finds nothing",
			config: "data \"idp_application\" \"test\" {\n  name = \"nobody\"\n  zitadel {\n    project_id = \"PROJECT\"\n  }\n}\n",
			said:   []string{"No such application", "No application at ZITADEL in project PROJECT matches. Existing applications (1): \"seeded-portal\""},
		},
		{
			name: "data source that finds several", arrange: func(_ *testing.T, w *acctest.World) {
				wanted := w.Registrations()["keycard"]
				for n := range 8 {
					wanted.Identifier = fmt.Sprintf("urn:orders:%d", n)
					w.Register("keycard", wanted)
				}
			},
			config: "data \"idp_application\" \"test\" {\n  name = \"orders\"\n  keycard {\n    zone_id = \"ZONE\"\n  }\n}\n",
			said:   []string{"8 applications at Keycard", "Choose one by its id", "and 3 more"},
		},
	}
}

// answers returns problems between Terraform and a platform.
func answers() []mistake {
	portal := func(status int, header, value string) func(*testing.T, *acctest.World) {
		return func(t *testing.T, w *acctest.World) {
			server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "text/html")
				rw.Header().Set(header, value)
				rw.WriteHeader(status)
				_, _ = rw.Write([]byte("<html><body>Welcome to the network of the hotel</body></html>"))
			}))
			t.Cleanup(server.Close)
			w.Env["KEYCARD_ENDPOINT"] = server.URL
		}
	}
	return []mistake{
		{name: "captive portal", arrange: portal(200, "X-Portal", "1"), config: atKeycard, command: "apply", said: []string{"got a web page", "keycard.endpoint", "HTTPS_PROXY"}},
		{
			name: "captive portal that redirects", arrange: portal(302, "Location", "https://portal.hotel.example/login?mac=1"), config: atKeycard, command: "apply",
			said: []string{"portal.hotel.example", "redirect"},
		},
		{
			name: "platform that is down", arrange: refuse("keycard.create_application", 503), config: atKeycard, command: "apply",
			said: []string{"503", "it may have been carried out", "then apply again"},
		},
		{
			name: "server that is down", arrange: set("KEYCARD_ENDPOINT", "http://127.0.0.1:1"), config: atKeycard, command: "apply",
			said: []string{"Keycard is unreachable", "127.0.0.1:1", "keycard.endpoint", "HTTPS_PROXY"},
		},
		{
			name: "instance under another host name", arrange: func(_ *testing.T, w *acctest.World) {
				w.Env["ZITADEL_ENDPOINT"] = strings.Replace(w.Env["ZITADEL_ENDPOINT"], "127.0.0.1", "localhost", 1)
			}, config: atZITADEL, command: "apply", said: []string{"zitadel.endpoint"},
		},
		{
			name: "login that is refused for a while", arrange: func(_ *testing.T, w *acctest.World) {
				w.Fault(fault.Fault{Operation: "lerian.login", Kind: fault.Status, Status: 429, Times: 100})
			}, config: atLerian, command: "apply", said: []string{"Lerian limits the rate of requests", "HTTP 429", "10 logins per minute", "Apply again in a minute"},
		},
	}
}

// secrets returns mistakes with encrypted secrets and rotations.
func secrets(t *testing.T) []mistake {
	return []mistake{
		{
			name: "identity file that is not there", config: "provider \"idp\" {\n  age_identity = \"hello\"\n}\n" + atKeycard, command: "validate", at: "age_identity = ",
			said: []string{"age_identity", "AGE-SECRET-KEY-1"},
		},
		{
			name: "private key as the path of the identity file", arrange: set("IDP_AGE_IDENTITY_FILE", "AGE-SECRET-KEY-1QQPQ"),
			config: "ephemeral \"idp_client_secret\" \"test\" {\n  encrypted = file(\"DIR/secret.age\")\n}\n",
			files:  map[string]string{"secret.age": encrypted(t)},
			said:   []string{"content of a file, not its path", "age_identity"}, unsaid: []string{"1QQPQ"},
		},
		{
			name: "identity of another recipient", arrange: func(t *testing.T, w *acctest.World) { w.Env["IDP_AGE_IDENTITY"] = identity(t).String() },
			config: "ephemeral \"idp_client_secret\" \"test\" {\n  encrypted = file(\"DIR/secret.age\")\n}\n",
			files:  map[string]string{"secret.age": encrypted(t)}, at: "encrypted = ",
			said: []string{"not encrypted to the identity's public key", "IDP_AGE_IDENTITY"},
		},
		{
			name: "rotation with an import",
			config: "data \"idp_application\" \"test\" {\n  name = \"orders\"\n  zitadel {\n    project_id = \"PROJECT\"\n  }\n}\n" +
				"import {\n  to = idp_application.test\n  id = \"zitadel/PROJECT/${data.idp_application.test.id}\"\n}\n" +
				inZITADEL("  rotate_when_changed = { version = 1 }"),
			arrange: func(_ *testing.T, w *acctest.World) { w.Register("zitadel", w.Registrations()["zitadel"]) },
			said:    []string{"Warning:", "client_secret is null", "change one of its values"},
		},
	}
}

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// encrypted returns an armored age file for some recipient.
func encrypted(t *testing.T) string {
	t.Helper()
	var file strings.Builder
	text := armor.NewWriter(&file)
	w, err := age.Encrypt(text, identity(t).Recipient())
	if err == nil {
		_, err = w.Write([]byte("secret"))
	}
	if err := errors.Join(err, w.Close(), text.Close()); err != nil {
		t.Fatal(err)
	}
	return file.String()
}
