#!/bin/sh
# Makes images out of Debian's packages that stand in for the official ones of deploy/environment.example, for a machine
# that reaches no registry: beacon-stand-in/python, nginx, postgres, redis. As root, with debootstrap and Docker Engine.
# What they copy of the official images is what deploy/ relies on: programs on the PATH, folders and their rights, entry
# points. They trust the certificates that this machine trusts.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

base() { # release
    echo "stand-ins: Debian $1"
    debootstrap --variant=minbase --include=ca-certificates "$1" "$work/$1" >"$work/$1.log" 2>&1 || { tail "$work/$1.log" >&2; exit 1; }
    cp -L /etc/ssl/certs/ca-certificates.crt "$work/$1/etc/ssl/certs/"
    rm -rf "$work/$1"/var/cache/apt/archives/*.deb "$work/$1"/var/lib/apt/lists/*
    tar -C "$work/$1" -c . | docker import - "beacon-stand-in/$1" >/dev/null
}

image() { # name; its Dockerfile comes as input
    echo "stand-ins: $1"
    mkdir "$work/$1"
    cat >"$work/$1/Dockerfile"
    ! [ -f "$work/$1.sh" ] || install "$work/$1.sh" "$work/$1/docker-entrypoint.sh"
    docker build --quiet --tag "beacon-stand-in/$1" "$work/$1" >/dev/null
}

install='apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends'

base bookworm
base trixie

image python <<END
FROM beacon-stand-in/bookworm
RUN $install netbase tzdata python3.11 python3.11-venv && rm -rf /var/lib/apt/lists/*
CMD ["python3"]
END

# trixie's, because bookworm's is older than 1.25.1 and has no "http2 on".
image nginx <<END
FROM beacon-stand-in/trixie
RUN $install nginx && rm -rf /var/lib/apt/lists/*
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
END

image redis <<END
FROM beacon-stand-in/trixie
RUN $install redis-server && rm -rf /var/lib/apt/lists/* && install -d -o redis -g redis /data
VOLUME /data
WORKDIR /data
CMD ["redis-server"]
END

cat >"$work/postgres.sh" <<'END'
#!/bin/bash
# What the official entry point does at the first start, as far as compose.yml relies on it.
set -e
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA" && chmod 700 "$PGDATA"
    export NSS_WRAPPER_PASSWD=/tmp/passwd NSS_WRAPPER_GROUP=/tmp/group LD_PRELOAD=libnss_wrapper.so
    echo "postgres:x:$(id -u):$(id -g)::$PGDATA:/bin/false" >"$NSS_WRAPPER_PASSWD"
    echo "postgres:x:$(id -g):" >"$NSS_WRAPPER_GROUP"
    # shellcheck disable=SC2086  # a list of options
    initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
    unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    pg_ctl --wait --options="-c listen_addresses=''" start
    for file in /docker-entrypoint-initdb.d/*.sh; do
        # shellcheck disable=SC1090  # as the official one: executed if it can be, else read
        if [ -x "$file" ]; then "$file"; else . "$file"; fi
    done
    pg_ctl --wait --mode fast stop
fi
exec "$@"
END
image postgres <<END
FROM beacon-stand-in/bookworm
RUN groupadd -r postgres --gid=999 && useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql postgres \
    && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql \
    && $install postgresql-common libnss-wrapper \
    && sed -ri 's/#(create_main_cluster) .*$/\1 = false/' /etc/postgresql-common/createcluster.conf \
    && $install postgresql-15 && rm -rf /var/lib/apt/lists/* \
    && sed -ri "s!^#?(listen_addresses)\s*=\s*\S+.*!\1 = '*'!" /usr/share/postgresql/15/postgresql.conf.sample \
    && install -d -o postgres -g postgres -m 3777 /var/run/postgresql \
    && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql/data /docker-entrypoint-initdb.d
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
VOLUME /var/lib/postgresql/data
COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
STOPSIGNAL SIGINT
CMD ["postgres"]
END
