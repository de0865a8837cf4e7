# Write configuration for the import block:
terraform plan -generate-config-out=generated.tf

# Read generated.tf. Now that it has a resource block, Terraform refuses the provider argument of the import block in one.tf:
sed -i.bak '/provider = idp/d' one.tf
terraform apply
