# Exits with 0 if everything is as it is written, with 2 and a summary if not, and with 1 if the plan failed.
terraform plan -input=false -lock=false -detailed-exitcode -out=drift.tfplan
code=$?
if [ "$code" -eq 2 ]; then
  terraform show -json drift.tfplan | jq --raw-output --from-file drift.jq
fi
exit "$code"
