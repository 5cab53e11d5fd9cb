#!/bin/sh
# Restarts the replicas behind nginx one after the other, without a failed request:
#
#   rolling-restart.sh /etc/nginx/nginx.conf \
#     127.0.0.1:8000='systemctl restart redux@8000' 127.0.0.1:8001='systemctl restart redux@8001'
#
# The first argument is the file that has the `server <address> …;` lines of the upstream. Each further one is the
# address of a replica, as it stands there, and the command that stops it in good order and starts it again.
#
# nginx without health checks learns that a replica has gone from a request that failed there. A connection that the
# kernel has accepted and the process has not is reset when the process stops; a POST on it cannot be repeated. So a
# replica is marked `down` first, and told to stop when nobody is sent to it any more. Should anything fail, the script
# ends at once and leaves that replica marked, while the others serve; once it is well, run the script again.
#
# To reload a replica of several workers no proxy is needed: `systemctl reload redux`, SIGHUP, replaces one after the
# other on a port that stays open.
#
# Environment:
#   RELOAD         makes nginx read its configuration again      default: nginx -s reload
#   READY          succeeds when the replica $address is ready   default: curl of http://$address/health/ready
#   DRAIN_SECONDS  for requests that are on their way there      default: 2
#   READY_SECONDS  how long a replica may take to be ready       default: 60
set -eu

if [ $# -lt 2 ]; then
  echo "Usage: $0 <nginx configuration> <address>=<restart command> …" >&2
  exit 2
fi
config=$1
shift
reload=${RELOAD:-nginx -s reload}
ready=${READY:-curl --fail --silent --output /dev/null --max-time 2 http://\$address/health/ready}
drain_seconds=${DRAIN_SECONDS:-2}
ready_seconds=${READY_SECONDS:-60}

# Rewrites the line of a server by a sed expression. The file itself is written, not another in its place: a container
# that has it mounted would go on with the former one.
edit() {
  edited=$(sed "$1" "$config")
  printf '%s\n' "$edited" >"$config"
}

pattern() {
  printf '%s' "$1" | sed 's/[].[*^$/\\]/\\&/g'
}

mark_down() {
  edit "s/^\([[:space:]]*server[[:space:]]\{1,\}$(pattern "$1")\)\([^;]*\);/\1\2 down;/"
}

mark_up() {
  edit "/^[[:space:]]*server[[:space:]]\{1,\}$(pattern "$1")[[:space:];]/s/ down;/;/"
}

for replica in "$@"; do
  address=${replica%%=*}
  restart=${replica#*=}
  if ! grep -q "^[[:space:]]*server[[:space:]]\{1,\}$(pattern "$address")[[:space:];]" "$config"; then
    echo "$config has no line \"server $address\"" >&2
    exit 1
  fi
  # One that an earlier run has left marked is not marked twice.
  mark_up "$address"
  echo "$address: marked down"
  mark_down "$address"
  sh -c "$reload"
  sleep "$drain_seconds"
  echo "$address: restarting"
  sh -c "$restart"
  waited=0
  until address=$address sh -c "$ready"; do
    waited=$((waited + 1))
    if [ "$waited" -ge "$ready_seconds" ]; then
      echo "$address is not ready after $ready_seconds s; it stays marked down" >&2
      exit 1
    fi
    sleep 1
  done
  mark_up "$address"
  sh -c "$reload"
  echo "$address: ready, marked up"
  sleep "$drain_seconds"
done
