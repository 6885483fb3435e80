# Part of ./sluice: the verb cuda. The distribution does the work; where it is not told of a file, Maven brings it, from wherever it is
# set up to bring artifacts from.

cuda() {
    build >&2
    verb=${1:-help}
    [ $# -eq 0 ] || shift
    source=${SLUICE_CUDA_RUNTIME:-}
    folder=
    for option in "$@"; do
        case $option in
            --from) source=given ;;
            --data) folder=given ;;
        esac
    done
    [ -n "$folder" ] || set -- "$@" --data "${SLUICE_DATA:-$root/data}"
    if [ "$verb" = fetch ] && [ -z "$source" ]; then
        runtime=$(sed -n 's/.*<onnxruntime.version>\(.*\)<.*/\1/p' "$root/pom.xml")
        # A repository of its own, to be thrown away: the libraries are all that is wanted of 612 MB.
        fetched=$(mktemp -d "$archive/cuda.XXXXXX")
        trap 'rm -rf "$fetched"' EXIT
        trap 'exit 130' INT TERM HUP
        mvn -q -ntp -N -f "$root/pom.xml" dependency:get -Dtransitive=false \
            -Dartifact="com.microsoft.onnxruntime:onnxruntime_gpu:$runtime" -Dmaven.repo.local="$fetched" >&2 ||
            fail "Maven cannot fetch onnxruntime_gpu $runtime; give the file or its address by --from"
        set -- "$@" --from "$fetched/com/microsoft/onnxruntime/onnxruntime_gpu/$runtime/onnxruntime_gpu-$runtime.jar"
    fi
    "$distribution/bin/sluice-gateway" cuda "$verb" "$@"
}
