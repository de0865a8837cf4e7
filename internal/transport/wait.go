package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// noteWait records a wait for a rate limit. It logs a long one at once, because nothing else happens in the meantime.
func noteWait(ctx context.Context, resp *http.Response, pause time.Duration) {
	host := resp.Request.URL.Host
	idp.NoteWait(ctx, host, pause)
	if pause > idp.LongWait {
		tflog.Info(ctx, "waiting for the platform's rate limit", map[string]any{"host": host, "wait_ms": pause.Milliseconds()})
	}
}
