terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# The worker keeps its private key. ZITADEL gets the public one.
resource "idp_application" "worker" {
  name        = "Orders worker"
  identifier  = "orders-worker"
  auth_method = "private_key_jwt"

  zitadel {
    type = "service_account"
  }
}

resource "idp_application_credential" "worker" {
  application_id = idp_application.worker.id

  zitadel {}

  key {
    public_key = file("worker.pub.pem")
  }
}

# Each assertion contains the key ID (kid) and the user ID (iss and sub).
output "worker_key_id" {
  value = idp_application_credential.worker.id
}

output "worker_user_id" {
  value = idp_application.worker.id
}
