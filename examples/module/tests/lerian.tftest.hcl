# The same for Lerian.
mock_provider "idp" {
  mock_resource "idp_application" {
    defaults = {
      id            = "0199b0c4-7d1e-7a52-9c33-5f0e7b1a2c4d"
      client_id     = "3f9c2b7a1d8e4c60a5b1"
      client_secret = null # because the secret is encrypted
      auth_method   = "client_secret_post"
      enabled       = true
      secret = {
        encrypted = "-----BEGIN AGE ENCRYPTED FILE-----\nbW9ja2Vk\n-----END AGE ENCRYPTED FILE-----\n"
      }
    }
  }
}

variables {
  name        = "plugin-fees"
  description = "Calculates the fees every night"
  platform    = { lerian = {} }
  recipients  = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}

run "lerian" {
  assert {
    condition     = idp_application.this.lerian != null && idp_application.this.auth_method == "client_secret_post"
    error_message = "The mock does not match Lerian's response."
  }
  assert {
    condition     = idp_application.this.client_secret == null && idp_application.this.description == "Calculates the fees every night"
    error_message = "The secret is in plain text, or the application has another description."
  }
  assert {
    condition     = output.client_id == "3f9c2b7a1d8e4c60a5b1"
    error_message = "The module does not output the client ID."
  }
}
