package zitadel

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
)

// requestedHost is the name a caller asks for: a header of ZITADEL's own goes before the Host header.
func requestedHost(r *http.Request) string {
	return cmp.Or(r.Header.Get("X-Zitadel-Instance-Host"), r.Host)
}

// knowsHost compares byte for byte. The instance's name may come without its port in ZITADEL's own header only.
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
