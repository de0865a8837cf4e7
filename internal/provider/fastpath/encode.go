package fastpath

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
)

// encodeIdentity encodes an identity for Terraform; nil becomes null.
func encodeIdentity(id Identity) *tfprotov6.ResourceIdentityData {
	var values map[string]*string
	if id != nil {
		values = make(map[string]*string, len(id))
	}
	for name, value := range id {
		values[name] = value.ValueStringPointer()
	}
	content, err := msgpack.Marshal(values)
	if err != nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: content}}
}
