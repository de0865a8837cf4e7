# Show only drift, and plan no changes:
terraform plan -input=false -refresh-only -detailed-exitcode
