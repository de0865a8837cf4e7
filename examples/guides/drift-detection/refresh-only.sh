# What is different, without what the configuration says about it; nothing is planned against it:
terraform plan -input=false -refresh-only -detailed-exitcode
