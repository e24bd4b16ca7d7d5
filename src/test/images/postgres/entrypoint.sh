#!/bin/bash
# Makes the cluster at the first start, then becomes PostgreSQL. As with the official image, a database that only the
# socket leads to runs meanwhile; INIT_SECONDS is how long what is made there takes.
set -e
: "${POSTGRES_USER:=postgres}" "${POSTGRES_DB:=$POSTGRES_USER}" "${POSTGRES_HOST_AUTH_METHOD:=trust}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username="$POSTGRES_USER" --auth-host="$POSTGRES_HOST_AUTH_METHOD" --auth-local=trust \
    -E UTF8 --locale=C >/dev/null
  echo "host all all all $POSTGRES_HOST_AUTH_METHOD" >>"$PGDATA/pg_hba.conf"
  pg_ctl -w start -o "-c listen_addresses=''" >/dev/null
  [ "$POSTGRES_DB" = postgres ] || createdb -U "$POSTGRES_USER" "$POSTGRES_DB"
  sleep "${INIT_SECONDS:-0}"
  pg_ctl -w stop -m fast >/dev/null
fi
exec postgres -c listen_addresses='*' -c jit=off "$@"
