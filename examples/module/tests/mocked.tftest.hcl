# Needs no platform: terraform test

# The mock returns values that a platform could return. Without them, Terraform generates random strings for computed attributes,
# and false for enabled.
mock_provider "idp" {
  mock_resource "idp_application" {
    defaults = {
      id            = "370143895640379395"
      client_id     = "370143895640379396"
      client_secret = null # because the secret is encrypted
      auth_method   = "client_secret_basic"
      enabled       = true
      secret = {
        encrypted = "-----BEGIN AGE ENCRYPTED FILE-----\nbW9ja2Vk\n-----END AGE ENCRYPTED FILE-----\n"
      }
    }
  }
}

variables {
  name       = "orders-api"
  recipients = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}

run "zitadel" {
  variables {
    platform = { zitadel = { project_id = "370143895640379394" } }
  }

  assert {
    condition     = idp_application.this.zitadel.project_id == "370143895640379394"
    error_message = "The application is in another project."
  }
  assert {
    condition     = idp_application.this.enabled && idp_application.this.client_secret == null
    error_message = "The mock does not match a platform's response."
  }
  assert {
    condition     = output.client_id == "370143895640379396"
    error_message = "The module does not output the client ID."
  }
  assert {
    condition     = startswith(output.client_secret_age, "-----BEGIN AGE ENCRYPTED FILE-----")
    error_message = "The module does not output the encrypted secret."
  }
}

run "two_platforms" {
  command = plan

  variables {
    platform = { zitadel = { project_id = "370143895640379394" }, lerian = {} }
  }

  expect_failures = [var.platform]
}
