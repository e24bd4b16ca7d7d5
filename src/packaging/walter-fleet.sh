#!/bin/sh
# Starts walter-fleet with the runtime that lies beside it: lib/runtime of the directory that this file's bin/ is in.
# WALTER_FLEET_JAVA_OPTS are more options for it.
self=$0
case $self in */*) ;; *) self=./$self ;; esac
while [ -h "$self" ]; do
  there=$(readlink -- "$self")
  case $there in /*) self=$there ;; *) self=${self%/*}/$there ;; esac
done
runtime=${self%/*}/../lib/runtime

# as in the program that brings no runtime: see src/main/launcher/walter-fleet.sh
room=-Xms64m
case "${WALTER_FLEET_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}" in
  *-Xm[sx]* | *HeapSize* | *RAM*) room=-Xshare:auto ;;
esac
LC_ALL=C.UTF-8
export LC_ALL
# shellcheck disable=SC2086 # options are words
exec "$runtime/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn32m $room -XX:-UsePerfData \
  -Dwalter-fleet.program="$0" -Xshare:auto -XX:SharedArchiveFile="$runtime/lib/walter-fleet.jsa" -Xlog:disable -Xlog:all=error:stderr \
  ${WALTER_FLEET_JAVA_OPTS:-} -m walterfleet/io.walterfleet.Main "$@"
