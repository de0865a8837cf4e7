package credential_test

import (
	"testing"
)

// Attributes known to be null are planned as null: only those that will have a value are "known after apply".
func TestPlan_Create_ShowsWhatWillHaveAValue(t *testing.T) {
	const null, later = "(null)", "(known after apply)"
	encrypted := to(newIdentity(t))
	for name, row := range map[string]struct {
		config config
		want   map[string]string
	}{
		"client secret":            {keycard("client_secret", config{}), map[string]string{"id": later, "client_id": later, "client_secret value": later}},
		"encrypted client secret":  {keycard("client_secret", config{}, encrypted), map[string]string{"client_secret value": null, "secret encrypted": later}},
		"no recipients":            {keycard("client_secret", config{}, config{"secret": config{}}), map[string]string{"client_secret value": later, "secret encrypted": null}},
		"key":                      {zitadel(project, config{}), map[string]string{"client_id": later, "key file": later, "key expires_at": null}},
		"encrypted key":            {zitadel(project, config{}, encrypted), map[string]string{"key file": null, "secret encrypted": later}},
		"own key":                  {zitadel(config{}, config{"public_key": publicKey}), map[string]string{"key file": null}},
		"public key":               {keycard("public_key", config{"jwks_uri": "https://a.example.com"}), map[string]string{"client_id": later, "public_key identifier": later}},
		"public key of that name":  {keycard("public_key", config{"jwks_uri": "https://a.example.com", "identifier": "a"}), map[string]string{"client_id": "a"}},
		"workload identity":        {keycard("workload_identity", config{"provider_id": "p", "subject": "s"}), map[string]string{"client_id": null, "id": later}},
		"URL":                      {keycard("url", config{"identifier": "https://a.example.com"}), map[string]string{"client_id": "https://a.example.com"}},
		"public client of an ID":   {keycard("public", config{"identifier": "a"}), map[string]string{"client_id": "a"}},
		"service account's client": {zitadel(config{}, config{}), map[string]string{"zitadel project_id": null}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, problems := newDesk().core().PlanFrom(t.Context(), nil, row.config)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			for path, want := range row.want {
				if got := plan.Shows(fieldsOf(path)...); got != want {
					t.Errorf("%s is planned as %s, not %s", path, got, want)
				}
			}
		})
	}
}
