terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }

  secret {
    # The public keys of those who may read the secret: the pipeline and the on-call engineer.
    recipients = [
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq8lEm/Fhn5ExeKHZp5QR6246xxHqIx4U2cwE74Eofx oncall",
    ]
  }
}

output "orders_client_secret_age" {
  value = idp_application.orders.secret.encrypted
}
