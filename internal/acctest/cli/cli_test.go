package cli

import (
	"fmt"
	"testing"
)

// outcome is a test that only records how it ended.
type outcome struct {
	testing.TB
	failed, skipped string
}

func (*outcome) Helper() {}

func (o *outcome) Fatalf(format string, args ...any) { o.failed = fmt.Sprintf(format, args...) }

func (o *outcome) Skipf(format string, args ...any) { o.skipped = fmt.Sprintf(format, args...) }

func TestPath_NoCLI_FailsInCIAndSkipsLocally(t *testing.T) {
	for name, row := range map[string]struct {
		path, ci        string
		failed, skipped bool
	}{
		"there is one":              {"/opt/terraform", "", false, false},
		"there is one, in pipeline": {"/opt/terraform", "true", false, false},
		"there is none":             {"", "", false, true},
		"none, in a pipeline":       {"", "true", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(variable, row.path)
			t.Setenv("CI", row.ci)
			o := &outcome{TB: t}
			if got := Path(o); got != row.path {
				t.Errorf("got %q", got)
			}
			if (o.failed != "") != row.failed || (o.skipped != "") != row.skipped {
				t.Errorf("failed: %q, skipped: %q", o.failed, o.skipped)
			}
		})
	}
}

func TestIsOpenTofu_DependsOnFileName(t *testing.T) {
	for path, want := range map[string]bool{
		"": false, "/usr/bin/terraform": false, "/home/tofu/bin/terraform": false, "/opt/opentofu/terraform_1.16": false,
		"/usr/bin/tofu": true, "tofu": true, "/home/terraform/bin/opentofu": true,
	} {
		t.Setenv(variable, path)
		if IsOpenTofu() != want {
			t.Errorf("%q: got %v", path, !want)
		}
	}
}
