package lookup

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// results returns the results of a list up to a limit, 0 for all. Warnings about long waits come with the last result,
// because Terraform does not read beyond the limit, or else at the end.
func results(ctx context.Context, of diagnose.Object, limit int64, yield func(context.Context, func(list.ListResult) bool)) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var n int64
		var waits diag.Diagnostics
		ctx, report := of.CollectWaits(ctx, &waits)
		more := true
		yield(ctx, func(result list.ListResult) bool {
			if result.Identity != nil {
				n++
			}
			last := result.Identity != nil && n == limit
			if last {
				report()
				result.Diagnostics.Append(waits...)
			}
			more = push(result) && !last
			return more
		})
		if !more {
			return
		}
		if report(); len(waits) > 0 {
			push(list.ListResult{Diagnostics: waits})
		}
	}
}
