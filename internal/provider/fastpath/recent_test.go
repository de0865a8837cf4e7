package fastpath

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func TestRecent_SameBytes_AreReturnedOnce(t *testing.T) {
	var r recent
	state := func(content string) *tfprotov6.DynamicValue { return &tfprotov6.DynamicValue{MsgPack: []byte(content)} }
	r.keep(state("state"), []byte("private"), "known")
	for name, other := range map[string][2]string{"state": {"other", "private"}, "private state": {"state", "other"}} {
		if known := r.take(state(other[0]), []byte(other[1])); known != nil {
			t.Errorf("with another %s it is %v", name, known)
		}
	}
	if known := r.take(state("state"), []byte("private")); known != "known" {
		t.Errorf("it is %v", known)
	}
	if known := r.take(state("state"), []byte("private")); known != nil {
		t.Errorf("taken again it is %v", known)
	}
}

// Without private state, what a resource knows may change while the state stays the same.
func TestRecent_NoPrivateState_IsNotKept(t *testing.T) {
	var r recent
	state := &tfprotov6.DynamicValue{MsgPack: []byte("state")}
	r.keep(state, nil, "known")
	if known := r.take(state, nil); known != nil {
		t.Errorf("it is %v", known)
	}
}

func TestRecent_ReadsWithoutPlans_StayWithinLimit(t *testing.T) {
	var r recent
	for i := range 10 * mostRecent {
		r.keep(&tfprotov6.DynamicValue{MsgPack: fmt.Appendf(nil, "%d", i)}, []byte("private"), i)
	}
	if len(r.known) > mostRecent {
		t.Errorf("%d are kept", len(r.known))
	}
}
