# Which steps are alive on this machine: see run.sh for how they are started.

# Calls a function with process and <run>/<step> of each.
each_running() {
  for wf_file in "$wf_state"/steps/*/*/claim; do
    wf_file=${wf_file%/claim}
    if [ ! -e "$wf_file/claim" ] || [ -s "$wf_file/exit" ]; then continue; fi
    wf_pid='' wf_start=''
    read -r wf_pid wf_start 2>/dev/null <"$wf_file/pid" || continue
    ! is_alive "$wf_pid" "$wf_start" || "$1" "$wf_pid" "${wf_file#"$wf_state"/steps/}"
  done
}
