package provider

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func headersAttribute(title string) schema.MapAttribute {
	return schema.MapAttribute{
		Optional: true, Sensitive: true, ElementType: types.StringType,
		MarkdownDescription: "Headers for a gateway in front of " + title + ". Sent only to the hosts configured in this block. Headers that the provider " +
			"sets itself, such as `Authorization`, are refused. No environment variable.",
	}
}

// headers returns the gateway's headers, without those that are null or not known yet.
func (s *settings) headers() map[string]string {
	all := map[string]string{}
	configured, _ := s.values["headers"].(types.Map)
	for name, value := range configured.Elements() {
		if v, ok := value.(types.String); ok && !v.IsNull() && !v.IsUnknown() {
			all[name] = v.ValueString()
		}
	}
	return all
}

func (s *settings) checkHeaders() error {
	headers := s.headers()
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if err := transport.CheckHeader(name, headers[name]); err != nil {
			return &problem{attribute: "headers", text: fmt.Sprintf("In %s.headers, %v.", s.name, err)}
		}
	}
	return nil
}

// reach returns a transport for these endpoints of a platform, which are keyed by attribute.
func (s *settings) reach(t *transport.Transport, endpoints map[string]string) *transport.Transport {
	peer := transport.Peer{Endpoints: map[string]string{}, Headers: s.headers()}
	for attribute, address := range endpoints {
		if address != "" {
			peer.Endpoints[s.name+"."+attribute] = address
		}
	}
	return t.For(peer)
}
