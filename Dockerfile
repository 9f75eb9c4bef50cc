# The portal's one image: web, worker and beat differ only in their command.
FROM python:3.13-slim-bookworm AS libraries

COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /opt/portal-venv \
 && /opt/portal-venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/run.txt


FROM python:3.13-slim-bookworm

# Pango sets the papers; fontconfig wants at least one font of the system beside ours.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      fontconfig fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /data

COPY --from=libraries /opt/portal-venv /opt/portal-venv
WORKDIR /opt/portal
COPY . .

ENV PATH=/opt/portal-venv/bin:$PATH \
    PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    PORTAL_NO_BOOTSTRAP=1 \
    PORTAL_COLLECTED=1 \
    PORTAL_DATA_DIR=/data \
    XDG_CACHE_HOME=/tmp/cache

# The key only lets the settings load; nothing of it stays in the image.
RUN PORTAL_SECRET_KEY=only-for-collecting-static-files python manage.py collectstatic --no-input \
 && python -m compileall -q governance impact portal priorities

USER portal
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=4 \
  CMD ["python", "-m", "portal.start.health"]

CMD ["granian", "portal.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", \
     "--port", "8000", "--workers", "2", "--blocking-threads", "1", "--no-ws", \
     "--respawn-failed-workers"]
