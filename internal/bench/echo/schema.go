package main

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const resourceType = "idp_application"

// without removes the attribute or block at the path, which is the names of its blocks and its own. It ignores names that do
// not exist, such as the identity.
func without(block *tfprotov6.SchemaBlock, path []string) {
	if len(path) == 1 {
		block.Attributes = slices.DeleteFunc(block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == path[0] })
		block.BlockTypes = slices.DeleteFunc(block.BlockTypes, func(b *tfprotov6.SchemaNestedBlock) bool { return b.TypeName == path[0] })
		return
	}
	for _, inner := range block.BlockTypes {
		if inner.TypeName == path[0] {
			without(inner.Block, path[1:])
		}
	}
}
