package provider

import (
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// httpSettings returns the settings of the http block.
func httpSettings(block types.Object, lookupEnv func(string) (string, bool)) *settings {
	s := newSettings("http", block, lookupEnv)
	s.prefix = "IDP_HTTP_"
	return s
}

// newTransport returns a transport according to the http block, and its configuration.
func newTransport(s *settings, base transport.Config) (*transport.Transport, transport.Config, diag.Diagnostics) {
	c, diags := transportConfig(s, base)
	t, err := transport.New(c)
	if err != nil {
		diags.Append(wrongHTTP("ca_certificate_file", "%s cannot be used: %v.", s.both("ca_certificate_file"), withoutPath(err)))
	}
	return t, c, diags
}

// transportConfig applies the http block to the defaults.
func transportConfig(s *settings, c transport.Config) (transport.Config, diag.Diagnostics) {
	var diags diag.Diagnostics
	var wrong *problem
	if errors.As(s.checkTexts(), &wrong) {
		diags.Append(wrongHTTP(wrong.attribute, "%s", wrong.text))
		return c, diags
	}
	if value := s.text("timeout"); value != "" {
		timeout, err := time.ParseDuration(value)
		if err != nil || timeout <= 0 {
			diags.Append(wrongHTTP("timeout", "%s must be a positive duration such as 90s or 2m, not %q.", s.both("timeout"), value))
		}
		c.Timeout = timeout
	}
	if retries, given, ok := s.number("max_retries", 0, 20); !ok {
		diags.Append(wrongHTTP("max_retries", "%s must be a whole number from 0 to 20.", s.both("max_retries")))
	} else if given {
		c.MaxRetries = &retries
	}
	if c.InsecureSkipVerify = s.flag("insecure_skip_verify"); c.InsecureSkipVerify {
		diags.AddAttributeWarning(path.Root("http").AtName("insecure_skip_verify"), "TLS certificates are not verified",
			"http.insecure_skip_verify is true. Anyone on the network between this machine and the platforms can read and change the traffic, credentials included. "+
				"Set http.ca_certificate_file to the certificate authority instead.")
	}
	c.AllowPlaintext = s.flag("allow_plaintext")
	c.CACertificateFile = s.file("ca_certificate_file")
	return c, diags
}

func wrongHTTP(attribute, format string, args ...any) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("http").AtName(attribute), invalidConfiguration, fmt.Sprintf(format, args...))
}
