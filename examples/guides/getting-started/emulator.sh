bin/idp-emulator -env idp.env >/dev/null &
until [ -s idp.env ]; do sleep 0.2; done
source idp.env
export TF_VAR_project_id=$ZITADEL_PROJECT_ID
