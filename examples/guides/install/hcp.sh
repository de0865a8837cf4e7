# hcp.sh: publishes a release in an organization's private registry. TOKEN is an API token of the owners team.
organization=example
version=0.1.0
platforms="linux_amd64 darwin_arm64"

set -euo pipefail
api=https://app.terraform.io/api
name=terraform-provider-idp_$version
call() { # METHOD PATH DOCUMENT
  curl -fsS -X "$1" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/vnd.api+json" -d "$3" "$api/$2"
}
upload() { curl -fsS -T "$1" "$2"; } # FILE URL

key=$(jq -n --arg organization "$organization" --rawfile armor signing-key.asc \
  '{data: {type: "gpg-keys", attributes: {namespace: $organization, "ascii-armor": $armor}}}')
key_id=$(call POST registry/private/v2/gpg-keys "$key" | jq -r '.data.attributes["key-id"]')

provider=v2/organizations/$organization/registry-providers
call POST "$provider" "$(jq -n --arg organization "$organization" \
  '{data: {type: "registry-providers", attributes: {name: "idp", namespace: $organization, "registry-name": "private"}}}')"

versions=$provider/private/$organization/idp/versions
links=$(call POST "$versions" "$(jq -n --arg version "$version" --arg key "$key_id" \
  '{data: {type: "registry-provider-versions", attributes: {version: $version, "key-id": $key, protocols: ["6.0"]}}}')" | jq .data.links)
upload "release/${name}_SHA256SUMS" "$(jq -r '.["shasums-upload"]' <<<"$links")"
upload "release/${name}_SHA256SUMS.sig" "$(jq -r '.["shasums-sig-upload"]' <<<"$links")"

for platform in $platforms; do
  zip=${name}_$platform.zip
  sum=$(sed -n "s/  $zip\$//p" "release/${name}_SHA256SUMS")
  link=$(call POST "$versions/$version/platforms" "$(jq -n --arg platform "$platform" --arg sum "$sum" --arg zip "$zip" \
    '($platform / "_") as [$os, $arch] |
     {data: {type: "registry-provider-version-platforms", attributes: {os: $os, arch: $arch, shasum: $sum, filename: $zip}}}')" |
    jq -r '.data.links["provider-binary-upload"]')
  upload "release/$zip" "$link"
done
