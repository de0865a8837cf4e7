package zitadel

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The error IDs that the code handles.
const (
	codeNoApp          = "QUERY-pCP8P"   // GET: this application does not exist
	codeRemoveNoApp    = "COMMAND-0po9s" // DELETE: the same, or not in this organization
	codeSameName       = "COMMAND-2m8vx"
	codeSameConfig     = "COMMAND-1m88i"
	codeAlreadyOff     = "COMMAND-dsh35"
	codeAlreadyOn      = "COMMAND-1n8cM"
	codeNoMembership   = "AUTHZ-cdgFk"
	codeForeignApp     = "MANAG-SFf2a"
	codeNoOrganization = "AUTH-Bs7Ds"
	codeNoProject      = "COMMAND-EbFMN"
	codeNoProjectV2    = "COMMA-VCnwD" // the same in older releases
	codeUnknownProject = "QUERY-fk2fs" // GET: this project does not exist
	codeQuota          = "QUOTA-vjAy8"

	codeInvalidOIDC       = "PROJECT-1n8df" // create: the configuration as a whole is invalid
	codeInvalidOIDCUpdate = "COMMAND-5m9fs"
	codeSameID            = "PROJECT-lxowmp" // create of an OpenID Connect application
)

const (
	hintEndpoint = "Check " + settingEndpoint + ". Use the instance's external domain, not an IP address or an internal name."
	hintRole     = "Give the service account a role: PROJECT_OWNER on the project, or IAM_OWNER. ORG_OWNER cannot delete applications."
	hintProject  = "Check zitadel.project_id. For a project of another organization than the service account's, set zitadel.organization_id."
	hintHidden   = "Its history shows that it was registered and not deleted. Replace it to get one that ZITADEL shows: terraform apply " +
		"-replace=ADDRESS. If its project was deleted, remove the application from state: terraform state rm ADDRESS."
	hintGone     = "It was removed, or belongs to another project or organization: run terraform plan, and check zitadel.organization_id."
	hintOtherOrg = "It belongs to another organization: set zitadel.organization_id to the one that owns the project."
	hintWrongApp = "It is not an API application. Remove it from the state, or import another one."
	hintName     = "Choose another name, or import the application that has it. ZITADEL compares names in a project whatever " +
		"their case and the application's type."
	hintOtherName = "Choose another name. Names in a ZITADEL project are unique across all application types, ignoring case."
	hintQuota     = "There were too many requests, or the instance's quota is used up. Lower -parallelism, look at the quota, " +
		"then run apply again."
	hintNoCall   = "This address does not serve this API endpoint. Check " + settingEndpoint + ", and that each ID attribute contains only the ID."
	hintParallel = "ZITADEL could not store this beside a parallel change, and stored nothing. Apply again; a lower " +
		"-parallelism keeps it from happening."
	hintImportedSecret = "An imported application has no client secret in state. To get one, set rotate_when_changed, apply, then change one of " +
		"its values and apply again."
	hintControl    = "Remove the control character, which ZITADEL's database cannot store."
	hintWrongOIDC  = "It is not an OpenID Connect application. Remove it from the state, and import it again."
	hintOIDC       = "Check redirect_uris and the block zitadel.oidc."
	hintKeyMethod  = "Set auth_method = \"private_key_jwt\" in the application, and apply again."
	hintLogoutHost = "ZITADEL looks the host up, and refuses one that it does not find or that is not public. Use a public host."
	hintDown       = "ZITADEL or its database is not ready. This request changed nothing. Apply again later."
)

// catalogEntry is what an error means beyond its status. Empty fields do not change the error.
type catalogEntry struct {
	kind      idp.Kind
	attribute idp.Attribute
	hint      string
}

