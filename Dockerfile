# An image that contains nothing but the command, as a static binary:
#
#     docker build --tag anchorbrowser-schema .
#     docker run --rm --volume "$PWD:/work:ro" anchorbrowser-schema check requests/
#
# To write files (`fix`, `--format sarif=FILE`), mount the directory without `:ro` and run with
# `--user "$(id -u):$(id -g)"`.
#
# No image was built from this file yet. `.ci/workflows` lints it, and `.ci/wheel` runs the static
# binary in an empty root directory as the same user. The base image is not pinned to a digest:
# anything that it leaves in the result is the standard library of Rust and musl.
FROM rust:1.95-alpine AS build
WORKDIR /source
COPY . .
RUN cargo build --release --locked --features cli --config 'profile.release.strip = true'

FROM scratch
COPY --from=build /source/target/release/anchorbrowser-schema /anchorbrowser-schema
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/anchorbrowser-schema"]
CMD ["--help"]
