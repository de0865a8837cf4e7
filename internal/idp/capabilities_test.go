package idp

import "testing"

func TestCapabilitiesTellWhatAPlatformHas(t *testing.T) {
	c := Capabilities{
		Rules:       map[Attribute]Rule{AttributeName: {Required: true}, AttributeDescription: {}},
		AuthMethods: []AuthMethod{ClientSecretBasic, PrivateKeyJWT},
	}
	for attribute, want := range map[Attribute]bool{
		AttributeName: true, AttributeDescription: true, AttributeIdentifier: false, "": false,
	} {
		if c.Supports(attribute) != want {
			t.Errorf("supports %q: %v", attribute, !want)
		}
	}
	for method, want := range map[AuthMethod]bool{
		ClientSecretBasic: true, PrivateKeyJWT: true, ClientSecretPost: false, NoAuth: false, "": false,
	} {
		if c.Offers(method) != want {
			t.Errorf("offers %q: %v", method, !want)
		}
	}
	if (Capabilities{}).Supports(AttributeName) || (Capabilities{}).Offers("") {
		t.Error("a platform without capabilities has some")
	}
}

func TestSecretBelongsToMethodsThatSendIt(t *testing.T) {
	for method, want := range map[AuthMethod]bool{
		ClientSecretBasic: true, ClientSecretPost: true, PrivateKeyJWT: false, NoAuth: false, "": false,
	} {
		if method.HasSecret() != want {
			t.Errorf("%q has a secret: %v", method, !want)
		}
	}
}
