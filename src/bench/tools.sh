# The tools that src/bench/measure.py times: tools.sh TOOL WORK, or tools.sh close. Each acts on all machines.
# shellcheck shell=bash
set -euo pipefail
: "${BENCH:?is set by src/bench/run}" "${BENCH_HERE:?}" "${BENCH_FORKS:?}"
ours=$BENCH_HERE/../../target/walter-fleet
# The floor names its key exchange: the client's default of OpenSSH 9 is post-quantum and costs several times as much.
ssh=(ssh -F "$BENCH/ssh_config" -o KexAlgorithms=curve25519-sha256)
export XDG_CACHE_HOME=$BENCH/cache XDG_STATE_HOME=$BENCH/state NO_COLOR=1

each() { exec xargs -a "$BENCH/addresses" -P "$BENCH_FORKS" "$@"; }

# The upgrade in one command and nothing around it: no check, no journal, no lock, no gate.
# shellcheck disable=SC2016 # the machine expands it
one_apply() {
  exec "${ssh[@]}" "$1" 'set -e; rm -rf .new; mkdir .new; tar -xzf - -C .new
    cp -p walter-onprem/.env.deploy .new/walter-onprem/.env.deploy
    sed -i "s|^WALTER_IMAGE=.*|WALTER_IMAGE=ghcr.io/matchylabs/walter:1.5.0|" .new/walter-onprem/.env.deploy
    mv walter-onprem walter-onprem.backup-$(date -u +%Y%m%dT%H%M%SZ); mv .new/walter-onprem walter-onprem; rmdir .new
    cd walter-onprem
    compose="docker compose -p walter-onprem --env-file .env.deploy -f compose.yml -f compose.internal-tls.yml"
    $compose pull --quiet; $compose run --rm -T setup; $compose up -d --remove-orphans' <"$BENCH/bundle.tar.gz"
}

playbook() {
  export ANSIBLE_CONFIG=$BENCH_HERE/ansible/ansible.cfg ANSIBLE_HOME=$BENCH/ansible ANSIBLE_LOCAL_TEMP=$BENCH/ansible/tmp
  export ANSIBLE_LOCALHOST_WARNING=False ANSIBLE_NOCOLOR=1 ANSIBLE_SSH_CONTROL_PATH_DIR=$BENCH/cp BENCH_STRATEGY=linear
  export ANSIBLE_SSH_ARGS="-F $BENCH/ssh_config -C -o ControlMaster=auto -o ControlPersist=60s"
  if [ "$1" = mitogen ]; then
    BENCH_STRATEGY=mitogen_linear
    ANSIBLE_STRATEGY_PLUGINS=$(mitogen)
    export ANSIBLE_STRATEGY_PLUGINS
  fi
  exec ansible-playbook -f "$BENCH_FORKS" -e bench="$BENCH" -e stamp="$(date -u +%Y%m%dT%H%M%SZ)" -i "$BENCH/inventory.ini" \
    "$BENCH_HERE/ansible/$2.yml"
}

mitogen() {
  PATH=/usr/bin:$PATH python3 -c \
    'import os, ansible_mitogen; print(os.path.join(os.path.dirname(ansible_mitogen.__file__), "plugins", "strategy"))'
}

# Ansible's shared connections of the run before would save the next one its logins.
close_shared() {
  local socket
  for socket in "$BENCH"/cp/*; do
    if [ -S "$socket" ]; then ssh -F "$BENCH/ssh_config" -o ControlPath="$socket" -O exit 127.1.0.1 2>/dev/null || true; fi
  done
  rm -rf "$BENCH/cp"
}

common=(-i "$BENCH/inventory.yml" -f "$BENCH_FORKS")
read -r -a more <<<"${BENCH_OPTIONS:-}"
case ${1:-}:${2:-} in
close:) close_shared ;;
one-apply:*) one_apply "$2" ;;
ssh:plan) each -I '{}' "${ssh[@]}" '{}' cat walter-onprem/.env.deploy ;;
same:before)
  : >"$BENCH/record"
  "$ours" plan "${common[@]}" --limit m0001 >/dev/null
  rm "$BENCH/record"
  ;;
one-survey:*) exec "${ssh[@]}" "$2" 'exec sh -s' <"$BENCH/survey" ;;
same:plan) each -n 1 bash "$BENCH_HERE/tools.sh" one-survey ;;
ssh:apply) each -n 1 bash "$BENCH_HERE/tools.sh" one-apply ;;
walter-fleet:plan) exec "$ours" plan "${common[@]}" "${more[@]}" ;;
walter-fleet:apply) exec "$ours" apply --yes "${common[@]}" "${more[@]}" ;;
saved:before) "$ours" plan "${common[@]}" --out "$BENCH/plan.json" >/dev/null ;;
saved:apply) exec "$ours" apply --yes "${common[@]}" "${more[@]}" "$BENCH/plan.json" ;;
ansible:plan | ansible:apply | mitogen:plan | mitogen:apply) playbook "$1" "$2" ;;
ansible:has) command -v ansible-playbook >/dev/null ;;
mitogen:has) command -v ansible-playbook >/dev/null && mitogen >/dev/null 2>&1 ;;
ssh:has | same:has | walter-fleet:has | saved:has) ;;
*) exit 64 ;;
esac
