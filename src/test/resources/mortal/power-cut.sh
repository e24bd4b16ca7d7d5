#!/bin/bash
# Ends everything on the machine at once but its SSH server's listener, as when the power fails: the engine, containers,
# scripts and connections. Then the machine boots: nothing that lives in memory alone is left, and the engine starts.
kill -KILL -1
awk '$2 ~ "^/(var/lib/docker|run/docker|var/run/docker)/" { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
rm -rf /run/docker /run/containerd /run/docker.sock /run/docker.pid
dockerd --host unix:///var/run/docker.sock </dev/null >>/var/log/dockerd.log 2>&1 &
