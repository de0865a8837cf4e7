package provider

import "os"

// LogsWanted reports whether Terraform asks for the provider's logs.
func LogsWanted() bool { return os.Getenv("TF_LOG") != "" || os.Getenv("TF_LOG_PROVIDER") != "" }

// SilenceLogs keeps the libraries from writing logs that nobody sees. By default they trace every attribute, and Terraform
// reads and parses each line before it drops it. In a plan of a thousand applications, that took two fifths of the processor
// time of both.
func SilenceLogs() {
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_IDP"} {
		_ = os.Setenv(name, "OFF") // cannot fail for these names
	}
}
