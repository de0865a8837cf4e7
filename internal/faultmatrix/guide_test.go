package faultmatrix_test

import (
	"os"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// What users read is what the tests play.
func TestGuideSaysWhatTheMatrixSays(t *testing.T) {
	var want strings.Builder
	if err := faultmatrix.Write(&want); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"../../templates/guides/when-things-go-wrong.md.tmpl", "../../docs/guides/when-things-go-wrong.md"} {
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(want.String(), "\n# ")
		if !strings.Contains(string(got), strings.TrimSpace(body)) {
			t.Errorf("%s is not what the matrix says; make generate writes it", file)
		}
	}
	if strings.Contains(want.String(), "{{") {
		t.Error("the guide would be taken for a template")
	}
}

// Each word of the tables is explained, and each trouble has its faults.
func TestEveryWordOfTheGuideIsExplained(t *testing.T) {
	explained := map[faultmatrix.Outcome]bool{}
	for _, meaning := range faultmatrix.Meanings() {
		explained[meaning.Outcome] = true
	}
	for _, table := range faultmatrix.Tables() {
		for _, row := range table.Rows {
			for i, cell := range row.Cells {
				request := faultmatrix.Request(table.Operation, faultmatrix.Platforms[i])
				switch {
				case !explained[cell.Outcome]:
					t.Errorf("%q is not explained", cell.Outcome)
				case cell.Outcome != faultmatrix.NotThere && request == "":
					t.Errorf("%s has no request at %s", table.Operation, faultmatrix.Titles[i])
				case len(row.Trouble.Faults(faultmatrix.Platforms[i], request)) == 0 && !row.Trouble.ByOthers():
					t.Errorf("%s is no trouble", row.Trouble)
				}
			}
		}
	}
}

// What can happen to any request happens to each.
func TestEveryRequestMeetsWhatCanHappenToAny(t *testing.T) {
	kinds := []fault.Kind{fault.DropBefore, fault.DropAfterCommit, fault.Status, fault.HTML, fault.Truncate, fault.Delay}
	for _, table := range faultmatrix.Tables() {
		for i, platform := range faultmatrix.Platforms {
			request := faultmatrix.Request(table.Operation, platform)
			met := map[fault.Kind]bool{}
			for _, row := range table.Rows {
				if row.Cells[i].Outcome == faultmatrix.NotThere {
					continue
				}
				for _, f := range row.Trouble.Faults(platform, request) {
					met[f.Kind] = true
				}
			}
			for _, kind := range kinds {
				if request != "" && !met[kind] {
					t.Errorf("%s at %s does not meet %s", table.Operation, platform, kind)
				}
			}
		}
	}
}
