# uses: lib.sh state.sh compose-files.sh
# Receives the bundle on stdin, verifies it, and unpacks it beside the install.
#
# Needs no lock: what lies staged is named by its hash, appears in one rename once it is written through, and changes nothing.
# Where a power cut undoes the rename, the bundle is sent again.

main() {
  exec 4<&0
  frame stage
}

stage() {
  state_open
  wf_staged=$wf_state/staged/$wf_bundle
  remove_dead_work
  if [ -e "$wf_staged/checksums" ]; then
    say result already
    say detail "the bundle lies ready"
    return 0
  fi
  wf_work=$wf_state/staged/.$wf_bundle.$$
  trap sweep_work EXIT
  # who speaks into a connection that was cut would end without the line above
  trap 'exit 129' HUP PIPE TERM
  act stage.directory mkdir -p -- "$wf_work/$wf_bundle" || fail "could not stage the bundle" \
    "$(unwritable "$wf_state/staged")" "$wf_make_room"
  receive
  look_into
  unpack
  act stage.ready mv -- "$wf_work/$wf_bundle" "$wf_state/staged/" || [ -e "$wf_staged/checksums" ] || fail \
    "could not stage the bundle" "$wf_staged could not be made" "look at it on the machine"
  audit "stage: changed: the bundle is unpacked in $wf_staged"
  say result changed
  say detail "the bundle is unpacked in $wf_staged"
}

sweep_work() {
  wf_exit=$?
  rm -rf -- "$wf_work"
  frame_end "$wf_exit"
}

# Removes what uploads left that are not alive any more.
remove_dead_work() {
  for wf_file in "$wf_state"/staged/.*.[0-9]*; do
    if [ -d "$wf_file" ] && ! is_alive "${wf_file##*.}"; then act stage.sweep rm -rf -- "$wf_file"; fi
  done
}

receive() {
  act stage.receive write_bundle || fail "could not write the bundle" \
    "$(unwritable "$wf_work")" "$wf_make_room"
  wf_sum=$(sha256sum <"$wf_work/bundle")
  [ "${wf_sum%% *}" != "$wf_bundle" ] || return 0
  wf_got=$(wc -c <"$wf_work/bundle")
  [ "$wf_got" -eq "$wf_size" ] || fail "could not receive the bundle" \
    "$((wf_got)) of $wf_size bytes arrived" "run the same again"
  fail "could not accept the bundle" \
    "its sha256 is ${wf_sum%% *}, not $wf_bundle" \
    "run the same again; if it says so again, look at the machine's disk and memory"
}

write_bundle() {
  cat <&4 >"$wf_work/bundle"
}

# Refuses an archive that holds anything but plain files and directories below one directory.
look_into() {
  : >"$wf_work/why"
  printf '%4096s' '' >"$wf_work/names" || fail "could not look into the bundle" "$(unwritable "$wf_work")" "$wf_make_room"
  gzip -dc -- "$wf_work/bundle" 2>"$wf_work/why" | tar -tf - >"$wf_work/names" 2>>"$wf_work/why" || fail \
    "could not read the bundle" "$(tail -n 1 "$wf_work/why")" "look at tar, gzip and the disk on the machine: what was sent has the right checksum"
  [ ! -s "$wf_work/why" ] || fail "could not read the bundle" "$(tail -n 1 "$wf_work/why")" \
    "look at tar, gzip and the disk on the machine: what was sent has the right checksum"
  wf_odd=$(awk '/^\// || !/^(\.\/)?walter-onprem(\/|$)/ || /(^|\/)\.\.(\/|$)/ || /[^ -~]/ || /\\/ { print; exit }' "$wf_work/names")
  [ -z "$wf_odd" ] || fail "could not accept the bundle" "it has an entry that is not below walter-onprem/: $wf_odd" \
    "use the bundle that the vendor publishes"
}

unpack() {
  (umask 022 && act stage.unpack untar) || fail "could not unpack the bundle" \
    "$(tail -n 1 "$wf_work/why"); $(unwritable "$wf_work")" "$wf_make_room"
  wf_odd=$(find "$wf_work/$wf_bundle" ! -type f ! -type d)
  wf_odd=${wf_odd%%"
"*}
  [ -z "$wf_odd" ] || fail "could not accept the bundle" "it has a link or a device: ${wf_odd##*/}" \
    "use the bundle that the vendor publishes"
  [ -f "$wf_work/$wf_bundle/walter-onprem/bin/walter-onprem" ] && is_composed "$wf_work/$wf_bundle/walter-onprem" || fail \
    "could not accept the bundle" "it lacks bin/walter-onprem, or a compose file such as compose.yml" "use the bundle that the vendor publishes"
  act stage.modes close_modes || fail "could not unpack the bundle" \
    "its modes could not be set: $(unwritable "$wf_work")" "$wf_make_room"
  act stage.listing list_files || fail "could not unpack the bundle" \
    "its modes could not be written: $(unwritable "$wf_work")" "$wf_make_room"
  act stage.checksums write_checksums || fail "could not unpack the bundle" \
    "its checksums could not be written: $(unwritable "$wf_work")" "$wf_make_room"
  sync -f "$wf_work/$wf_bundle" 2>/dev/null || sync
}

untar() {
  gzip -dc -- "$wf_work/bundle" | (cd -- "$wf_work/$wf_bundle" && tar -xf - -o 2>"$wf_work/why")
}

# For root tar takes the modes of the archive as they are: nobody but the owner may write what runs here, or run as it.
close_modes() {
  chmod -R u+rwX,a-st,go-w "$wf_work/$wf_bundle" &&
    chmod 755 "$wf_work/$wf_bundle/walter-onprem" "$wf_work/$wf_bundle"/walter-onprem/bin/*
}

# Looks at each file, and writes a line for it: its mode as ls shows it, and its path.
list_files() {
  (cd -- "$wf_work/$wf_bundle/walter-onprem" && find . -type f ! -path ./.env.deploy -exec ls -ld {} + -exec sha256sum {} +) \
    >"$wf_work/files" || return 1
  awk '/^-/ { mode = substr($1, 1, 10); for (i = 1; i < 9; i++) sub(/^[^ ]+ +/, ""); sub(/^\.\//, ""); print mode " " $0 }' "$wf_work/files" >"$wf_work/$wf_bundle/checksums.modes"
}

# The checksums come last: a staged directory that has them is whole. No name here has a backslash or a newline.
write_checksums() {
  sed -n 's|^\([0-9a-f]\{64\}  \)\./|\1|p' "$wf_work/files" | sort -k 2 >"$wf_work/$wf_bundle/checksums"
}
