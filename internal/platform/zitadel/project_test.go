package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// With the credentials of another installation, all applications seem to be gone.
func TestNotFound_ProjectNotReadable_IsNotConfirmed(t *testing.T) {
	gone := failure(404, 5, codeRemoveNoApp, "Application doesn't exist")
	for name, tc := range map[string]struct {
		project   http.HandlerFunc
		kind      idp.Kind
		attribute idp.Attribute
	}{
		"unknown":                 {failure(404, 5, codeUnknownProject, "Project not found"), idp.ErrOtherInstallation, idp.AttributeProjectID},
		"not to be read":          {failure(403, 7, "AUTH-5mWD2", "No matching permissions found"), idp.ErrOtherInstallation, idp.AttributeProjectID},
		"no role":                 {failure(404, 5, codeNoMembership, "membership not found"), idp.ErrOtherInstallation, idp.AttributeProjectID},
		"not a project":           {reply(200, `{"project":{"id":"p2"}}`), idp.ErrOtherInstallation, idp.AttributeProjectID},
		"nothing":                 {reply(200, `{}`), idp.ErrOtherInstallation, idp.AttributeProjectID},
		"page":                    {page(200), idp.ErrOtherInstallation, idp.AttributeProjectID},
		"of another organization": {failure(404, 5, codeForeignApp, "Project not found"), idp.ErrInvalid, idp.AttributeOrganizationID},
		"down":                    {page(503), idp.ErrUnavailable, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callGet: only(denied()), callDelete: only(gone), callProject: only(tc.project)}) // never asks for the history
			p := f.platform(t)
			_, read := p.Get(t.Context(), existing())
			for operation, err := range map[string]error{"read": read, "delete": p.Delete(t.Context(), existing())} {
				e := refusalOf(t, err, tc.kind)
				if e.Attribute != tc.attribute {
					t.Errorf("%s: attribute %q", operation, e.Attribute)
				}
				if tc.kind != idp.ErrOtherInstallation {
					continue
				}
				for _, part := range []string{"project p1", f.URL, "terraform state rm", "zitadel.endpoint"} {
					if !strings.Contains(e.Message+e.Hint, part) {
						t.Errorf("%s: %q is not in %q, %q", operation, part, e.Message, e.Hint)
					}
				}
			}
		})
	}
}

func TestNotFound_ReadableProject_IsReadOnce(t *testing.T) {
	f := serve(t, routes{callGet: only(denied()), callChanges: only(file(t, "changes_removed.json"))})
	p := f.platform(t)
	for range 3 {
		_, err := p.Get(t.Context(), existing())
		refusalOf(t, err, idp.ErrNotFound)
	}
	other := existing()
	other.Scope.OrganizationID = "o2" // another scope, where the project was not read yet
	_, err := p.Get(t.Context(), other)
	refusalOf(t, err, idp.ErrNotFound)
	if n := f.count(callProject); n != 2 {
		t.Errorf("%d looks", n)
	}
}

func TestNotFound_ProjectNotReadable_IsReadAgain(t *testing.T) {
	f := serve(t, routes{
		callGet: only(denied()), callChanges: only(file(t, "changes_removed.json")),
		callProject: only(failure(404, 5, codeUnknownProject, "Project not found"), thatProject),
	})
	p := f.platform(t)
	_, err := p.Get(t.Context(), existing())
	refusalOf(t, err, idp.ErrOtherInstallation)
	_, err = p.Get(t.Context(), existing())
	refusalOf(t, err, idp.ErrNotFound)
}
