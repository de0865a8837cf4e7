package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func TestExpandHome(t *testing.T) {
	own, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ home, name, want string }{
		"home":           {"/home/me", "~", "/home/me"},
		"below":          {"/home/me", "~/keys/key.json", "/home/me/keys/key.json"},
		"absolute":       {"/home/me", "/keys/~/key.json", "/keys/~/key.json"},
		"relative":       {"/home/me", "key.json", "key.json"},
		"another user's": {"/home/me", "~you/key.json", "~you/key.json"},
		"no variable":    {"", "~/key.json", filepath.Join(own, "key.json")},
		"nothing":        {"/home/me", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := expandHome(row.name, environment(map[string]string{"HOME": row.home})); got != filepath.FromSlash(row.want) {
				t.Errorf("%q became %q, want %q", row.name, got, row.want)
			}
		})
	}
}

// keyFiles writes a service account's key and an age identity to files in a home directory. The variables it returns name
// them with ~.
func keyFiles(t *testing.T, mode os.FileMode) map[string]string {
	t.Helper()
	e, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	for name, content := range map[string]string{"key.json": e.ZITADEL.JWTProfileJSON(), "age.txt": identity.String()} {
		file := filepath.Join(home, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil { // regardless of the umask
			t.Fatal(err)
		}
	}
	return map[string]string{
		"HOME": home, "ZITADEL_ENDPOINT": "https://example.zitadel.cloud", "ZITADEL_JWT_PROFILE_FILE": "~/key.json", "IDP_AGE_IDENTITY_FILE": "~/age.txt",
	}
}

func TestKeyFile_ReadableByOthers_IsWarnedAbout(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such modes there")
	}
	for mode, want := range map[os.FileMode]string{0o600: "", 0o400: "", 0o644: "0644", 0o640: "0640", 0o604: "0604"} {
		t.Run(mode.String(), func(t *testing.T) {
			env := keyFiles(t, mode)
			all, diags := connect(config{ZITADEL: unset(t, "zitadel")}, environment(env), transport.Config{}, newClients())
			keys, more := loadIdentities(types.StringNull(), environment(env))
			if _, err := all.Platform("zitadel"); err != nil || keys.err != nil || len(keys.all) != 1 {
				t.Fatalf("a key is not used: %v, %v", err, keys.err)
			}
			var said, expected []string
			for _, d := range append(diags, more...) {
				said = append(said, d.Severity().String()+": "+d.Summary()+": "+d.Detail())
			}
			if want != "" {
				for _, file := range []string{"zitadel.jwt_profile_file (or ZITADEL_JWT_PROFILE_FILE) names ~/key.json", "IDP_AGE_IDENTITY_FILE names ~/age.txt"} {
					expected = append(expected, "Warning: Private key file is readable by others: "+strings.Replace(file, "~", env["HOME"], 1)+
						", which has mode "+want+": other users of this machine can use the private key in it. Run chmod 600 on the file.")
				}
			}
			if diff := cmp.Diff(expected, said); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestKeyFile_ThatIsAPipe_IsNotWarnedAbout(t *testing.T) {
	if diags := warnReadable("setting", "/dev/fd/63", os.ModeNamedPipe|0o666); len(diags) > 0 {
		t.Error(diags)
	}
}

// The content of a key file in place of its path must not be printed.
func TestFileSetting_WithTheContentOfAFile_DoesNotPrintIt(t *testing.T) {
	const key = "MIIEpAIBAAKCAQEAsecret"
	const said, cause = " is the content of a file, not its path. ", "no such file"
	profile := `{"type":"serviceaccount","keyId":"1","key":"-----BEGIN RSA PRIVATE KEY-----\n` + key + `\n-----END RSA PRIVATE KEY-----\n","userId":"2"}`
	lines := "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n"
	age := "# created: 2026-01-01\nAGE-SECRET-KEY-1" + key
	for variable, row := range map[string]struct{ attribute, instead string }{
		"ZITADEL_JWT_PROFILE_FILE":     {"zitadel.jwt_profile_file (or ZITADEL_JWT_PROFILE_FILE)", "Use zitadel.jwt_profile_json (or ZITADEL_JWT_PROFILE_JSON)"},
		"IDP_HTTP_CA_CERTIFICATE_FILE": {"http.ca_certificate_file (or IDP_HTTP_CA_CERTIFICATE_FILE)", "Set the path of the file"},
		"IDP_AGE_IDENTITY_FILE":        {"IDP_AGE_IDENTITY_FILE", "Use age_identity (or IDP_AGE_IDENTITY)"},
	} {
		for content, want := range map[string]string{
			profile: row.attribute + said + row.instead, lines: row.attribute + said + row.instead, age: row.attribute + said + row.instead,
			strings.TrimPrefix(age, "# created: 2026-01-01\n"): row.attribute + said + row.instead,
			strings.Repeat(key, 20):                            "file name too long", "dir/" + key: cause,
		} {
			env := map[string]string{"ZITADEL_ENDPOINT": "https://example.zitadel.cloud", variable: content}
			all, diags := connect(config{ZITADEL: unset(t, "zitadel"), HTTP: unset(t, "http")}, environment(env), transport.Config{}, newClients())
			keys, more := loadIdentities(types.StringNull(), environment(env))
			text := fmt.Sprint(all["zitadel"].err, keys.err, append(diags, more...))
			if !strings.Contains(text, want) || strings.Contains(text, key) {
				t.Errorf("%s with %.20q says %s, want %q", variable, content, text, want)
			}
		}
	}
}

func TestAgeIdentity_FileNameWithLineBreak_IsExplained(t *testing.T) {
	env := keyFiles(t, 0o600)
	env["IDP_AGE_IDENTITY_FILE"] += "\n"
	keys, diags := loadIdentities(types.StringNull(), environment(env))
	if len(diags) > 0 || keys.err == nil || !strings.HasPrefix(keys.err.Error(), "IDP_AGE_IDENTITY_FILE ends with a line break.") {
		t.Errorf("%v, %v", diags, keys.err)
	}
}

func TestAgeIdentity_Unusable_NamesAttributeAndVariable(t *testing.T) {
	_, diags := loadIdentities(types.StringValue("hidden"), environment(nil))
	if len(diags) != 1 || diags[0].Severity() != diag.SeverityError || diags[0].Summary() != invalidConfiguration {
		t.Fatal(diags)
	}
	if said := spoken(diags[0]); !strings.HasPrefix(said, "Error age_identity (or IDP_AGE_IDENTITY) cannot be used") || strings.Contains(said, "hidden") {
		t.Errorf("said %q", said)
	}
}
