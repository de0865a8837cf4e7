package lerian

import (
	"encoding/json"
	"net/http"
)

// failure is an error response. Without a code it is plain text, as from the middleware in front of the handlers.
type failure struct {
	status  int
	code    string
	title   string
	message string
}

var (
	identityMissingFields   = failure{400, "IDE-0001", "Missing Fields in Request", "name and description are both required and must not be empty."}
	identityFieldType       = failure{400, "IDE-0002", "Invalid Field Type in Request", "A field has a value of another type than expected."}
	identityPathParameter   = failure{400, "IDE-0003", "Invalid Path Parameter", "The id in the path has a form that no id has."}
	identityUnexpectedField = failure{400, "IDE-0004", "Unexpected Fields in the Request", "Only name and description may be sent."}
	identityInternal        = failure{500, "IDE-0006", "Internal Server Error", "The application could not be stored."}
	identityBadRequest      = failure{400, "IDE-0007", "Bad Request", "The body is not JSON."}
	identityTokenMissing    = failure{401, "IDE-0008", "Token Missing", "The request carries no access token."}
	identityInvalidToken    = failure{401, "IDE-0009", "Invalid Token", "The access token is unknown or has expired."}
	identityInvalidName     = failure{400, "IDE-0012", "Invalid Application Name", "The name is not one of the products that this server knows."}
	identityCreateRunning   = failure{503, "IDE-0064", "Create In Progress", "Another create has not ended yet."}
	identityNotFound        = failure{404, "IDE-1001", "Application ID Not Found", "No application has this id."}
	identityNoApplications  = failure{404, "IDE-1002", "No Applications Found", "There are no applications."}
	plainMissingToken       = failure{status: 401, title: "Missing Token"}
	plainForbidden          = failure{status: 403, title: "Forbidden"}

	authInternal        = failure{500, "AUT-0005", "Internal Server Error", "The application of these credentials could not be loaded."}
	authBadRequest      = failure{400, "AUT-0009", "Bad Request", "The body is not JSON of the expected form."}
	authGrantType       = failure{400, "AUT-0013", "Invalid Grant Type", "grantType is missing or no grant type at all."}
	authGrantFields     = failure{400, "AUT-0014", "Grant Type Missing Fields", "The grant type needs more fields than were sent."}
	authUnsupported     = failure{400, "AUT-1001", "Unsupported Grant Type", "This server does not support the grant type."}
	authInvalidUser     = failure{401, "AUT-1002", "Invalid Username or Password", "The username or the password is wrong."}
	authInvalidClient   = failure{401, "AUT-1004", "Invalid Client", "The clientId or the clientSecret is wrong."}
	authApplicationGone = failure{401, "AUT-1011", "Application Deleted", "The application of these credentials was deleted."}
)

func (f failure) write(w http.ResponseWriter) {
	if f.code == "" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(f.status)
		_, _ = w.Write([]byte(f.title))
		return
	}
	respond(w, f.status, map[string]string{"code": f.code, "title": f.title, "message": f.message})
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // fails only if the client has disconnected
}
