package lerian

import (
	"fmt"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	checkIdentityEndpoint = "Check " + settingIdentityEndpoint + ": something other than the Identity plugin seems to answer there."
	swappedEndpoints      = "The Identity plugin answers at " + settingAuthEndpoint + ". That setting and " + settingIdentityEndpoint + " seem to be swapped: exchange them."
	checkAuthEndpoint     = "Check " + settingAuthEndpoint + ": something other than the Auth plugin seems to answer there."

	hintName = "The name is the slug of a Lerian product, from a list that depends on the server's version. Known ones are " +
		"midaz, plugin-fees, plugin-crm, plugin-smart-templates, reporter, plugin-br-pix-direct-jd, plugin-br-pix-indirect-btg and " +
		"plugin-br-bank-transfer."
	hintForbidden = "The Identity plugin normally refuses callers that logged in with a client ID and secret alone, and users outside " +
		"of the admin group. Set an administrator's " + settingUsername + " and " + settingPassword + ", or such a user's token in " +
		settingAccessToken + "."
	hintBusy = "The Identity plugin accepts 100 requests per minute by default. Apply again later, with a smaller -parallelism."
)

// advise sets the hint, unless the transport's hint is better: for a redirect, and for a web page of a proxy, which is not
// about credentials even if its status is.
func advise(e *idp.Error, hint string) *idp.Error {
	page := e.Hint != "" && e.Code == ""
	if page && (e.Kind != idp.ErrUnexpected || e.Status/100 == 3) {
		return e
	}
	if hint != "" {
		e.Hint = hint
	}
	return e
}

// hint returns the hint for an error of the Identity plugin, or "" if the error needs none.
func (p *Platform) hint(e *idp.Error) string {
	switch e.Code {
	case codeInvalidName:
		return hintName
	case codeCreateRunning:
		return "Lerian was already creating the same application, so it did not start this create. Apply again."
	case codeLockUnavailable:
		return "The Identity plugin's lock store did not respond, and nothing was created. Apply again; if this persists, contact its operators."
	case codeBackendDown:
		return "The Identity plugin's backend is down. Apply again in a minute; if this persists, contact its operators."
	case codeNetworkRefused:
		return hintNetwork
	}
	switch e.Kind {
	case idp.ErrUnauthenticated:
		return p.hintToken()
	case idp.ErrForbidden:
		return hintForbidden
	case idp.ErrRateLimited:
		return hintBusy
	case idp.ErrUnexpected:
		if e.Code != "" && e.Status != http.StatusNotFound {
			return ""
		}
		if p.credentials == settingAccessToken && p.auth != nil { // otherwise a login has confirmed the address of the Auth plugin
			return checkIdentityEndpoint + " It may be swapped with " + settingAuthEndpoint + "."
		}
		return checkIdentityEndpoint
	default:
	}
	return ""
}

func (p *Platform) hintToken() string {
	if p.credentials == settingAccessToken {
		return "The access token is invalid or expired (default lifetime: one hour). Set a new one in " + settingAccessToken + "."
	}
	return "The Auth plugin accepted " + p.credentials + ", but the Identity plugin refuses its token. Check that " +
		settingIdentityEndpoint + " and " + settingAuthEndpoint + " belong to the same installation."
}

const hintNetwork = "The credentials may be good: the tenant does not allow the network that this machine calls from. Run from an " +
	"allowed one, or have the address added to the tenant's list."

// hint returns the hint for a failed login.
func (l login) hint(e *idp.Error) string {
	switch e.Code {
	case codeNetworkRefused:
		return hintNetwork
	case codeInvalidUser:
		return "Check " + settingUsername + " and " + settingPassword + "."
	case codeInvalidClient:
		return "Check " + settingClientID + " and " + settingClientSecret + ". Omit both for a login with username and password, unless the server requires them."
	case codeApplicationGone:
		return "The application of " + settingClientID + " was deleted. Set an administrator's " + settingUsername + " and " + settingPassword + "."
	case codeAuthInternal:
		return "Try again later. Servers before 3.11 also return this error if the application of " + settingClientID + " was deleted."
	}
	switch e.Kind {
	case idp.ErrUnauthenticated:
		return "Check " + l.config.settings() + "."
	case idp.ErrRateLimited:
		return "The Auth plugin accepts 10 logins per minute by default. Apply again in a minute."
	case idp.ErrUnavailable:
		return "The Auth plugin cannot answer at the moment. Apply again later."
	default:
	}
	return checkAuthEndpoint
}

// hintCandidates returns the hint after a create that may have created one of these applications.
func (p *Platform) hintCandidates(found []idp.Application) string {
	secret := "An import (lerian/<ID>) keeps it, but without its secret: servers from 3.11 do not show it."
	if slices.ContainsFunc(found, func(app idp.Application) bool { return app.ClientSecret != "" }) {
		secret = "Or import it (lerian/<ID>): this server shows its secret."
	}
	return fmt.Sprintf("One of these applications may be what the request registered: %s. Each may also belong to another run or state, so none was "+
		"adopted or removed, and nothing was sent again. Search your states and services for each client ID. Remove the application that "+
		"nobody uses (DELETE %s/v1/applications/<ID>), then apply again. %s", describe(found), p.endpoint, secret)
}

// hintUnlisted returns the hint if there are no known candidates.
func (p *Platform) hintUnlisted(wanted idp.Registration, why string) string {
	return fmt.Sprintf("The application may exist. %s Nothing was sent again. Look at the Identity plugin's list (GET %s/v1/applications) for "+
		"one named %q with this description, created just now. If there is one and nobody uses its client ID, remove it "+
		"(DELETE %[2]s/v1/applications/<ID>). Then apply again.", why, p.endpoint, transport.Printable(wanted.Name))
}

// hintCause returns a possible cause of a create that was not confirmed, or "".
func hintCause(e *idp.Error, wanted idp.Registration) string {
	n := utf8.RuneCountInString(wanted.Description)
	switch {
	case e.Code == codeBackendDown:
		return "The Identity plugin's backend was down."
	case e.Status == http.StatusInternalServerError && n > 100:
		return fmt.Sprintf("A description of more than 100 characters (this one has %d) may be the reason on servers before mid 2026.", n)
	}
	return ""
}
