export ZITADEL_ENDPOINT=https://example.zitadel.cloud
export ZITADEL_JWT_PROFILE_FILE=~/zitadel-key.json
export TF_VAR_project_id=370143895640379394
