# uses: lib.sh env.sh lock.sh journal.sh compose.sh survey.sh
# Takes the lock, finishes what a swap left between two renames, and reads the machine under the lock.

main() {
  frame begin
}

begin() {
  state_open
  lock_take
  salt_open
  journal_read
  [ "$j_state" = unreadable ] || mend_window
  survey
}
