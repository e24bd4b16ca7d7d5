# uses: lib.sh env-read.sh env.sh lock-read.sh lock.sh journal-read.sh journal.sh compose.sh survey.sh
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
