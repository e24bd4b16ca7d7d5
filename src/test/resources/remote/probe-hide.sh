# uses: lib.sh env-read.sh env.sh
# Hides the secrets of every file of a test in the words that go with it: see HiddenWordsTest.

main() {
  exec 3>&1
  for wf_case in "$wf_cases"/*.env; do
    wf_base=${wf_case%.env}
    mkdir -p "$HOME/$wf_install"
    cp "$wf_case" "$HOME/$wf_install/.env.deploy"
    last_words "$wf_base.words" >"$wf_base.said"
  done
}
