# An agent that signs with its own private key, of which Keycard fetches the public part. There is no client secret.
resource "idp_application" "support" {
  name        = "Support agent"
  identifier  = "https://support.example.com"
  auth_method = "private_key_jwt"

  keycard {
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    jwks_uri = "https://support.example.com/.well-known/jwks.json"

    # What it may ask tokens for. The plan shows other dependencies as drift.
    dependency {
      resource_id = "tq2lkx8r7m1v9d4b6s3n0c5wye"
    }
  }
}
