# The image of web, worker and beat. No package index, password or key is named or kept in it.

FROM node:24.21.0-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=optional --no-audit --no-fund
COPY static/scss static/scss
RUN npm run build

FROM python:3.13.16-slim-bookworm AS packages
COPY callgov/requirements.lock /requirements.lock
# ffmpeg comes with them, as a wheel
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps --requirement /requirements.lock

# pg_dump and psql of the server's own version, with the libraries that they need
FROM postgres:18.6-bookworm AS postgres
RUN mkdir -p /client/bin /client/lib \
    && cp /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/psql /client/bin/ \
    && ldd /client/bin/* | awk '/=> \//{print $3}' | grep -v -E '/(libc|libm|libdl|libpthread|librt)\.so' | sort -u | xargs -I{} cp -L {} /client/lib/

FROM python:3.13.16-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin callgov \
    && install -d -o callgov -g callgov -m 700 /var/lib/callgov/keys /var/lib/callgov/beat /var/lib/callgov/vault /var/lib/callgov/intake \
       /var/lib/callgov/backups /var/lib/callgov/backups-of-keys
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 \
    POSTGRES_PROGRAMS=/opt/postgres/bin CALLGOV_NO_BOOTSTRAP=1 DJANGO_SETTINGS_MODULE=callgov.settings
COPY --from=packages /opt/venv /opt/venv
COPY --from=postgres /client /opt/postgres
WORKDIR /app
COPY . .
COPY --from=assets /src/var/assets var/assets
# hashed names for the static files; the key is made up for this one command and forgotten
RUN SECRET_KEY="$(head -c 48 /dev/urandom | base64)" DATABASE_URL=postgresql://nobody@nowhere/none \
    python manage.py collectstatic --noinput --ignore scss
USER callgov
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/healthz', timeout=3)"]
CMD ["gunicorn", "callgov.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--timeout=120", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
