terraform output -raw client_id
terraform output -raw client_secret
