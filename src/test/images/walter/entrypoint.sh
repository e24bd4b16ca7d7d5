#!/bin/bash
# serve: answers HTTP on 8080 and HTTPS on 8443. setup: migrates the schema and ends.
set -eu

# What Walter makes at its first start: a bootstrap secret and, since no authority signs it, its own certificate.
bootstrap() {
  umask 077
  [ -s /state/bootstrap_secret ] || openssl rand -hex 32 >/state/bootstrap_secret
  [ -s /state/tls.pem ] || {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=${PHX_HOST:-walter}" \
      -addext "subjectAltName=DNS:${PHX_HOST:-walter}" -keyout /state/tls.key -out /state/tls.crt 2>/dev/null
    cat /state/tls.key /state/tls.crt >/state/tls.pem
  }
}

bootstrap
if [ "${1:-serve}" = serve ]; then
  socat OPENSSL-LISTEN:8443,cert=/state/tls.pem,verify=0,fork,reuseaddr TCP:127.0.0.1:8080 &
fi
exec perl /app/app.pl "$@"
