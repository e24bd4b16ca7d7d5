n=$(printf "\012x"); n=${n%x}; p=; ok=; while IFS= read -r l; do case $l in "#walter-fleet-payload") ok=1; break;; esac; p=$p$l$n; done; case $ok in 1) eval "$p";; *) exit 65;; esac
