#!/bin/sh
# Shows a job's own folder as /opt/ml, in a private mount namespace, and runs the job's command there.
# usage: mount_ml.sh <folder to show> <empty folder to stage in> <command> [argument ...]
set -e
folder=$1
stage=$2
shift 2

if [ ! -d /opt/ml ]; then
  # /opt belongs to the machine. A memory file system takes its place, and shows everything /opt holds beside the new folder.
  mount --rbind /opt "$stage"
  mount -t tmpfs tmpfs /opt
  for held in "$stage"/* "$stage"/.[!.]*; do
    name=${held##*/}
    if [ -L "$held" ]; then
      cp -P "$held" "/opt/$name"
    elif [ -d "$held" ]; then
      mkdir "/opt/$name"
      mount --rbind "$held" "/opt/$name"
    elif [ -e "$held" ]; then
      : > "/opt/$name"
      mount --bind "$held" "/opt/$name"
    fi
  done
  mkdir /opt/ml
fi
mount --rbind "$folder" /opt/ml
exec "$@"
