package emulator

import (
	"fmt"
	"net/http"
	"strings"
)

// route is a route of the control interface.
type route struct {
	call string
	does string
	body string // an example; empty if the route takes no body
	do   func(*http.Request) (any, error)
}

func (e *Emulator) routes() []route {
	return []route{
		{"GET /applications", "Lists the applications of all platforms, without secrets.", "", e.getApplications},
		{"PATCH /applications/{platform}/{id}", "Changes an application outside Terraform.", `{"name":"Renamed"}`, e.patchApplication},
		{"DELETE /applications/{platform}/{id}", "Deletes an application outside Terraform.", "", e.deleteApplication},
		{
			"POST /faults", "Makes the next requests of an operation fail.",
			`{"operation":"keycard.create_application","kind":"drop_after_commit","times":1}`, e.postFault,
		},
		{"DELETE /faults", "Removes all pending faults.", "", e.deleteFaults},
		{"GET /requests", "Counts the requests by operation.", "", e.getRequests},
		{"DELETE /requests", "Resets the counts.", "", e.deleteRequests},
	}
}

// usage returns the routes as shell commands, which use the emulator's environment variables.
func usage(routes []route) string {
	var all strings.Builder
	for _, r := range routes {
		method, path, _ := strings.Cut(r.call, " ")
		body := ""
		if r.body != "" {
			body = fmt.Sprintf(" -d '%s'", r.body)
		}
		fmt.Fprintf(&all, "# %s\ncurl -X %s%s \"$IDP_EMULATOR_URL%s\"\n\n", r.does, method, body, path)
	}
	return all.String()
}
