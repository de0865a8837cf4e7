# drift.sh: exits with 0 if there are no differences, with 2 and a summary if there are, and with 1 on an error.
set -o pipefail
plan=$(mktemp) # contains unencrypted secrets
trap 'rm -f "$plan"' EXIT

terraform plan -input=false -lock=false -detailed-exitcode -out="$plan"
code=$?
if [ "$code" -eq 2 ]; then
  drift=$(terraform show -json "$plan" | jq --raw-output --from-file drift.jq) || exit 1
  echo "${drift:-No attribute was changed outside Terraform, but the plan has changes: see its output.}" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
exit "$code"
