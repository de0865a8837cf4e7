package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// answers counts the responses of the fast path by request type.
type answers struct {
	mu    sync.Mutex
	count map[string]int
}

func (a *answers) add(req any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.count == nil {
		a.count = map[string]int{}
	}
	a.count[strings.TrimPrefix(fmt.Sprintf("%T", req), "*tfprotov6.")]++
}

// FastAnswers returns the number of requests of each type that the fast path has handled since the last call.
func (w *World) FastAnswers() map[string]int {
	w.fast.mu.Lock()
	defer w.fast.mu.Unlock()
	count := w.fast.count
	w.fast.count = nil
	return count
}

// compared returns the option that compares each response of the fast path with the framework's.
func (w *World) compared() provider.Option {
	t := w.t
	return provider.WithComparison(func(req, fast, framework any) {
		w.fast.add(req)
		if diff := AnswersDiffer(fast, framework); diff != "" {
			t.Errorf("the fast path answers a %T in another way than the framework (-framework +fast):\n%s", req, diff)
		}
	})
}

// AnswersDiffer returns the differences between two responses to one call, "" if there are none.
func AnswersDiffer(fast, framework any) string { return cmp.Diff(framework, fast, sameAnswers()...) }

// sameAnswers compares values by content: the framework encodes again what the fast path returns unchanged.
func sameAnswers() cmp.Options {
	return cmp.Options{
		cmp.Transformer("value", decoded),
		cmp.FilterPath(func(p cmp.Path) bool {
			last := p.Last().String()
			return last == ".Private" || last == ".PlannedPrivate"
		}, cmp.Transformer("private", fromJSON)),
		cmp.FilterValues(func(a, b []*tfprotov6.Diagnostic) bool { return len(a)+len(b) == 0 }, cmp.Ignore()),
	}
}

// decoded returns a value as maps, lists and strings. Lists are sorted, because some are sets.
func decoded(v *tfprotov6.DynamicValue) any {
	switch {
	case v == nil:
		return nil
	case len(v.JSON) > 0:
		return fromJSON(v.JSON)
	}
	value, err := msgpack.NewDecoder(bytes.NewReader(v.MsgPack)).DecodeInterface()
	if err != nil {
		return fmt.Sprintf("not MessagePack: %x", v.MsgPack)
	}
	return sorted(value)
}

func fromJSON(content []byte) any {
	var value any
	if len(content) > 0 && json.Unmarshal(content, &value) != nil {
		return "not JSON: " + string(content)
	}
	return sorted(value)
}

func sorted(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			value[name] = sorted(inner)
		}
	case []any:
		slices.SortFunc(value, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return value
}
