#!/bin/sh
# Asks Walter's health on this machine with curl, for SSH servers that forbid forwarding.
# Changes nothing. Stands alone: before it come probe_url, probe_port, probe_seconds, probe_nonce.
# Prints a line a question: curl's exit status, the HTTP status, where it redirects to.

# shellcheck disable=SC2154 # the four variables are assigned in front of this text
set -u

# Asks one path; the certificate is not verified, for this is the machine's own loopback.
ask() {
  answer=$(curl -q -k -s -o /dev/null --noproxy '*' --max-time "$probe_seconds" \
    --connect-to "::127.0.0.1:$probe_port" -w '%{http_code} %{redirect_url}' \
    "$probe_url$2" 2>/dev/null)
  status=$?
  printf '%s=%s %s\n' "$1" "$status" "$(printf '%s' "$answer" | tr -cd '[:print:]')"
  return "$status"
}

# Says whether curl does not know --connect-to, which came with 7.49; it looks at its options in their order.
is_old() {
  curl -q --connect-to '::127.0.0.1:1' --version >/dev/null 2>&1
  [ "$?" -eq 2 ]
}

probe() {
  printf '\nwalter-fleet %s begin\n' "$probe_nonce"
  if ! command -v curl >/dev/null 2>&1; then
    printf 'curl=absent\n'
  elif is_old; then
    printf 'curl=old\n'
  else
    ask live /health/live && {
      ask ready /health/ready
      ask page /
    }
  fi
  printf 'walter-fleet %s end\n' "$probe_nonce"
}

probe
