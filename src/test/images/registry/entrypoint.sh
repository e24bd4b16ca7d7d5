#!/bin/sh
set -eu
[ -e /tls/registry.crt ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
  -subj /CN=ghcr.io -addext subjectAltName=DNS:ghcr.io -keyout /tls/registry.key -out /tls/registry.crt 2>/dev/null
exec docker-registry serve /etc/docker/registry/config.yml
