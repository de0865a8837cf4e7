# The plan shows the move, and nothing to add, change or destroy:
terraform plan
terraform apply
