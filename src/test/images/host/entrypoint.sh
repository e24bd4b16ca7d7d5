#!/bin/bash
# Starts sshd, and the Docker engine where the image has one.
# AUTHORIZED_KEY is the one public key that may log in as walter; SSHD_OPTIONS are more lines of sshd_config.
set -e

# Docker mounts parts of /proc and /sys read-only, and --privileged is refused on hosts that lack a capability.
# With CAP_SYS_ADMIN the container lifts that itself; a cgroup mount must be remounted with `bind`.
lift_mounts() {
  local mount
  awk '$2 ~ "^/(proc|sys)" && ($4 ~ /(^|,)ro(,|$)/) {print $2}' /proc/mounts | while read -r mount; do
    mount -o remount,bind,rw "$mount" 2>/dev/null || true
  done
  awk '$2 ~ "^/(proc|sys)/." && ($1 == "tmpfs" && $2 !~ "cgroup" || $2 == "/proc/kcore") {print $2}' /proc/mounts |
    while read -r mount; do umount "$mount" 2>/dev/null || true; done
}

# The engine of a user: his sessions find it by a context, as Docker's own setup leaves it.
start_rootless() {
  local at=/run/user/1000 mount
  # the kernel lets a user mount a /proc where he sees one that nothing hides parts of
  awk '$2 ~ "^/proc/." {print $2}' /proc/mounts | sort -r | while read -r mount; do umount "$mount"; done
  chmod 666 /dev/net/tun
  mount --make-rshared /
  sysctl -q -w net.ipv4.ip_unprivileged_port_start=0
  rm -rf "$at"
  mkdir -p "$at" /home/walter/.config
  cp -R /etc/docker /home/walter/.config/
  chown -R walter:walter "$at" /home/walter
  runuser -u walter -- env -u DOCKER_HOST sh -c "docker context inspect rootless >/dev/null 2>&1 ||
    { docker context create rootless --docker host=$DOCKER_HOST && docker context use rootless; }" >/dev/null 2>&1
  runuser -u walter -- env -u DOCKER_HOST HOME=/home/walter XDG_RUNTIME_DIR=$at PATH="/usr/share/docker.io/contrib:$PATH" \
    dockerd-rootless.sh >/var/log/dockerd.log 2>&1 &
}

start_docker() {
  local socket=/var/run/docker.sock
  lift_mounts
  rm -f /var/run/docker.pid /run/docker/containerd/containerd.pid
  if [ "$WITH_DOCKER" = rootless ]; then
    socket=${DOCKER_HOST#unix://}
    start_rootless
  else
    # shellcheck disable=SC2086 # several options in one variable
    dockerd --host "unix://$socket" $DOCKERD_OPTIONS >/var/log/dockerd.log 2>&1 &
  fi
  for _ in $(seq 1 300); do
    if [ -S "$socket" ] && docker version >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  tail -n 50 /var/log/dockerd.log >&2
  exit 1
}

mkdir -p /run/sshd /home/walter/.ssh
[ -e /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
[ -z "$AUTHORIZED_KEY" ] || echo "$AUTHORIZED_KEY" >/home/walter/.ssh/authorized_keys
[ -z "$SSHD_OPTIONS" ] || echo "$SSHD_OPTIONS" >/etc/ssh/sshd_config.d/00-options.conf
chown -R walter:walter /home/walter/.ssh
chmod 700 /home/walter/.ssh
[ -z "$WITH_DOCKER" ] || start_docker
exec /usr/sbin/sshd -D -e
