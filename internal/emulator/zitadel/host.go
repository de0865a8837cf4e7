package zitadel

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
)

// requestedHost returns the name that the client asks for. ZITADEL's header takes precedence over the Host header.
func requestedHost(r *http.Request) string {
	return cmp.Or(r.Header.Get("X-Zitadel-Instance-Host"), r.Host)
}

// knowsHost reports whether the host is exactly that of the instance. Only ZITADEL's header may omit the port.
func (s *Server) knowsHost(r *http.Request) bool {
	if s.host == "" {
		return false
	}
	return requestedHost(r) == s.host || r.Header.Get("X-Zitadel-Instance-Host") == s.domain()
}

func (s *Server) domain() string {
	if name, _, err := net.SplitHostPort(s.host); err == nil {
		return name
	}
	return s.host
}

func (s *Server) unknownHost(r *http.Request) string {
	return fmt.Sprintf("unable to set instance using origin &{%s  http} (ExternalDomain is %s): ID=QUERY-1kIjX "+
		"Message=Instance not found. Make sure you got the domain right. "+
		"Check out https://zitadel.com/docs/apis/introduction#domains", requestedHost(r), s.domain())
}
