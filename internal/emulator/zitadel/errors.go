package zitadel

import (
	"fmt"
	"net/http"
)

// The gRPC codes that the server uses.
const (
	codeUnknown            = 2
	codeInvalidArgument    = 3
	codeNotFound           = 5
	codeAlreadyExists      = 6
	codePermissionDenied   = 7
	codeFailedPrecondition = 9
	codeUnimplemented      = 12
	codeUnauthenticated    = 16
)

// httpStatus maps a gRPC code to the status that the gateway responds with.
var httpStatus = map[int]int{
	codeUnknown:            http.StatusInternalServerError,
	codeInvalidArgument:    http.StatusBadRequest,
	codeNotFound:           http.StatusNotFound,
	codeAlreadyExists:      http.StatusConflict,
	codePermissionDenied:   http.StatusForbidden,
	codeFailedPrecondition: http.StatusBadRequest,
	codeUnimplemented:      http.StatusMethodNotAllowed,
	codeUnauthenticated:    http.StatusUnauthorized,
}

// codeName is the name of a code in an error that quotes another error.
var codeName = map[int]string{
	codeInvalidArgument: "InvalidArgument",
	codeUnauthenticated: "Unauthenticated",
}

// failures has the code and text of each error ID.
var failures = map[string]struct {
	code int
	text string
}{
	"AUTH-toLo1": {codeUnauthenticated, "invalid auth header"},
	"AUTH-7fs1e": {codeUnauthenticated, "Errors.Token.Invalid"},
	"AUTH-Bs7Ds": {codePermissionDenied, "Organisation doesn't exist"},
	"AUTH-5mWD2": {codePermissionDenied, "No matching permissions found"},
	"AUTH-AWfge": {codePermissionDenied, "No matching permissions found"},
	"AUTH-3jknH": {codePermissionDenied, "No matching permissions found"},

	"AUTHZ-cdgFk": {codeNotFound, "membership not found"},
	"QUERY-pCP8P": {codeNotFound, "Errors.App.NotExisting"},
	"QUERY-fk2fs": {codeNotFound, "Project not found"},
	"MANAG-SFf2a": {codeNotFound, "Application not found"},

	"COMMAND-28di9": {codeNotFound, "Application doesn't exist"},
	"COMMAND-2n8uU": {codeNotFound, "Application doesn't exist"},
	"COMMAND-2g66f": {codeNotFound, "Application doesn't exist"},
	"COMMAND-ov9d3": {codeNotFound, "Application doesn't exist"},
	"COMMAND-0po9s": {codeNotFound, "Application doesn't exist"},

	"COMMAND-EbFMN": {codeFailedPrecondition, "Project not found"},
	"COMMAND-2m8vx": {codeFailedPrecondition, "No changes"},
	"COMMAND-1m88i": {codeFailedPrecondition, "No changes"},
	"COMMAND-dsh35": {codeFailedPrecondition, "Application is not active"},
	"COMMAND-1n8cM": {codeFailedPrecondition, "Application is not inactive"},
	"COMMAND-Gnwt3": {codeInvalidArgument, "Application is not type API"},
	"COMMAND-aeH4":  {codeInvalidArgument, "Application is not type API"},

	"COMMAND-GBr34":  {codeInvalidArgument, "Application is not type OIDC"},
	"COMMAND-Ghrh3":  {codeInvalidArgument, "Application is not type OIDC"},
	"COMMAND-5m9fs":  {codeInvalidArgument, "OIDC configuration is invalid"},
	"PROJECT-1n8df":  {codeInvalidArgument, "Application invalid"},
	"PROJECT-lxowmp": {codeFailedPrecondition, "Application already exists"},
	"PROJECT-iZL2Ac": {codeInvalidArgument, "Errors.Project.App.Invalid.BackchannelLogoutURL"},
	"PROJECT-msNebo": {codeInvalidArgument, "Errors.Project.App.Blocked.BackchannelLogoutURL"},

	"QUERY-Dgr3g":   {codeNotFound, "Errors.AuthNKey.NotFound"},
	"DOMAIN-dv3t5":  {codeInvalidArgument, "Errors.AuthNKey.ExpireBeforeNow"},
	"COMMAND-sak25": {codeFailedPrecondition, "Application not found"},
	"COMMAND-Dff54": {codeFailedPrecondition, "Chosen Auth Method does not require a key"},
	"COMMAND-4m77G": {codeNotFound, "Application key not found"},
	"COMMAND-5F3h1": {codeInvalidArgument, "Public key is not a valid RSA public key in PEM format"},

	"QUERY-Dfbg2":     {codeNotFound, "User could not be found"},
	"COMMAND-5M0od":   {codeNotFound, "User could not be found"},
	"COMMAND-5N9ds":   {codeNotFound, "User could not be found"},
	"COMMAND-3M9ds":   {codeNotFound, "User could not be found"},
	"COMMAND-4M0sd":   {codeNotFound, "User could not be found"},
	"COMMAND-5M9fs":   {codeNotFound, "User could not be found"},
	"COMMAND-M0dos":   {codeNotFound, "User could not be found"},
	"COMMAND-m9od":    {codeNotFound, "User could not be found"},
	"COMMAND-x7s802":  {codeFailedPrecondition, "User does not exist"},
	"COMMAND-bnipwm1": {codeFailedPrecondition, "User could not be found"},
	"COMMAND-k2una":   {codeFailedPrecondition, "Errors.User.AlreadyExisting"},
	"COMMAND-2n8vs":   {codeFailedPrecondition, "Errors.User.NotChanged"},
	"COMMAND-6m9gs":   {codeFailedPrecondition, "Username not changed"},
	"COMMAND-5M0sf":   {codeFailedPrecondition, "User already inactive"},
	"COMMAND-6M0sf":   {codeFailedPrecondition, "User is not inactive"},
	"COMMAND-3NN8v":   {codeFailedPrecondition, "Only active or initial users can be locked"},
	"COMMAND-4M0ds":   {codeFailedPrecondition, "User is not locked"},
	"COMMAND-coi82n":  {codeFailedPrecondition, "Secret doesn't exist"},
}

