package drift

import (
	"maps"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// addOIDC compares the settings that only OpenID Connect applications have.
func addOIDC(add func(idp.Attribute, string), before, after idp.OIDC) {
	add(idp.AttributeGrantTypes, changedSet(before.GrantTypes, after.GrantTypes))
	add(idp.AttributeResponseTypes, changedSet(before.ResponseTypes, after.ResponseTypes))
	flag := func(name string, before, after bool) {
		add(idp.AttributeOIDC+"."+idp.Attribute(name), switched(before, after))
	}
	flag("access_token_role_assertion", before.AccessTokenRoleAssertion, after.AccessTokenRoleAssertion)
	flag("id_token_role_assertion", before.IDTokenRoleAssertion, after.IDTokenRoleAssertion)
	flag("id_token_userinfo_assertion", before.IDTokenUserinfoAssertion, after.IDTokenUserinfoAssertion)
	flag("development_mode", before.DevelopmentMode, after.DevelopmentMode)
	flag("skip_native_app_success_page", before.SkipNativeAppSuccessPage, after.SkipNativeAppSuccessPage)
	if before.ClockSkew != after.ClockSkew {
		add(idp.AttributeClockSkew, before.ClockSkew.String()+" -> "+after.ClockSkew.String())
	}
	add(idp.AttributeAdditionalOrigins, changedSet(before.AdditionalOrigins, after.AdditionalOrigins))
	add(idp.AttributeBackChannelLogoutURI, changed(before.BackChannelLogoutURI, after.BackChannelLogoutURI))
}

func changedDependencies(before, after []idp.Dependency) string {
	was, is := byResource(before), byResource(after)
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(was)) {
		now, still := is[id]
		switch {
		case !still:
			parts = append(parts, "removed "+quoted(id))
		case changedSet(was[id], now) != "":
			parts = append(parts, "when_accessing of "+quoted(id)+" "+changedSet(was[id], now))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(is)) {
		if _, known := was[id]; !known {
			parts = append(parts, "added "+quoted(id))
		}
	}
	return shortened(parts)
}

func byResource(all []idp.Dependency) map[string][]string {
	conditions := map[string][]string{}
	for _, d := range all {
		conditions[d.ResourceID] = d.WhenAccessing
	}
	return conditions
}
