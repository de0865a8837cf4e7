package provider

import (
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
)

// An endpoint is either refused without showing a password that it contains, or usable, with http only for this machine.
func FuzzEndpoint(f *testing.F) {
	const canary = "c4n4ry-7f"
	for _, address := range []string{
		"https://id.example.com|", "https://id.example.com/|", "http://127.0.0.1:8080|", "http://localhost|", "http://[::1]:80/|", "http://id.example.com/|",
		"https://user:|@id.example.com", "https://id.example.com?token=|", "https://id.example.com#|", "http://|@10.0.0.1", "://|", "|", "https://|", "ftp://a/|",
		"https:///|", "http://localhost.example.com/|", "http://127.0.0.1.example.com/|", "http://0x7f.1/|", "HTTP://LOCALHOST/|",
	} {
		before, after, _ := strings.Cut(address, "|")
		f.Add(before, after)
	}
	s, tr := &settings{name: "zitadel", prefix: "ZITADEL_"}, malicious.Transport(f)
	f.Fuzz(func(t *testing.T, before, after string) {
		value := before + canary + after
		got, err := s.endpoint("endpoint", value, tr)
		if err != nil {
			u, parseErr := url.Parse(value)
			if inHost := parseErr == nil && u.User == nil && strings.Contains(u.Host, canary); !inHost && strings.Contains(err.Error(), canary) {
				t.Errorf("%q is shown in: %v", value, err)
			}
			if wrong := malicious.Wrong(err.Error(), 1000); wrong != "" {
				t.Errorf("the error %s: %q", wrong, err)
			}
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(got, "/") {
			t.Fatalf("%q became %q: %v", value, got, err)
		}
		if ip := net.ParseIP(u.Hostname()); u.Scheme != "https" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			t.Errorf("%q would be sent in clear", got)
		}
	})
}
