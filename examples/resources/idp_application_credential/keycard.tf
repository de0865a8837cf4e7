terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# An agent with two more credentials: a second client secret, and the tokens of a Kubernetes cluster.
resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "batch" {
  application_id = idp_application.billing.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  client_secret {}
}

resource "idp_application_credential" "cluster" {
  application_id = idp_application.billing.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  workload_identity {
    provider_id = "p7w2zk0v9x8c6b5n4m3l1k2j3h"
    subject     = "system:serviceaccount:billing:agent"
  }
}
