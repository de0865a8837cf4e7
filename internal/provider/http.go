package provider

import (
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// newTransport applies the http block to the defaults.
func newTransport(s *settings, c transport.Config) (*transport.Transport, diag.Diagnostics) {
	var diags diag.Diagnostics
	wrong := func(attribute, format string, args ...any) {
		diags.AddAttributeError(path.Root("http").AtName(attribute), "Invalid provider configuration",
			s.both(attribute)+" "+fmt.Sprintf(format, args...))
	}
	if value := s.text("timeout"); value != "" {
		timeout, err := time.ParseDuration(value)
		if err != nil || timeout <= 0 {
			wrong("timeout", "must be a positive duration such as 90s or 2m, not %q.", value)
		}
		c.Timeout = timeout
	}
	if retries, given, ok := s.number("max_retries", 0, 20); !ok {
		wrong("max_retries", "must be a whole number from 0 to 20.")
	} else if given {
		c.MaxRetries = &retries
	}
	if headers, ok := s.values["headers"].(types.Map); ok {
		c.Headers = map[string]string{}
		for name, value := range headers.Elements() {
			if http.CanonicalHeaderKey(name) == "Authorization" {
				wrong("headers", "cannot set Authorization: the provider sends its own.")
			}
			if v, ok := value.(types.String); ok {
				c.Headers[name] = v.ValueString()
			}
		}
	}
	if c.InsecureSkipVerify = s.flag("insecure_skip_verify"); c.InsecureSkipVerify {
		diags.AddAttributeWarning(path.Root("http").AtName("insecure_skip_verify"), "TLS certificates are not verified",
			"Anyone on the network between here and the platforms can read and change the traffic, credentials included. "+
				"Set http.ca_certificate_file to the certificate authority instead.")
	}
	c.AllowPlaintext = s.flag("allow_plaintext")
	c.CACertificateFile = s.text("ca_certificate_file")
	t, err := transport.New(c)
	if err != nil {
		wrong("ca_certificate_file", "cannot be used: %v.", err)
	}
	return t, diags
}
