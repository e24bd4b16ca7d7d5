# uses: lib.sh env-read.sh env.sh
# Reads and edits every file of a test, in one process: see EnvFileTest.

main() {
  exec 3>&1
  for wf_file in "$wf_cases"/*.env; do
    wf_base=${wf_file%.env}
    env_facts "$wf_file"
    { [ -z "$wf_facts" ] || printf '%s\n' "$wf_facts"; } | sort >"$wf_base.facts"
    wf_code=0
    env_edit "$wf_file" "$wf_wanted" >"$wf_base.edited" 2>"$wf_base.words" || wf_code=$?
    [ "$wf_code" -eq 0 ] || printf 'exit %s: %s\n' "$wf_code" "$(cat "$wf_base.words")" >"$wf_base.edited"
  done
}
