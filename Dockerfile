# The whole product in one image; compose.yaml starts its roles from it.
# To pin the base to its content as well, write its digest behind the tag:
# `docker buildx imagetools inspect debian:12.11-slim`.
FROM debian:12.11-slim

# The packages of script/setup, before the program: a layer that seldom changes.
RUN apt-get update && apt-get install -y --no-install-recommends \
      python3 python3-venv ca-certificates tesseract-ocr tesseract-ocr-jpn tesseract-ocr-osd \
      poppler-utils fonts-ipafont-gothic fonts-ipafont-mincho \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 hikae \
  && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin hikae \
  && install -d -o 10001 -g 10001 -m 0700 /office

WORKDIR /hikae
COPY . .
# Compiled here: the user below may not write, and would compile everything at every start.
RUN UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 script/setup \
  && .venv/bin/python -m compileall -q archive config hikae ingest ledger ocr \
  && rm -rf .tools /root/.cache

USER 10001:10001
ENV HIKAE_HOME=/office PATH=/hikae/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["hikae"]
CMD ["serve"]
