package provider

import (
	"os"
	"testing"
)

// TestLogs_NotRequested_AreSilenced covers the logs of the libraries; make bench measures what the program writes.
func TestLogs_NotRequested_AreSilenced(t *testing.T) {
	tests := map[string]struct{ set, value, want string }{
		"nobody reads":             {"TF_LOG_CORE", "TRACE", "OFF"},
		"Terraform shows all":      {"TF_LOG", "DEBUG", ""},
		"Terraform shows provider": {"TF_LOG_PROVIDER", "TRACE", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			levels := []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_IDP"}
			for _, variable := range append(levels, "TF_LOG", "TF_LOG_PROVIDER") {
				t.Setenv(variable, "") // restores the variable after the test
			}
			t.Setenv(test.set, test.value)
			if !LogsWanted() {
				SilenceLogs()
			}
			for _, level := range levels {
				if got := os.Getenv(level); got != test.want {
					t.Errorf("%s is %q, want %q", level, got, test.want)
				}
			}
		})
	}
}
