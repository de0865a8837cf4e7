terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# An API in the zone. The agent may request tokens for it.
data "idp_keycard_resource" "calendar" {
  zone_id    = "ujzde8gxd6ncf10epf91dhodzd"
  identifier = "https://calendar.example.com"
}

resource "idp_application" "agent" {
  name       = "Scheduling agent"
  identifier = "https://agent.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"

    dependency {
      resource_id = data.idp_keycard_resource.calendar.id
    }
  }
}
