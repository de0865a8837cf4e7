terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# Your API, which asks ZITADEL to check incoming tokens. It authenticates with a client secret.
resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }
}

# An API without a client secret. It authenticates with a private key. Create the key with idp_application_credential.
resource "idp_application" "payments" {
  name        = "payments-api"
  auth_method = "private_key_jwt"

  zitadel {
    project_id = "370143895640379394"
  }
}
