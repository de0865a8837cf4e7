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

// Each cell of the matrix is what the guide says of it: what is in state, what is at the platform, what was sent. And
// after each, the same command once more leads to where it should have led: one application, the one in state, with a
// secret that works; then a destroy leaves nothing.
func TestMatrix(t *testing.T) {
	seen := &observed{cells: map[string]string{}}
	t.Cleanup(func() { t.Log("\n" + seen.table()) })
	for i, platform := range faultmatrix.Platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			creates := &acctest.Creates{}
			w := acctest.New(t, creates.In)
			for _, table := range faultmatrix.Tables() {
				for _, row := range table.Rows {
					cell := row.Cells[i]
					if cell.Outcome == faultmatrix.NotThere {
						continue
					}
					t.Run(string(table.Operation)+"/"+string(row.Trouble), func(t *testing.T) {
						s := &scene{T: t, world: w, platform: platform, operation: table.Operation, trouble: row.Trouble, creates: creates}
						seen.add(table.Operation, row.Trouble, platform, s.play(cell))
					})
				}
			}
		})
	}
}

// observed is the matrix as it came out.
type observed struct {
	mu    sync.Mutex
	cells map[string]string
}

func key(o faultmatrix.Operation, trouble faultmatrix.Trouble, platform string) string {
	return fmt.Sprint(o, "/", trouble, "/", platform)
}

func (o *observed) add(operation faultmatrix.Operation, trouble faultmatrix.Trouble, platform, what string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cells[key(operation, trouble, platform)] = what
}

func (o *observed) table() string {
	var b strings.Builder
	for _, table := range faultmatrix.Tables() {
		fmt.Fprintf(&b, "\n%-62s", table.Operation)
		for _, title := range faultmatrix.Titles {
			fmt.Fprintf(&b, "%-16s", title)
		}
		for _, row := range table.Rows {
			fmt.Fprintf(&b, "\n  %-60s", row.Trouble)
			for _, platform := range faultmatrix.Platforms {
				what, ok := o.cells[key(table.Operation, row.Trouble, platform)]
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
