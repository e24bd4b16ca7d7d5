# Which steps are alive on this machine: see run.sh for how they are started.

# Prints process and <run>/<step> of each, a line each.
running_steps() {
  for wf_file in "$wf_state"/steps/*/*/claim; do
    wf_file=${wf_file%/claim}
    if [ ! -e "$wf_file/claim" ] || [ -s "$wf_file/exit" ]; then continue; fi
    wf_pid='' wf_start=''
    read -r wf_pid wf_start 2>/dev/null <"$wf_file/pid" || continue
    ! is_alive "$wf_pid" "$wf_start" || printf '%s %s\n' "$wf_pid" "${wf_file#"$wf_state"/steps/}"
  done
}
