package zitadel

import (
	"net/http"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// permission is what an operation asks for.
type permission string

const (
	appRead   permission = "project.app.read"
	appWrite  permission = "project.app.write"
	appDelete permission = "project.app.delete"

	projectRead permission = "project.read"
	orgRead     permission = "org.read"

	userRead   permission = "user.read"
	userWrite  permission = "user.write"
	userDelete permission = "user.delete"
)

// role is a set of permissions, by the names and with the defaults of the real server.
type role string

const (
	iamOwner           role = "IAM_OWNER"
	orgOwner           role = "ORG_OWNER"
	projectOwner       role = "PROJECT_OWNER"
	projectOwnerViewer role = "PROJECT_OWNER_VIEWER"
)

// granted: an organization's owner may not delete applications, which surprises people, but users; a project's may not read
// the organization.
var granted = map[role][]permission{
	iamOwner:           {appRead, appWrite, appDelete, projectRead, orgRead, userRead, userWrite, userDelete},
	orgOwner:           {appRead, appWrite, projectRead, orgRead, userRead, userWrite, userDelete},
	projectOwner:       {appRead, appWrite, appDelete, projectRead, userRead},
	projectOwnerViewer: {appRead, projectRead, userRead},
}

// membership gives a role on the instance, in an organization, or in one of its projects.
type membership struct {
	role         role
	organization string // "" is the whole instance
	project      string // "" is all projects
}

// authenticate finds the caller behind the Authorization header, whose scheme is matched byte for byte.
func (s *Server) authenticate(r *http.Request) (*user, *problem) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return nil, plain(codeUnauthenticated, "auth header missing")
	}
	bearer, ok := strings.CutPrefix(header, "Bearer ")
	if !ok {
		return nil, failure("AUTH-toLo1")
	}
	t := s.liveToken(bearer)
	if t == nil || !slices.Contains(t.audience, s.access.zitadelProject) || fault.Is(r.Context(), fault.UnauthenticatedOnce) {
		return nil, failure("AUTH-7fs1e")
	}
	return t.user, nil
}

// contextOrganization is the organization that a call works in: the one of the header, else the caller's own.
func (s *Server) contextOrganization(r *http.Request, caller *user) (string, *problem) {
	id := r.Header.Get("X-Zitadel-Orgid")
	if id == "" {
		return caller.owner, nil
	}
	if s.state.organizations[id] == nil {
		return "", failure("AUTH-Bs7Ds")
	}
	return id, nil
}

// permit looks for the permission among the caller's roles in the organization. Someone without any role there is told
// that there is no such membership (a 404), someone whose role is for another project gets another id than someone whose
// roles do not hold the permission at all. Where no project is concerned, a role for any will do.
func permit(caller *user, organization, project string, wanted permission) *problem {
	member, elsewhere := false, false
	for _, m := range caller.memberships {
		if m.organization != "" && m.organization != organization {
			continue
		}
		member = true
		if !slices.Contains(granted[m.role], wanted) {
			continue
		}
		if m.project == "" || project == "" || m.project == project {
			return nil
		}
		elsewhere = true
	}
	switch {
	case elsewhere:
		return failure("AUTH-3jknH")
	case member:
		return failure("AUTH-5mWD2")
	default:
		return failure("AUTHZ-cdgFk")
	}
}
