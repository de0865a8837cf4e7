package fastpath

import (
	"bytes"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

var errUnsupported = errors.New("not a value that the fast path reads")

// decodeValues decodes the attributes of an object from Terraform. The framework first builds a tree of tftypes values,
// which is most of its cost of decoding.
func decodeValues(value *tfprotov6.DynamicValue, t types.ObjectType) (Values, error) {
	if value == nil || len(value.MsgPack) == 0 {
		return nil, errUnsupported
	}
	d := msgpack.GetDecoder()
	defer msgpack.PutDecoder(d)
	d.Reset(bytes.NewReader(value.MsgPack))
	values, err := decodeMap(d, attributesOf(t))
	if err == nil && len(values) != len(t.AttrTypes) { // null has no attributes
		err = errUnsupported
	}
	return values, err
}

// attributesOf returns a function that finds the type of an object's attribute.
func attributesOf(t types.ObjectType) func(name string) (attr.Type, bool) {
	return func(name string) (attr.Type, bool) { inner, ok := t.AttrTypes[name]; return inner, ok }
}

func decode(d *msgpack.Decoder, t attr.Type) (attr.Value, error) {
	code, err := d.PeekCode()
	switch {
	case err != nil:
		return nil, err
	case code == msgpcode.Nil && isBlocks(t):
		return nil, errUnsupported // without such blocks there is an empty set, never null
	case code == msgpcode.Nil:
		return null(t), d.DecodeNil()
	case msgpcode.IsExt(code): // unknown, with or without refinements
		return unknown(t), d.Skip()
	}
	switch t := t.(type) {
	case basetypes.StringType:
		text, err := d.DecodeString()
		return types.StringValue(text), err
	case basetypes.BoolType:
		flag, err := d.DecodeBool()
		return types.BoolValue(flag), err
	case types.SetType:
		elements, err := decodeList(d, t.ElemType)
		if err != nil {
			return nil, err
		}
		return types.SetValueMust(t.ElemType, elements), nil
	case types.ListType:
		elements, err := decodeList(d, t.ElemType)
		if err != nil {
			return nil, err
		}
		return types.ListValueMust(t.ElemType, elements), nil
	case types.MapType:
		elements, err := decodeMap(d, func(string) (attr.Type, bool) { return t.ElemType, true })
		if err != nil {
			return nil, err
		}
		return types.MapValueMust(t.ElemType, elements), nil
	case types.ObjectType:
		return decodeAttributes(d, t)
	}
	return nil, errUnsupported
}

// isBlocks reports whether a type is that of repeatable blocks.
func isBlocks(t attr.Type) bool {
	set, ok := t.(types.SetType)
	if !ok {
		return false
	}
	_, ok = set.ElemType.(types.ObjectType)
	return ok
}

func decodeAttributes(d *msgpack.Decoder, t types.ObjectType) (attr.Value, error) {
	values, err := decodeMap(d, attributesOf(t))
	if err != nil {
		return nil, err
	}
	object, diags := types.ObjectValue(t.AttrTypes, values)
	if diags.HasError() {
		return nil, errUnsupported
	}
	return object, nil
}

func decodeMap(d *msgpack.Decoder, typeOf func(name string) (attr.Type, bool)) (map[string]attr.Value, error) {
	n, err := d.DecodeMapLen()
	if err != nil {
		return nil, err
	}
	values := make(map[string]attr.Value, max(n, 0))
	for range n {
		name, err := d.DecodeString()
		if err != nil {
			return nil, err
		}
		t, ok := typeOf(name)
		if !ok {
			return nil, errUnsupported
		}
		if values[name], err = decode(d, t); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func decodeList(d *msgpack.Decoder, t attr.Type) ([]attr.Value, error) {
	n, err := d.DecodeArrayLen()
	if err != nil {
		return nil, err
	}
	values := make([]attr.Value, max(n, 0))
	for i := range values {
		if values[i], err = decode(d, t); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func null(t attr.Type) attr.Value {
	switch t := t.(type) {
	case basetypes.BoolType:
		return types.BoolNull()
	case types.SetType:
		return types.SetNull(t.ElemType)
	case types.ListType:
		return types.ListNull(t.ElemType)
	case types.MapType:
		return types.MapNull(t.ElemType)
	case types.ObjectType:
		return types.ObjectNull(t.AttrTypes)
	}
	return types.StringNull() // for any other type, the object rejects this value
}

func unknown(t attr.Type) attr.Value {
	switch t := t.(type) {
	case basetypes.BoolType:
		return types.BoolUnknown()
	case types.SetType:
		return types.SetUnknown(t.ElemType)
	case types.ListType:
		return types.ListUnknown(t.ElemType)
	case types.MapType:
		return types.MapUnknown(t.ElemType)
	case types.ObjectType:
		return types.ObjectUnknown(t.AttrTypes)
	}
	return types.StringUnknown()
}
