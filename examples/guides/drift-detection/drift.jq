# drift.jq: one line for each resource that was changed outside Terraform: its address and the names of what changed, never a value.
.resource_drift[]?
| .change as {$before, $after}
| "- `\(.address)`: " + if $after == null then "deleted"
    else [$after | keys[] | select($before[.] != $after[.])] | join(", ") + " changed" end
