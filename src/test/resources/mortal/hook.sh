# shellcheck shell=sh disable=SC2034,SC2154
# Read by the scripts at each of their checkpoints: counts the acts that begin, and dies where it is told to.
# /var/tmp/mortal/armed has where, an act counted from 1 or the name of a checkpoint, and the way: process, power, or
# always, which is by each process that comes there. By the way deed it does not die: what is in /var/tmp/mortal/deed is done.
case $wf_checkpoint in
*.before)
  printf '%s\n' "$wf_checkpoint" >>/var/tmp/mortal/passed
  if [ -e /var/tmp/mortal/armed ] && read -r mortal_at mortal_way </var/tmp/mortal/armed; then
    mortal_times=0
    while read -r mortal_line; do mortal_times=$((mortal_times + 1)); done </var/tmp/mortal/passed
    case $mortal_at in
    "$mortal_times" | "$wf_checkpoint")
      printf '%s\n' "$wf_checkpoint" >/var/tmp/mortal/reached
      [ "$mortal_way" = always ] || rm /var/tmp/mortal/armed
      case $mortal_way in
      deed) sh /var/tmp/mortal/deed >/dev/null 2>&1 ;;
      power)
        sudo -n setsid -f /usr/local/bin/power-cut </dev/null >/dev/null 2>&1
        sleep 60
        kill -KILL $$
        ;;
      *) kill -KILL $$ ;;
      esac
      ;;
    esac
  fi
  ;;
esac