// problem is an error of the management API.
type problem struct {
	code   int
	text   string
	id     string
	origin origin
}

// origin is the layer that an error comes from, which decides its form.
type origin int

const (
	fromZitadel origin = iota // has an ID and details
	fromGRPC                  // plain; releases that quote such errors change it
	fromGateway               // always plain
)

// failure returns the server's own error with this ID.
func failure(id string) *problem {
	known := failures[id]
	return &problem{code: known.code, text: known.text, id: id}
}

// taken returns the error for a name that is already in use.
func taken(text string) *problem {
	return &problem{code: codeAlreadyExists, text: text, id: "V3-DKcYh"}
}

func plain(code int, text string) *problem {
	return &problem{code: code, text: text, origin: fromGRPC}
}

func gateway(code int, text string) *problem {
	return &problem{code: code, text: text, origin: fromGateway}
}

// uniqueViolation returns the error that parallel writes to one project sometimes get: it has no ID, and nothing was stored.
func uniqueViolation() *problem {
	return &problem{code: codeUnknown, text: `integrity violation of type "unique" on "events2" (constraint: "events2_pkey"): ` +
		`ERROR: duplicate key value violates unique constraint "events2_pkey" (SQLSTATE 23505)`}
}

type errorBody struct {
	Code    int           `json:"code"`
	Message string        `json:"message"`
	Details []errorDetail `json:"details,omitempty"`
}

type errorDetail struct {
	Type    string `json:"@type"`
	ID      string `json:"id,omitempty"`
	Message string `json:"message"`
}

func (p *problem) body() errorBody {
	if p.origin != fromZitadel {
		return errorBody{Code: p.code, Message: p.text}
	}
	detail := errorDetail{Type: "type.googleapis.com/zitadel.v1.ErrorDetail", ID: p.id, Message: p.text}
	return errorBody{Code: p.code, Message: fmt.Sprintf("%s (%s)", p.text, p.id), Details: []errorDetail{detail}}
}

// fail responds with the error.
func (s *Server) fail(w http.ResponseWriter, p *problem) {
	if p.origin == fromGRPC && s.version.quotesPlainErrors() {
		p = gateway(codeUnknown, fmt.Sprintf("rpc error: code = %s desc = %s", codeName[p.code], p.text))
	}
	body := p.body()
	if p.code == codeUnauthenticated {
		w.Header().Set("Www-Authenticate", body.Message)
	}
	s.answer(w, httpStatus[p.code], body)
}
