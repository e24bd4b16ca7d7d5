# A pull that fails: a registry that asks to wait is waited for, and what failed is told by its own name and docker's reason.

# Pulls, and waits where the registry limits pulls: at most some minutes, and not as long as the machine beside this one.
pull_patiently() {
  wf_wait=${WALTER_FLEET_PULL_WAIT:-15} wf_retries=0 wf_waited=0
  until pull_images >"$wf_dir/words" 2>&1; do
    is_limited || return 1
    [ "$wf_retries" -lt 4 ] || return 1
    wf_pause=$((wf_wait + $(od -An -N2 -tu2 /dev/urandom) % (wf_wait + 1)))
    audit "pull: the registry limits pulls: waiting for $wf_pause s"
    sleep "$wf_pause"
    wf_retries=$((wf_retries + 1)) wf_waited=$((wf_waited + wf_pause)) wf_wait=$((wf_wait * 2))
  done
}

is_limited() {
  grep -Eiq 'toomanyrequests|too many requests|http 429|rate limit|rate exceeded' "$wf_dir/words"
}

# A pull says which service failed only where it is not told to be quiet: so it is asked once more.
pull_or_tell() {
  if pull_patiently; then return 0; fi
  if ! is_limited && act pull pull_aloud; then return 0; fi
  cat -- "$wf_dir/words.aloud" >>"$wf_dir/words" 2>/dev/null || :
  wf_failed=$(failed_image)
  [ "$wf_failed" = "$wf_image" ] || wf_failed=$(printf '%s\n' "$wf_failed" | redact)
  grep -Ei '^error' "$wf_dir/words" >"$wf_dir/why" || cat -- "$wf_dir/words" >"$wf_dir/why"
  wf_why=$(tail -n 1 "$wf_dir/why" | redact | tr '\r\t' '  ' | cut -c 1-600)
  pull_fix
  case $wf_retries in
  0) ;;
  1) wf_why="$wf_why (the registry was asked once more, after $wf_waited s)" ;;
  *) wf_why="$wf_why (the registry was asked again $wf_retries times in $wf_waited s)" ;;
  esac
  fail "could not pull ${wf_failed:-the images of the bundle}" "$wf_why" "$wf_fix"
}

pull_aloud() {
  compose "$wf_view" "$wf_view/.env.deploy" pull >"$wf_dir/words.aloud" 2>&1
}

# The image of the service that failed, or the image itself where Compose names that.
failed_image() {
  wf_name=$(sed -n 's/^[^A-Za-z0-9]*\(Image \)\{0,1\}\([^ ]*\) Error.*/\2/p; s/^ERROR: for \([^ ]*\) .*/\1/p' "$wf_dir/words" | head -n 1)
  case $wf_name in
  *[/:]* | '') printf '%s\n' "$wf_name" ;;
  *) compose "$wf_view" "$wf_view/.env.deploy" config 2>/dev/null | image_of_service "$wf_name" ;;
  esac
}

image_of_service() {
  wf_service=$1 awk '
    /^[a-z]/ { top = $1 }
    top != "services:" { next }
    /^  [^ ]/ { name = $1; sub(/:$/, "", name); gsub(/["\047]/, "", name) }
    /^    image: / && name == ENVIRON["wf_service"] { gsub(/["\047]/, "", $2); print $2; exit }'
}

# What helps, by docker's reason.
pull_fix() {
  case $wf_failed in *.*/* | *:*/*) wf_registry=${wf_failed%%/*} ;; *) wf_registry='' ;; esac
  wf_fix="check that the image exists and that the machine reaches its registry"
  case $wf_why in
  *[Nn]"o space left"*) wf_fix="free some space where docker keeps its images (docker system df shows what takes it), then run the same again" ;;
  *denied* | *[Uu]nauthorized* | *"authentication required"* | *"no basic auth"*)
    wf_fix="check the image's name, and let this user log in to its registry on the machine: docker login${wf_registry:+ $wf_registry}"
    ;;
  esac
  ! is_limited || wf_fix="run the same again later (Docker Hub counts the pulls of six hours); fewer machines that pull at a time (rollout.pulls) and docker login on the machine ask less of its limit"
}
