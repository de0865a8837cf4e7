# The same for Keycard, whose values differ. A file has one state, so each platform has its own file.
mock_provider "idp" {
  mock_resource "idp_application" {
    defaults = {
      id            = "oc9is0j8ht9lgmxg9edn581u33"
      client_id     = "q2w3e4r5t6y7u8i9o0p1a"
      client_secret = null # because the secret is encrypted
      auth_method   = "client_secret_basic"
      enabled       = true
      keycard       = { previous_client_id = null } # null until a rotation with keep_previous_credential
      secret = {
        encrypted = "-----BEGIN AGE ENCRYPTED FILE-----\nbW9ja2Vk\n-----END AGE ENCRYPTED FILE-----\n"
      }
    }
  }
}

variables {
  name       = "Billing agent"
  identifier = "https://billing.example.com"
  platform   = { keycard = { zone_id = "ujzde8gxd6ncf10epf91dhodzd" } }
  recipients = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}

run "keycard" {
  assert {
    condition     = idp_application.this.keycard.zone_id == "ujzde8gxd6ncf10epf91dhodzd"
    error_message = "The application is in another zone."
  }
  assert {
    condition     = idp_application.this.client_secret == null && idp_application.this.keycard.previous_client_id == null
    error_message = "The mock does not match Keycard's response."
  }
  assert {
    condition     = output.client_id == "q2w3e4r5t6y7u8i9o0p1a"
    error_message = "The module does not output the client ID."
  }
}
