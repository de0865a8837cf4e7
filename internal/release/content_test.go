package release

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func checkZips(t *testing.T, s snapshot) {
	for _, platform := range targets {
		archive, err := zip.OpenReader(filepath.Join(s.dir, s.zip(platform)))
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		var names []string
		for _, file := range archive.File {
			names = append(names, file.Name)
		}
		slices.Sort(names)
		if want := []string{"LICENSE", "terraform-provider-idp_v" + s.version}; !slices.Equal(names, want) {
			t.Errorf("the zip for %s has %q, want %q", platform, names, want)
		}
	}
}

func checkBills(t *testing.T, s snapshot) {
	for _, platform := range targets {
		content, err := os.ReadFile(filepath.Join(s.dir, "terraform-provider-idp_"+s.version+"_"+platform+".cdx.json"))
		if err != nil {
			t.Fatal(err)
		}
		var bill struct {
			BOMFormat string
			Metadata  struct{ Component struct{ Version string } }

			Components []struct{ Name, Version string }
		}
		if err := json.Unmarshal(content, &bill); err != nil {
			t.Fatal(err)
		}
		if bill.BOMFormat != "CycloneDX" || bill.Metadata.Component.Version != "v"+s.version {
			t.Errorf("got %s of %s", bill.BOMFormat, bill.Metadata.Component.Version)
		}
		framework := func(c struct{ Name, Version string }) bool {
			return c.Name == "github.com/hashicorp/terraform-plugin-framework" && c.Version != ""
		}
		if !slices.ContainsFunc(bill.Components, framework) {
			t.Errorf("the bill for %s lacks the plugin framework", platform)
		}
	}
}

// compare looks at all that is published but the signature, which names its time and key.
func compare(t *testing.T, one, other snapshot) {
	names := []string{one.sums()}
	for _, platform := range targets {
		names = append(names, one.zip(platform), "terraform-provider-idp_"+one.version+"_"+platform+".cdx.json")
	}
	for _, name := range names {
		first, err := os.ReadFile(filepath.Join(one.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		second, err := os.ReadFile(filepath.Join(other.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("%s differs", name)
		}
	}
}
