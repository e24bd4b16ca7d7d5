# uses: lib.sh env-read.sh env.sh lock-read.sh lock.sh
# Releases the lock if this run holds it; does nothing when it does not.

main() {
  frame leave
}

leave() {
  if lock_release; then say result changed; else say result already; fi
}
