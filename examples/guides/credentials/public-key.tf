terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# The agent signs assertions, and publishes its public keys.
resource "idp_application" "agent" {
  name        = "Scheduling agent"
  identifier  = "https://agent.example.com"
  auth_method = "private_key_jwt"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "agent" {
  application_id = idp_application.agent.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  public_key {
    jwks_uri = "https://agent.example.com/.well-known/jwks.json"
  }
}

output "agent_client_id" {
  value = idp_application_credential.agent.client_id
}