var errorCatalog = map[string]catalogEntry{
	codeNoApp:          {idp.ErrNotFound, "", "If it should be there, check zitadel.project_id."},
	codeForeignApp:     {idp.ErrInvalid, idp.AttributeOrganizationID, hintOtherOrg},
	codeNoOrganization: {idp.ErrInvalid, idp.AttributeOrganizationID, "Check " + settingOrganization + "."},
	codeNoProject:      {idp.ErrInvalid, idp.AttributeProjectID, hintProject},
	codeNoProjectV2:    {idp.ErrInvalid, idp.AttributeProjectID, hintProject},
	codeNoMembership:   {idp.ErrForbidden, "", hintRole + " In another organization than its own, it needs one there."},
	codeUnknownProject: {idp.ErrInvalid, idp.AttributeProjectID, hintProject},
	codeQuota:          {idp.ErrRateLimited, "", hintQuota},
	codeRemoveNoApp:    {"", "", hintGone},
	"COMMAND-28di9":    {"", "", hintGone}, // rename
	"COMMAND-2n8uU":    {"", "", hintGone}, // change of the configuration
	"COMMAND-2g66f":    {"", "", hintGone}, // new secret
	"COMMAND-ov9d3":    {"", "", hintGone}, // change of the state
	codeNoUser:         {"", "", hintGone},
	codeNoKey:          {"", "", hintGone},
	codeRemoveNoKey:    {"", "", hintGone},
	"COMMAND-Dff54":    {idp.ErrInvalid, idp.AttributeAuthMethod, hintKeyMethod},
	"COMMAND-sak25":    {idp.ErrInvalid, "", hintGone}, // new key
	"COMMAND-bnipwm1":  {idp.ErrInvalid, "", hintGone}, // new key
	"COMMAND-5F3h1":    {idp.ErrInvalid, "", "Set the public part of an RSA key, in PEM: it begins with BEGIN PUBLIC KEY."},
	"DOMAIN-dv3t5":     {idp.ErrInvalid, "", "Choose an expiration date that is not in the past."},
	"COMMAND-Gnwt3":    {idp.ErrInvalid, "", hintWrongApp},
	"COMMAND-aeH4":     {idp.ErrInvalid, "", hintWrongApp},

	codeInvalidOIDC:       {idp.ErrInvalid, "", hintOIDC},
	codeInvalidOIDCUpdate: {idp.ErrInvalid, "", hintOIDC},
	codeSameID:            {idp.ErrAlreadyExists, "", ""},
	"COMMAND-GBr34":       {idp.ErrInvalid, "", hintWrongOIDC},
	"COMMAND-Ghrh3":       {idp.ErrInvalid, "", hintWrongOIDC},
	"PROJECT-msNebo":      {idp.ErrInvalid, idp.AttributeBackChannelLogoutURI, hintLogoutHost},
	"PROJECT-iZL2Ac":      {idp.ErrInvalid, idp.AttributeBackChannelLogoutURI, "Write an absolute URI, such as https://app.example.com/logout."},
}

// catalogEntryOf returns the entry for an error: by its ID, otherwise by its message, otherwise by the gRPC code.
func catalogEntryOf(e *idp.Error, status ErrorStatus) (catalogEntry, bool) {
	if m, ok := errorCatalog[e.Code]; ok {
		return m, true
	}
	switch {
	case e.Status == http.StatusNotFound && strings.Contains(status.Message, unknownInstance):
		return catalogEntry{hint: hintEndpoint}, true
	case strings.Contains(status.Message, parallelWrite):
		return catalogEntry{kind: idp.ErrUnavailable, hint: hintParallel}, true
	case e.Status == http.StatusInternalServerError && strings.HasPrefix(status.Message, noInstance):
		return catalogEntry{kind: idp.ErrUnavailable, hint: hintDown}, true
	case e.Status == http.StatusInternalServerError && strings.Contains(status.Message, unstorable):
		return catalogEntry{idp.ErrInvalid, idp.AttributeName, hintControl}, true
	case status.Code == float64(grpcAlreadyExists) || status.Code == alreadyExists:
		return catalogEntry{idp.ErrAlreadyExists, idp.AttributeName, hintName}, true
	case e.Status == http.StatusInternalServerError && status.Code == float64(grpcUnknown):
		return quoted(status.Message)
	}
	return catalogEntry{}, false
}

// unknownInstance is in the error for a host name that belongs to no instance.
const unknownInstance = "Instance not found"

// unstorable is in the error for a text that the database cannot store, because it contains U+0000. Nothing was stored.
const unstorable = "SQLSTATE 22P05"

// gRPC codes, as numbers in JSON.
const (
	grpcUnknown       = 2
	grpcAlreadyExists = 6
)

// alreadyExists is the same code as the application service spells it.
const alreadyExists = "already_exists"

// quotedCode matches errors of the releases v4.11 to v4.13, which wrap a gRPC error in a 500.
var quotedCode = regexp.MustCompile(`code = (\w+)`)

func quoted(message string) (catalogEntry, bool) {
	found := quotedCode.FindStringSubmatch(message)
	if found == nil {
		return catalogEntry{}, false
	}
	kind, ok := map[string]idp.Kind{
		"Unauthenticated": idp.ErrUnauthenticated,
		"InvalidArgument": idp.ErrInvalid,
	}[found[1]]
	return catalogEntry{kind: kind}, ok
}

// statusHint has the hints for errors that are only known by their status.
var statusHint = map[int]string{
	http.StatusForbidden:       hintRole,
	http.StatusNotFound:        hintNoCall,
	http.StatusTooManyRequests: hintQuota,
}
