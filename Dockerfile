# The whole product in one image; compose.yaml starts its roles from it.
FROM debian:12.11-slim

RUN apt-get update && apt-get install -y --no-install-recommends \
      python3 python3-venv ca-certificates tesseract-ocr tesseract-ocr-jpn tesseract-ocr-osd \
      poppler-utils fonts-ipafont-gothic fonts-ipafont-mincho \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --create-home hikae

WORKDIR /hikae
COPY . .
RUN script/setup && mkdir /office && chown hikae /office

USER hikae
ENV HIKAE_HOME=/office PATH=/hikae/.venv/bin:$PATH
VOLUME /office
ENTRYPOINT ["hikae"]
CMD ["serve"]
