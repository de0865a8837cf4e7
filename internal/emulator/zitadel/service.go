package zitadel

import (
	"encoding/base64"
	"io"
	"mime"
	"net/http"
)

// servicePath is the path of the application service (v2). It speaks Connect: POST requests with JSON, and errors with codes
// as words.
const servicePath = "/zitadel.application.v2.ApplicationService/"

// service serves the methods of the application service in releases that have it.
func (s *Server) service() {
	if !s.version.hasApplicationService() {
		return
	}
	create := operation{
		name: "zitadel.create_application", path: servicePath + "CreateApplication", permission: appWrite,
		request: "CreateApplicationRequest", missing: "COMMAND-EbFMN", handle: (*Server).createApplication,
	}
	s.mux.Handle(create.path, s.wrap(create.name, s.method(create)))
	s.mux.Handle(servicePath, s.wrap("zitadel.unknown", http.NotFoundHandler()))
}

// method returns the handler of one method of the service.
func (s *Server) method(op operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		switch {
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		case kind != "application/json":
			w.Header().Set("Accept-Post", "application/grpc, application/grpc+proto, application/json, application/proto")
			w.WriteHeader(http.StatusUnsupportedMediaType)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			s.failInWords(w, gateway(codeInvalidArgument, err.Error()))
			return
		}
		answer, p := s.runMethod(op, r, body)
		if p != nil {
			s.failInWords(w, p)
			return
		}
		s.answer(w, http.StatusOK, answer)
	})
}

// runMethod is the counterpart of run for the service, where the message names the project, and the project's organization
// is that of the request.
func (s *Server) runMethod(op operation, r *http.Request, body []byte) (any, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.knowsHost(r) {
		return nil, gateway(codeNotFound, s.unknownHost(r))
	}
	c := &call{operation: op, ctx: r.Context()}
	var p *problem
	if c.caller, p = s.authenticate(r); p != nil {
		return nil, p
	}
	if c.organization, p = s.contextOrganization(r, c.caller); p != nil {
		return nil, p
	}
	if p = c.readMessage(body); p != nil {
		return nil, p
	}
	if owner := s.state.projects[c.project]; owner != nil {
		c.organization = owner.organization
	}
	if p = permit(c.caller, c.organization, c.project, c.permission); p != nil {
		if p.code == codePermissionDenied {
			p = failure("AUTH-AWfge")
		}
		return nil, p
	}
	return op.handle(s, c)
}

func (c *call) readMessage(body []byte) *problem {
	if len(body) == 0 {
		return gateway(codeInvalidArgument, "unmarshal message: zero-length payload is not a valid JSON object")
	}
	var err error
	if c.body, err = decode(body); err != nil {
		return gateway(codeInvalidArgument, "unmarshal message: "+err.Error())
	}
	if c.project, err = c.body.text("projectId"); err != nil {
		return gateway(codeInvalidArgument, "unmarshal message: "+err.Error())
	}
	return nil
}

// codeWords are Connect's names for the gRPC codes, with their HTTP status.
var codeWords = map[int]struct {
	word   string
	status int
}{
	codeUnknown:            {"unknown", http.StatusInternalServerError},
	codeInvalidArgument:    {"invalid_argument", http.StatusBadRequest},
	codeNotFound:           {"not_found", http.StatusNotFound},
	codeAlreadyExists:      {"already_exists", http.StatusConflict},
	codePermissionDenied:   {"permission_denied", http.StatusForbidden},
	codeFailedPrecondition: {"failed_precondition", http.StatusBadRequest},
	codeUnimplemented:      {"unimplemented", http.StatusNotImplemented},
	codeUnauthenticated:    {"unauthenticated", http.StatusUnauthorized},
}

type wordyBody struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Details []wordyDetail `json:"details,omitempty"`
}

type wordyDetail struct {
	Type  string `json:"type"`
	Value string `json:"value"`
	Debug struct {
		ID      string `json:"id,omitempty"`
		Message string `json:"message"`
	} `json:"debug"`
}

// failInWords responds with the error in Connect's form.
func (s *Server) failInWords(w http.ResponseWriter, p *problem) {
	known := codeWords[p.code]
	body := wordyBody{Code: known.word, Message: p.body().Message}
	if p.origin == fromZitadel {
		detail := wordyDetail{Type: "zitadel.v1.ErrorDetail", Value: protobuf(p.id, p.text)}
		detail.Debug.ID, detail.Debug.Message = p.id, p.text
		body.Details = []wordyDetail{detail}
	}
	s.answer(w, known.status, body)
}

// protobuf returns an encoded message with the texts as fields 1, 2 and so on, each cut to 127 bytes.
func protobuf(fields ...string) string {
	var message []byte
	for i, text := range fields {
		if text == "" {
			continue
		}
		text = text[:min(len(text), 127)]
		message = append(message, byte(i+1)<<3|2, byte(len(text)))
		message = append(message, text...)
	}
	return base64.RawStdEncoding.EncodeToString(message)
}
