# The image of docs/operations.md (容器): built in one stage, run in another without what builds. It holds no settings and no
# data, runs as an account of its own, and needs to write to DATA_DIR and /tmp alone.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary=:all: -r requirements.txt

FROM python:3.11-slim-bookworm
# Libraries and fonts for PDF, as in bin/packages; pg_dump and psql for backup and restore. No versions: Debian keeps the
# newest of a release alone.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && adduser --system --group --uid 10001 --home /var/lib/zgc-tasks zgc \
 && install -d -o zgc -g zgc -m 700 /var/lib/zgc-tasks
COPY --from=build /opt/venv /opt/venv
WORKDIR /opt/zgc-tasks
COPY manage.py ./
COPY zgc_tasks zgc_tasks
COPY units units
COPY tasks tasks
COPY templates templates
COPY static static
COPY fonts fonts
COPY fixtures fixtures
COPY docs/manual docs/manual
COPY docs/wordings.md docs/wordings.md
RUN /opt/venv/bin/python -m compileall -q zgc_tasks units tasks
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/var/lib/zgc-tasks \
    BIND=0.0.0.0 \
    PORT=8000
USER 10001
VOLUME /var/lib/zgc-tasks
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["python", "-m", "zgc_tasks.server"]
