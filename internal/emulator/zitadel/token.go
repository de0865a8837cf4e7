package zitadel

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const (
	grantClientCredentials = "client_credentials"
	grantJWTBearer         = "urn:ietf:params:oauth:grant-type:jwt-bearer"
)

// A scope of this form adds a project to the token's audience; "zitadel" stands for the instance's own project.
const (
	audiencePrefix = "urn:zitadel:iam:org:project:id:"
	audienceSuffix = ":aud"
)

// token is a bearer token, stored under its hash.
type token struct {
	id              string
	user            *user
	personal        bool // a personal access token, valid for every project, without expiration
	scope           string
	audience        []string
	issued, expires time.Time
}

// liveToken returns an unexpired token of an active user, or nil.
func (s *Server) liveToken(bearer string) *token {
	t := s.state.tokens[digestOf(bearer)]
	if t == nil || !t.user.readable() || t.user.state != userActive || !t.personal && !s.now().Before(t.expires) {
		return nil
	}
	return t
}

type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	IDToken     string `json:"id_token,omitempty"`
}

func (s *Server) issueToken(r *http.Request) (any, *oauthError) {
	if err := r.ParseForm(); err != nil {
		return nil, &oauthError{"invalid_request", "error parsing form"}
	}
	var caller *user
	var refusal *oauthError
	switch grant := r.Form.Get("grant_type"); grant {
	case grantClientCredentials:
		caller, refusal = s.clientCredentialsGrant(r)
	case grantJWTBearer:
		caller, refusal = s.jwtBearerGrant(r)
	case grantAuthorizationCode, grantRefreshToken:
		refusal = s.refuseCode(r)
	case "":
		refusal = &oauthError{"invalid_request", "grant_type missing"}
	default:
		refusal = &oauthError{"unsupported_grant_type", grant + " not supported"}
	}
	if refusal != nil {
		return nil, refusal
	}
	scope := strings.Fields(r.Form.Get("scope"))
	if len(scope) == 0 {
		return nil, &oauthError{"invalid_request", "The scope of your request is missing. Please ensure some scopes are requested. " +
			"If you have any questions, you may contact the administrator of the application."}
	}
	return s.issue(caller, scope), nil
}

// clientCredentialsGrant authenticates a service account by its user name. Applications cannot use this grant.
func (s *Server) clientCredentialsGrant(r *http.Request) (*user, *oauthError) {
	c, refusal := readClient(r)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := c.complete(); refusal != nil {
		return nil, refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	caller := s.account(c.id)
	switch {
	case caller == nil:
		return nil, &oauthError{"invalid_client", "client not found"}
	case caller.secret == nil || fault.Is(r.Context(), fault.NotFoundTimes): // the read side does not have the secret yet
		return nil, &oauthError{"invalid_request", "Errors.User.Machine.Secret.NotExisting"}
	case *caller.secret != digestOf(c.secret) || fault.Is(r.Context(), fault.UnauthenticatedOnce):
		return nil, &oauthError{"invalid_request", "Errors.User.Machine.Secret.Invalid"}
	}
	return active(caller)
}

// account returns the service account with the user name, if the read side shows it.
func (s *Server) account(login string) *user {
	for _, u := range s.state.users {
		if u.login == login && u.readable() {
			return u
		}
	}
	return nil
}

func active(u *user) (*user, *oauthError) {
	if u.state != userActive {
		return nil, &oauthError{"invalid_request", "Errors.User.NotActive"}
	}
	return u, nil
}

// jwtBearerGrant authenticates a service account. It rejects assertions of applications.
func (s *Server) jwtBearerGrant(r *http.Request) (*user, *oauthError) {
	assertion := r.Form.Get("assertion")
	if assertion == "" {
		return nil, &oauthError{"invalid_request", "assertion missing"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.signer(assertion)
	if k == nil || k.user == nil || fault.Is(r.Context(), fault.UnauthenticatedOnce) {
		return nil, &oauthError{"invalid_grant", "invalid assertion"}
	}
	return active(k.user)
}

func (s *Server) issue(caller *user, scope []string) tokenAnswer {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &token{
		id: s.ids.next(), user: caller, scope: strings.Join(scope, " "), audience: s.audienceOf(scope),
		issued: s.now(), expires: s.now().Add(s.ttl),
	}
	// The real server computes the remaining time for the response, so it is always less than the full lifetime.
	left := int((s.ttl - time.Nanosecond) / time.Second)
	answer := tokenAnswer{TokenType: "Bearer", ExpiresIn: max(left, 1)}
	if caller.tokenType == tokenJWT {
		s.issueJWT(t, scope, &answer)
	} else {
		answer.AccessToken = randomText(tokenLength, urlSafe)
	}
	s.state.tokens[digestOf(answer.AccessToken)] = t
	return answer
}

// issueJWT signs the tokens. Without a requested project, the access token's audience is the client itself.
func (s *Server) issueJWT(t *token, scope []string, answer *tokenAnswer) {
	if len(t.audience) == 0 {
		t.audience = []string{t.user.login}
	}
	answer.AccessToken = s.signToken(t)
	if slices.Contains(scope, "openid") {
		answer.IDToken = s.signIDToken(t)
	}
}

func (s *Server) audienceOf(scope []string) []string {
	var audience []string
	for _, one := range scope {
		id, isPrefixed := strings.CutPrefix(one, audiencePrefix)
		id, isAudience := strings.CutSuffix(id, audienceSuffix)
		if !isPrefixed || !isAudience {
			continue
		}
		if id == "zitadel" {
			id = s.access.zitadelProject
		}
		if !slices.Contains(audience, id) {
			audience = append(audience, id)
		}
	}
	return audience
}
