#!/bin/sh
# Restarts replicas behind nginx one after the other, without a failed request:
#
#   rolling-restart.sh http://127.0.0.1:8000='systemctl restart redux@8000' \
#     http://127.0.0.1:8001='systemctl restart redux@8001'
#
# Each argument is the address of a replica and the command that stops it in good order and starts it again. With
# SHUTDOWN_DELAY_MS between 1000 and 4000, and deploy/nginx/nginx.conf, nginx sends nobody there any more by the time that
# the replica closes its port. Should one not come back, the script ends at once, while the others serve.
#
# To reload a replica of several workers no proxy is needed: `systemctl reload redux`, SIGHUP, replaces one after the
# other on a port that stays open.
#
# Environment:
#   READY           succeeds when the replica $address is ready          default: curl of $address/health/ready
#   READY_SECONDS   how long a replica may take to be ready              default: 60
#   SETTLE_SECONDS  until nginx sends requests to it again; fail_timeout  default: 6
set -eu

if [ $# -lt 1 ]; then
  echo "Usage: $0 <address>=<restart command> …" >&2
  exit 2
fi
ready=${READY:-curl --fail --silent --output /dev/null --max-time 2 \$address/health/ready}
ready_seconds=${READY_SECONDS:-60}
settle_seconds=${SETTLE_SECONDS:-6}

for replica in "$@"; do
  address=${replica%%=*}
  restart=${replica#*=}
  echo "$address: restarting"
  sh -c "$restart"
  waited=0
  until address=$address sh -c "$ready"; do
    waited=$((waited + 1))
    if [ "$waited" -ge "$ready_seconds" ]; then
      echo "$address is not ready after $ready_seconds s" >&2
      exit 1
    fi
    sleep 1
  done
  echo "$address: ready"
  sleep "$settle_seconds"
done
