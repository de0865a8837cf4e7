terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }

  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = var.state_passphrase
    }

    method "aes_gcm" "default" {
      keys = key_provider.pbkdf2.passphrase
    }

    method "unencrypted" "migrate" {}

    state {
      method = method.aes_gcm.default

      fallback {
        method = method.unencrypted.migrate
      }
    }

    plan {
      method   = method.aes_gcm.default
      enforced = true
    }
  }
}
