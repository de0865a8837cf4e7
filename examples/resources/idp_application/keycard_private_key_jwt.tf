terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# An agent that signs with its own private key. Keycard fetches the public key. There is no client secret.
resource "idp_application" "support" {
  name        = "Support agent"
  identifier  = "https://support.example.com"
  auth_method = "private_key_jwt"

  keycard {
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    jwks_uri = "https://support.example.com/.well-known/jwks.json"

    # The agent may request tokens for this resource. Plans show any other dependency as drift.
    dependency {
      resource_id = "tq2lkx8r7m1v9d4b6s3n0c5wye"
    }
  }
}
