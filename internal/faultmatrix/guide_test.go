package faultmatrix_test

import (
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// The published tables are those that the tests check.
func TestFaultReference_MatchesTheMatrix(t *testing.T) {
	var want strings.Builder
	if err := faultmatrix.Write(&want); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"../../templates/guides/fault-reference.md.tmpl", "../../docs/guides/fault-reference.md"} {
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(want.String(), "\n# ")
		if !strings.Contains(string(got), strings.TrimSpace(body)) {
			t.Errorf("%s differs from the matrix; run make generate", file)
		}
	}
	if strings.Contains(want.String(), "{{") {
		t.Error("the page contains template actions")
	}
}

// The page explains exactly the outcomes in the tables, and each fault is injected.
func TestFaultReference_ExplainsEachOutcome(t *testing.T) {
	explained, used := map[faultmatrix.Outcome]bool{}, map[faultmatrix.Outcome]bool{}
	for _, meaning := range faultmatrix.Meanings() {
		explained[meaning.Outcome] = true
	}
	for table, columns := range tables() {
		for _, row := range table.Rows {
			for i, cell := range row.Cells {
				used[cell.Outcome] = true
				request := faultmatrix.Request(table.Operation, columns[i].Kind)
				switch {
				case !explained[cell.Outcome]:
					t.Errorf("%q is not explained", cell.Outcome)
				case cell.IsTested() && request == "":
					t.Errorf("%s has no request at %s", table.Operation, columns[i].Title)
				case len(row.Fault.Faults(columns[i], request)) == 0 && !row.Fault.ByOthers():
					t.Errorf("%s is no fault", row.Fault)
				}
			}
		}
	}
	for outcome := range explained {
		if !used[outcome] {
			t.Errorf("%q is explained, but in no table", outcome)
		}
	}
}

// Every request is tested with each fault that any request can meet.
func TestFaultReference_EveryRequest_HasEachCommonFault(t *testing.T) {
	kinds := []fault.Kind{fault.DropBefore, fault.DropAfterCommit, fault.Status, fault.HTML, fault.Truncate, fault.Delay}
	for table, columns := range tables() {
		for i, column := range columns {
			request := faultmatrix.Request(table.Operation, column.Kind)
			met := map[fault.Kind]bool{}
			for _, row := range table.Rows {
				if !row.Cells[i].IsTested() {
					continue
				}
				for _, f := range row.Fault.Faults(column, request) {
					met[f.Kind] = true
				}
			}
			for _, kind := range kinds {
				if request != "" && !met[kind] {
					t.Errorf("%s at %s does not meet %s", table.Operation, column.Title, kind)
				}
			}
		}
	}
}

// tables returns all tables with their columns.
func tables() iter.Seq2[faultmatrix.Table, []faultmatrix.Column] {
	return func(yield func(faultmatrix.Table, []faultmatrix.Column) bool) {
		for _, group := range faultmatrix.Groups() {
			for _, table := range group.Tables {
				if !yield(table, group.Columns) {
					return
				}
			}
		}
	}
}
