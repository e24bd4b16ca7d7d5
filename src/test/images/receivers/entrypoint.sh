#!/bin/sh
# Makes a certificate for mail.example.com, and starts both.
set -eu
mkdir -p /tls /inbox
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=mail.example.com \
  -addext subjectAltName=DNS:mail.example.com,DNS:localhost,IP:127.0.0.1 -keyout /tls/mail.key -out /tls/mail.crt 2>/dev/null
chown -R Debian-exim /tls /inbox
prometheus-alertmanager --config.file=/etc/alertmanager.yml --storage.path=/tmp/alertmanager --cluster.listen-address= &
exec exim4 -bdf
