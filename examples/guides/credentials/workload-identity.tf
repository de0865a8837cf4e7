terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# The agent runs in Kubernetes, and authenticates with the token of its service account there.
resource "idp_application" "agent" {
  name        = "Scheduling agent"
  identifier  = "https://agent.example.com"
  auth_method = "private_key_jwt"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "cluster" {
  application_id = idp_application.agent.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  workload_identity {
    provider_id = "p7w2zk0v9x8c6b5n4m3l1k2j3h"
    subject     = "system:serviceaccount:scheduling:agent"
  }
}
