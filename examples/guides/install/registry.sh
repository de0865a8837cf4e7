go run github.com/idpkit/terraform-provider-idp/internal/tools/registry@v0.1.0 \
  -key signing-key.asc release /var/www/registry
