# One image for all services; the command says which one runs. docs/operating.md describes it.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && node scripts/image.mjs /image/app

# Debian with the program `node` alone: no npm, no compiler.
FROM debian:bookworm-slim
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --no-create-home --home-dir /tmp node
COPY --from=build /usr/local/bin/node /usr/local/bin/
WORKDIR /app
COPY --from=build /image/app ./
# Numbers, so that Kubernetes sees that it is not root.
USER 1000:1000
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 METRICS_PORT=9464
# The port of the gateway; the others answer health checks on the same one.
EXPOSE 3000
# The metrics, for Prometheus. Never publish it.
EXPOSE 9464
# Healthy means ready to work: what the service needs responds.
HEALTHCHECK --interval=5s --timeout=10s --start-period=120s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/gateway/src/main.js"]
ARG VERSION=0.1.0
ARG REVISION=unknown
ENV REVISION=$REVISION
LABEL org.opencontainers.image.title="Contacts" \
  org.opencontainers.image.description="The address book behind WhatsApp campaigns; every service, by its command." \
  org.opencontainers.image.licenses="UNLICENSED" \
  org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION"
