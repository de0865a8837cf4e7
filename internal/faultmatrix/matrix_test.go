package faultmatrix_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// Each cell has the outcome in the fault reference: in state, at the platform, and in the requests. When the command runs
// again, it completes: there is one application, it is in state, and its secret works. A destroy then leaves nothing.
func TestMatrix(t *testing.T) {
	seen := &observed{cells: map[string]string{}}
	t.Cleanup(func() { t.Log("\n" + seen.table()) })
	for _, group := range faultmatrix.Groups() {
		for i, column := range group.Columns {
			for _, kind := range column.Kinds() {
				ofKind := column
				ofKind.Kind = kind
				t.Run(kind, func(t *testing.T) {
					t.Parallel()
					seen.playAll(t, group, i, ofKind)
				})
			}
		}
	}
}

// playAll plays the cells of a column for one of its kinds, in one world.
func (o *observed) playAll(t *testing.T, group faultmatrix.Group, i int, column faultmatrix.Column) {
	play := player(t, column)
	for _, table := range group.Tables {
		for _, row := range table.Rows {
			cell := row.Cells[i]
			if !cell.IsTested() || faultmatrix.Request(table.Operation, column.Kind) == "" {
				continue
			}
			t.Run(string(table.Operation)+"/"+string(row.Fault), func(t *testing.T) {
				o.add(table.Operation, row.Fault, column.Kind, play(t, table.Operation, row.Fault, cell))
			})
		}
	}
}

// player returns a function that plays a cell of a column.
func player(t *testing.T, column faultmatrix.Column) func(*testing.T, faultmatrix.Operation, faultmatrix.Fault, faultmatrix.Cell) string {
	t.Helper()
	if faultmatrix.Request(faultmatrix.Issue, column.Kind) != "" {
		return credentialPlayer(t, column)
	}
	creates := &acctest.Creates{}
	w := acctest.New(t, creates.In)
	resources := resourcesOf(t, w)
	return func(t *testing.T, operation faultmatrix.Operation, fault faultmatrix.Fault, cell faultmatrix.Cell) string {
		t.Helper()
		s := &scenario{
			T: t, world: w, column: column, platform: column.Platform, operation: operation, fault: fault, creates: creates, resources: resources,
		}
		return s.play(cell)
	}
}

// resourcesOf returns resources on which applications at Keycard can depend.
func resourcesOf(t *testing.T, w *acctest.World) [2]string {
	t.Helper()
	first, _ := w.Keycard.Resource()
	second, err := w.Keycard.AddResource(map[string]any{"name": "Calendar", "identifier": "urn:calendar"})
	if err != nil {
		t.Fatal(err)
	}
	return [2]string{first, second}
}

// observed has the observed outcomes.
type observed struct {
	mu    sync.Mutex
	cells map[string]string
}

func key(o faultmatrix.Operation, fault faultmatrix.Fault, kind string) string {
	return fmt.Sprint(o, "/", fault, "/", kind)
}

func (o *observed) add(operation faultmatrix.Operation, fault faultmatrix.Fault, kind, what string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cells[key(operation, fault, kind)] = what
}

func (o *observed) table() string {
	var b strings.Builder
	for table, columns := range tables() {
		fmt.Fprintf(&b, "\n%-62s", table.Operation)
		for _, column := range columns {
			fmt.Fprintf(&b, "%-16s", column.Kind)
		}
		for _, row := range table.Rows {
			fmt.Fprintf(&b, "\n  %-60s", row.Fault)
			for _, column := range columns {
				what, ok := o.cells[key(table.Operation, row.Fault, column.Kind)]
				if !ok {
					what = string(faultmatrix.NotThere)
				}
				fmt.Fprintf(&b, "%-16s", what)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
