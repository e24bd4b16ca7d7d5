# shellcheck shell=sh disable=SC2154 # the values come from the environment
# Installs a release on an embedded machine, as its operator would have done by hand some months ago.
set -eu
umask 077
mkdir -p "$HOME"
cd "$HOME"
gzip -dc | tar -xf -
cat >walter-onprem/.env.deploy <<END
# written by the operator of $walter_name
PHX_HOST=$walter_host
WALTER_MODE=$walter_mode
WALTER_IMAGE=$walter_image
SECRET_KEY_BASE=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
END
walter-onprem/bin/walter-onprem run --rm -T setup
walter-onprem/bin/walter-onprem up -d
