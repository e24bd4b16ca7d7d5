# What a proof of a backup leaves behind when it is killed: a volume, and perhaps a container on it.

# Removes what a proof made, which is noted before it is made; 1 = docker refused.
proof_sweep() {
  [ -e "$wf_state/proving" ] || return 0
  read -r wf_proof <"$wf_state/proving" || wf_proof=''
  case $wf_proof in
  *.proof-????????T??????Z)
    wf_ids=$(docker_ask ps -aq --no-trunc --filter "volume=$wf_proof") || return 1
    # shellcheck disable=SC2086
    [ -z "$wf_ids" ] || act proof.helpers docker_run docker rm -f $wf_ids >/dev/null 2>&1 || :
    wf_there=$(docker_ask volume ls --format '{{.Name}}') || return 1
    case "
$wf_there
" in *"
$wf_proof
"*) act proof.drop docker_run docker volume rm "$wf_proof" >/dev/null 2>&1 || return 1 ;; esac
    ;;
  esac
  act proof.forget rm -f -- "$wf_state/proving"
}
