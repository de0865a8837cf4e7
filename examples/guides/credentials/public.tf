terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# A command line tool that cannot keep a secret, and one whose metadata document names its keys.
resource "idp_application" "cli" {
  name        = "Scheduling CLI"
  identifier  = "https://cli.example.com"
  auth_method = "none"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "cli" {
  application_id = idp_application.cli.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  public {
    identifier = "scheduling-cli"
  }
}

resource "idp_application" "editor" {
  name        = "Scheduling editor"
  identifier  = "https://editor.example.com"
  auth_method = "private_key_jwt"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "editor" {
  application_id = idp_application.editor.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  url {
    identifier = "https://editor.example.com/oauth-client.json"
  }
}
