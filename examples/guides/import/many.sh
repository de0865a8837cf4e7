terraform apply
terraform output -json import_ids
