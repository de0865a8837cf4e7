package credential_test

import (
	"testing"
)

// publicKey is a public RSA key that nobody uses.
const publicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArrsa0P9s/ksScQ4e/mu9
uqlhmbH8JgBe0WxxZNG9Jcz2z1/OI9zNacIq8lYRGUbMt+BWtikY9ev7ZzWMEU9U
RsGFzaTN03zE43N4TQLx+WswTUWtlKB7l90gL7ROFqS/WYRXPLinPTQW67uYe7Eq
Ru77Wn+NnQ0yPXmgKzONMQrKQSsApc7O5I1OM98WKKSKIsREZK0JltA5ogUnjxCY
8yxog0DiSOisupmT8es+k5SedUAwpG2G3XZmPskPIL/+p1+sEy5LADHBB8WqdBis
SUYi0Q7Lx7FhUl1f3soSmquqpgj1/ct3RHCEXwW11rxCwAxtCUHGFX76UEWIfHis
mwIDAQAB
-----END PUBLIC KEY-----
`

func TestValidate_InvalidConfig_IsRefused(t *testing.T) {
	const private = "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n"
	for name, row := range map[string]struct {
		config  config
		summary string
		message string
	}{
		"no platform":                {config{"application_id": "app", "client_secret": config{}}, "Not exactly one platform chosen", "zitadel, keycard"},
		"two platforms":              {keycard("client_secret", config{}, config{"zitadel": project}), "Not exactly one platform chosen", ""},
		"no kind":                    {config{"application_id": "app", "keycard": config{"zone_id": "z"}}, "Not exactly one kind of credential chosen", "workload_identity"},
		"two kinds":                  {keycard("client_secret", config{}, config{"public": config{"identifier": "a"}}), "Not exactly one kind of credential chosen", "several resources"},
		"a kind of another platform": {config{"application_id": "app", "zitadel": project, "client_secret": config{}}, "client_secret is not supported", "ZITADEL applications have no credentials of this kind. Use key."},
		"a key at Keycard":           {keycard("key", config{}), "key is not supported", "Use client_secret, public_key"},
		"no zone":                    {keycard("client_secret", config{}, config{"keycard": config{}}), "keycard.zone_id is missing", "Keycard requires"},
		"an empty zone":              {keycard("client_secret", config{}, config{"keycard": config{"zone_id": ""}}), "Invalid keycard.zone_id", "must not be empty"},
		"an ID with a slash":         {keycard("client_secret", config{}, config{"application_id": "a/b"}), "Invalid application_id", "must not contain"},
		"an organization of dots":    {zitadel(config{"organization_id": ".."}, config{}), "Invalid zitadel.organization_id", "must not be"},
		"no key set":                 {keycard("public_key", config{}), "public_key.jwks_uri is missing", "Keycard credentials of this kind require public_key.jwks_uri."},
		"a key set that is no URL":   {keycard("public_key", config{"jwks_uri": "jwks"}), "Invalid public_key.jwks_uri", "absolute URI"},
		"no provider":                {keycard("workload_identity", config{"subject": "a"}), "workload_identity.provider_id is missing", ""},
		"no subject":                 {keycard("workload_identity", config{"provider_id": "p"}), "workload_identity.subject is missing", "any_subject = true"},
		"not any subject":            {keycard("workload_identity", config{"provider_id": "p", "any_subject": false}), "workload_identity.subject is missing", ""},
		"a subject and any":          {keycard("workload_identity", config{"provider_id": "p", "subject": "a", "any_subject": true}), "workload_identity.subject conflicts with any_subject", ""},
		"a padded subject":           {keycard("workload_identity", config{"provider_id": "p", "subject": " a"}), "Invalid workload_identity.subject", "spaces"},
		"no URL":                     {keycard("url", config{}), "url.identifier is missing", ""},
		"a word for a URL":           {keycard("url", config{"identifier": "a"}), "Invalid url.identifier", ""},
		"no public client ID":        {keycard("public", config{}), "public.identifier is missing", ""},
		"a day for a time":           {zitadel(project, config{"expires_at": "2027-01-01"}), "Invalid key.expires_at", "RFC 3339"},
		"a private key":              {zitadel(config{}, config{"public_key": private}), "Invalid key.public_key", "-pubout"},
		"two keys":                   {zitadel(config{}, config{"public_key": publicKey + publicKey}), "Invalid key.public_key", ""},
		"own key in a project":       {zitadel(project, config{"public_key": publicKey}), "key.public_key is not supported", "service accounts only"},
		"nothing to encrypt":         {keycard("public", config{"identifier": "a"}, config{"secret": config{}}), "Credential has no secret", "This public credential has no secret to encrypt"},
		"own key to encrypt":         {zitadel(config{}, config{"public_key": publicKey}, config{"secret": config{}}), "Credential has no secret", ""},
		"recipients that are none":   {keycard("client_secret", config{}, config{"secret": config{"recipients": []string{"hunter2"}}}), "Invalid recipient", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			_, problems := d.core().Apply(t.Context(), row.config)
			if !problems.Failed() || !said(problems, row.summary, row.message) || said(problems, "", "hush") || len(d.sent()) > 0 {
				t.Error(problems)
			}
		})
	}
}
