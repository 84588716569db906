#!/bin/sh
# Makes every password and key that docker-compose.yml reads, at random, in ./secrets. Never overwrites one.
# The folder is closed to others; the files in it are readable because each container reads them under an account of its own.
set -eu

random() { head -c "$1" /dev/urandom | base64 | tr -d '\n=+/'; }

make() {
    if [ -e "secrets/$1" ]; then
        echo "secrets/$1 is there already; left as it is"
    else
        printf '%s' "$2" > "secrets/$1"
        chmod 444 "secrets/$1"
    fi
}

mkdir -p secrets intake certificates backups backups-of-keys
chmod 700 backups backups-of-keys
chmod 700 secrets
make secret_key "$(random 64)"
make database_password "$(random 32)"
make redis_password "$(random 32)"
make s3_access_key "$(random 16)"
make s3_secret_key "$(random 32)"
make s3_identities "$(printf '{"identities": [{"name": "callgov", "credentials": [{"accessKey": "%s", "secretKey": "%s"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}' "$(cat secrets/s3_access_key)" "$(cat secrets/s3_secret_key)")"
