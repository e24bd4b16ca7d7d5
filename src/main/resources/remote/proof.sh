# What is asked of a backup that is restored beside: in containers without a network, on a volume that nothing else mounts.

# On the restored volumes at /walter-fleet/data/postgres and /walter-fleet/data/state: their digests, who owns PostgreSQL's
# files, and what it says of them; end, if that is all there is to say.
# shellcheck disable=SC2016
wf_compare='
  set -e
  echo "digest $(digest "/walter-fleet/data/postgres")"
  echo "digest $(digest "/walter-fleet/data/state")"
  for control in "/walter-fleet/data/postgres/global/pg_control" "/walter-fleet/data/postgres/"*/global/pg_control "/walter-fleet/data/postgres/"*/*/global/pg_control; do
    [ ! -e "$control" ] || { echo "owner $(stat -c %u:%g "$control")" && break; }
  done
  code=0
  control "/walter-fleet/data/postgres" 2>&1 || code=$?
  [ $code -lt 126 ] && echo end'

# On the same volume, as the owner of the files: starts PostgreSQL, which nobody but this script can reach, and has it read
# every table of every database, TOAST and catalogs too, and pg_amcheck look at tables and indexes where the image has it.
# It prints counts and a word for what is wrong; what PostgreSQL itself says stays here, but for where it failed.
# shellcheck disable=SC2016
wf_read_all='
  PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin 2>/dev/null | tr "\n" ":")
  work=$(mktemp -d)
  trap "rm -rf \"$work\"" EXIT
  export LC_ALL=C PGHOST="$work" PGPORT=5432 PGCONNECT_TIMEOUT=60
  for control in "/walter-fleet/data/postgres/global/pg_control" "/walter-fleet/data/postgres/"*/global/pg_control "/walter-fleet/data/postgres/"*/*/global/pg_control; do
    [ ! -e "$control" ] || { at=${control%/global/pg_control} && break; }
  done
  bad() {
    word=$1
    # what was refused for want of memory or room is no flaw
    if grep -qs "oom_kill [1-9]" /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control || grep -qs "ERROR: *53" "$work/words"; then word=room; fi
    echo "bad $word"
    exit 0
  }
  polite="nice -n 19"
  ! ionice -c 3 true 2>/dev/null || polite="ionice -c 3 $polite"
  read -r made <"$at/PG_VERSION"
  case " $(postgres --version)" in *" $made."* | *" $made"[a-z]* | *" $made") ;; *) bad version ;; esac
  case $(pg_controldata "$at" | sed -n "s/^Data page checksum version: *//p") in
  [1-9]*) ! command -v pg_checksums >/dev/null || $polite pg_checksums --check -D "$at" >/dev/null 2>&1 || bad pages ;;
  esac
  set -- -c "data_directory=$at" -c hba_file="$work/hba" -c ident_file="$work/ident" -c external_pid_file= \
    -c listen_addresses= -c unix_socket_directories="$work" -c port=5432 -c ssl=off -c archive_mode=off \
    -c max_logical_replication_workers=0 -c autovacuum=off -c fsync=off -c huge_pages=off -c shared_buffers=32MB -c work_mem=4MB \
    -c maintenance_work_mem=16MB -c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0 \
    -c logging_collector=off -c log_destination=stderr -c log_min_messages=fatal -c log_statement=none
  [ -e "$at/postgresql.conf" ] || { : >"$work/conf" && set -- "$@" -c config_file="$work/conf"; }
  printf "%s\t" local all all trust >"$work/hba" && : >"$work/ident"
  PGUSER=$(echo "select rolname from pg_catalog.pg_authid where oid = 10" | postgres --single -D "$at" "$@" template1 2>"$work/words" |
    sed -n "s/^.*: rolname = \"\(.*\)\".*typeid.*/\1/p" | head -n 1)
  [ -n "$PGUSER" ] || bad start
  export PGUSER PGOPTIONS="-c statement_timeout=0 -c lock_timeout=0 -c enable_indexscan=off -c enable_indexonlyscan=off -c enable_bitmapscan=off -c default_transaction_read_only=off -c search_path=pg_catalog"
  $polite postgres -D "$at" "$@" >"$work/log" 2>&1 </dev/null &
  server=$!
  ended() {
    kill -INT $server 2>/dev/null
    wait $server
    rm -rf "$work"
  }
  trap ended EXIT
  until pg_isready -q -d template1; do
    kill -0 $server 2>/dev/null || bad start
    sleep 0.2 2>/dev/null || sleep 1
  done
  ask() { psql -XqAt -v ON_ERROR_STOP=1 -v VERBOSITY=verbose "$@" 2>"$work/words"; }
  of="from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in (\$\$r\$\$, \$\$m\$\$, \$\$t\$\$) and c.relpersistence <> \$\$t\$\$ and (c.relkind <> \$\$m\$\$ or c.relispopulated)"
  databases=0 tables=0
  PGDATABASE=template1 ask -c "select datname from pg_database where datallowconn" >"$work/databases" || bad read
  while IFS= read -r PGDATABASE; do
    export PGDATABASE
    ask -c "select format(\$\$select count(*) from only %I.%I;\$\$, n.nspname, c.relname) $of" >"$work/tables" || bad read
    ask -f "$work/tables" >/dev/null || bad read
    count=$(ask -c "select count(*) $of and c.relkind <> \$\$t\$\$ and n.nspname not in (\$\$pg_catalog\$\$, \$\$information_schema\$\$)") || bad read
    databases=$((databases + 1)) tables=$((tables + count))
  done <"$work/databases"
  if command -v pg_amcheck >/dev/null && [ "$(PGDATABASE=template1 ask -c "select count(*) from pg_available_extensions where name = \$\$amcheck\$\$")" = 1 ]; then
    $polite pg_amcheck --all --install-missing >/dev/null 2>"$work/words" || bad pages
  fi
  kill -0 $server 2>/dev/null || bad read
  echo "read $databases $tables"'

# Runs a script on the restored copy under bounds of time, memory, processors and processes: proof_run USER SCRIPT
proof_run() {
  docker_run ${wf_timeout:+timeout "$wf_limit"} docker run --rm --label walter-fleet.helper=yes --network none --user "$1" \
    --memory "${wf_memory}m" --memory-swap "${wf_memory}m" --cpus 1 --cpu-shares 64 --pids-limit 256 --cap-drop ALL \
    --security-opt no-new-privileges --tmpfs /tmp:size=64m,mode=1777 -v "$wf_proof:/walter-fleet/data" --entrypoint sh "$wf_helper" -c "$2"
}
