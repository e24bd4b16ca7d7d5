# uses: lib.sh state.sh env-read.sh env.sh lock-read.sh lock.sh
# Lengthens the lease of a lock that this run holds.

main() {
  frame renew
}

renew() {
  look_at_clock
  lock_renew || lock_lost
  say result changed
}
