terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# The API authenticates with a private key. Create the key with idp_application_credential.
resource "idp_application" "payments" {
  name        = "payments-api"
  auth_method = "private_key_jwt"

  zitadel {
    project_id = "370143895640379394"
  }
}
