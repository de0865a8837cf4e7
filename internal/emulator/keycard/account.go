package keycard

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/url"
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// digest is the hash of a secret or token. Nothing else of it is stored.
type digest [sha256.Size]byte

func hash(secret string) digest { return sha256.Sum256([]byte(secret)) }

func (d digest) matches(secret string) bool {
	other := hash(secret)
	return subtle.ConstantTimeCompare(d[:], other[:]) == 1
}

// account is a service account credential. Its secret is checked by hash; the text is stored only so that the emulator can
// show it at the start.
type account struct {
	id           string
	secret       string
	hashed       digest
	organization string
	readOnly     bool
}

func newAccount(organization string, readOnly bool) *account {
	secret := randomText(secretLength)
	return &account{id: randomText(clientIDLength), secret: secret, hashed: hash(secret), organization: organization, readOnly: readOnly}
}

type session struct {
	account *account
	expires time.Time
}

// issueManagementToken implements the client credentials grant for the organization's service accounts.
func (s *Server) issueManagementToken(c *call) (reply, error) {
	id, secret, err := c.clientRequest()
	if err != nil {
		return reply{}, err
	}
	who := s.account(id)
	if who == nil || !who.hashed.matches(secret) || c.met(fault.UnauthenticatedOnce) {
		return reply{}, invalidClient()
	}
	if err := onlyClientCredentials(c.form); err != nil {
		return reply{}, err
	}
	token, err := s.keys.management(s.managementClaims(who))
	if err != nil {
		return reply{}, err
	}
	s.sessions[hash(token)] = session{account: who, expires: s.now().Add(s.config.TokenTTL)}
	return tokenReply(token, s.config.TokenTTL), nil
}

func (s *Server) managementClaims(who *account) map[string]any {
	now := s.now()
	return map[string]any{
		"iss": s.base, "sub": who.id, "jti": newID(),
		"iat": now.Unix(), "exp": now.Add(s.config.TokenTTL).Unix(),
		"https://api.keycard.sh/organization_id": who.organization,
	}
}

func (s *Server) account(id string) *account {
	for _, a := range []*account{s.admin, s.reader, s.stranger} {
		if a.id == id {
			return a
		}
	}
	return nil
}

// caller returns the service account of the request's unexpired token, or nil.
func (s *Server) caller(c *call) *account {
	scheme, token, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || c.met(fault.UnauthenticatedOnce) {
		return nil
	}
	found, ok := s.sessions[hash(token)]
	if !ok || !s.now().Before(found.expires) {
		return nil
	}
	return found.account
}

// clientRequest parses the form of a token request and returns the client's credentials from the header or the form.
func (c *call) clientRequest() (id, secret string, err error) {
	if c.form, err = url.ParseQuery(string(c.body)); err != nil {
		return "", "", oauthRefusal("invalid_request", "The body is not a form")
	}
	id, secret, basic := c.BasicAuth()
	if !basic {
		return c.form.Get("client_id"), c.form.Get("client_secret"), nil
	}
	if c.form.Has("client_secret") || c.form.Has("client_assertion") {
		return "", "", severalMethods()
	}
	return id, secret, nil
}

func severalMethods() error {
	return oauthRefusal("invalid_request", "More than one client authentication method")
}

func onlyClientCredentials(form url.Values) error {
	switch form.Get("grant_type") {
	case "client_credentials":
		return nil
	case "":
		return oauthRefusal("invalid_request", "grant_type is missing")
	default:
		return oauthRefusal("unsupported_grant_type", "Only client_credentials is supported here")
	}
}

func tokenReply(token string, lifetime time.Duration) reply {
	return reply{noStore: true, body: map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(lifetime.Seconds()),
	}}
}
