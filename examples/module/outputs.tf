output "client_id" {
  value = idp_application.this.client_id
}

output "client_secret_age" {
  description = "The client secret, encrypted to the recipients."
  value       = idp_application.this.secret.encrypted
}
