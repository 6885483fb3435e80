# Part of ./sluice: the verb run. Camera addresses hold passwords: they are neither printed nor put on a command line.

port=8080
data=${SLUICE_DATA:-$root/data}
demo=yes
cameras=
gateway=

# Takes the options; cameras become lines "<url> <model>" in $cameras.
take_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --no-demo)
                demo=no
                shift
                continue
                ;;
            --camera | --model | --port | --data) [ $# -gt 1 ] || fail "$1 needs a value" 2 ;;
            *) fail "run has no option $1; see ./sluice help" 2 ;;
        esac
        case $1 in
            --camera)
                case $2 in
                    *[[:space:]]*) fail "a camera's address has no spaces" 2 ;;
                    rtsp://?*) ;;
                    *) fail "a camera's address begins with rtsp:// and names a host" 2 ;;
                esac
                cameras="$cameras
$2 "
                ;;
            --model)
                [ -n "$cameras" ] || fail "--model belongs behind the --camera that it analyses" 2
                case $2 in
                    *[!A-Za-z0-9._-]*) fail "not a model's id: $2" 2 ;;
                esac
                cameras="$cameras$2"
                ;;
            --port)
                case $2 in
                    '' | *[!0-9]*) fail "not a port: $2" 2 ;;
                esac
                port=$2
                ;;
            --data) data=$2 ;;
        esac
        shift 2
    done
}

# The host of an address as a camera's id: rtsp://u:p@192.0.2.7:554/x becomes 192-0-2-7.
id_of() {
    printf '%s' "$1" | sed 's|^rtsp://||; s|[/?].*||; s|.*@||; /]/!s|:[0-9]*$||; s|].*||; s|^\[||' |
        tr '[:upper:]' '[:lower:]' | tr -c 'a-z0-9\n' '-' | sed 's/^-*//; s/-*$//' | cut -c 1-60
}

# Calls $1 <id> <url> <model> for each camera. A further one on the same host gets a number.
each_camera() {
    printf '%s\n' "$cameras" | while read -r url model; do
        [ -n "$url" ] || continue
        id=$(id_of "$url")
        [ -n "$id" ] || fail "the camera's address names no host" 2
        "$1" "$id" "$url" "$model"
    done
}

# YAML in single quotes.
quoted() {
    printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"
}

write_camera() {
    folder=$data/etc/cameras
    mkdir -p "$folder"
    name=$1
    number=1
    while [ -e "$folder/$name.yaml" ] &&
        ! printf '    url: %s\n' "$(quoted "$2")" | grep -qxF -f - "$folder/$name.yaml"; do
        number=$((number + 1))
        name=$1-$number
    done
    (
        umask 077
        {
            echo "source:"
            echo "  driver: rtsp"
            echo "  settings:"
            echo "    url: $(quoted "$2")"
            [ -z "$3" ] || printf 'analyses:\n  - model: %s\n' "$(quoted "$3")"
        } >"$folder/$name.yaml.new"
        mv "$folder/$name.yaml.new" "$folder/$name.yaml"
    )
    echo "sluice: camera $name is configured in $folder/$name.yaml"
}

# JSON in double quotes.
jquoted() {
    printf '"%s"' "$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')"
}

post_camera() {
    analyses=
    [ -z "$3" ] || analyses=", \"analyses\": [{\"model\": $(jquoted "$3")}]"
    answer=$(printf '{"id": "%s", "source": {"driver": "rtsp", "settings": {"url": %s}}%s}' "$1" "$(jquoted "$2")" "$analyses" |
        curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' --data-binary @- "$address/api/cameras") || true
    case $answer in
        201) echo "sluice: camera $1 was added to the gateway at $address/" ;;
        409) fail "the gateway at $address/ has a camera $1 already; change it on the page" ;;
        *) fail "the gateway at $address/ did not take camera $1 (HTTP $answer)" ;;
    esac
}

# healthy, ill (it answers, but something does not run) or silent.
health() {
    case $(curl -s -m 2 -o /dev/null -w '%{http_code}' "$address/system/health" 2>/dev/null || true) in
        200) echo healthy ;;
        503) echo ill ;;
        *) echo silent ;;
    esac
}

announce() {
    tries=0
    while [ "$(health)" != healthy ]; do
        kill -0 "$gateway" 2>/dev/null || return 0
        tries=$((tries + 1))
        if [ $tries -gt 300 ]; then
            echo "sluice: the gateway runs but is not healthy; the log above and $address/api/status say why" >&2
            return 0
        fi
        sleep 0.2
    done
    echo
    echo "  Sluice is running: $address/"
    echo "  Data: $data    Stop: Ctrl-C"
    echo
}

run() {
    take_options "$@"
    command -v curl >/dev/null || need curl
    address=http://127.0.0.1:$port
    if [ "$(health)" != silent ]; then
        [ -n "$cameras" ] || fail "a gateway already runs at $address/"
        each_camera post_camera
        return
    fi
    build
    each_camera write_camera
    set -- --data "$data" --port "$port"
    if [ $demo = yes ] && [ -z "$(find "$data/etc/cameras" -name '*.yaml' 2>/dev/null | head -n 1)" ]; then
        set -- "$@" --feature demo
    fi
    "$distribution/bin/sluice-gateway" "$@" &
    gateway=$!
    trap 'kill -TERM $gateway 2>/dev/null || true' INT TERM HUP
    announce
    code=0
    wait $gateway || code=$?
    # A signal ends wait, not the gateway, which has to stop in order first.
    while kill -0 $gateway 2>/dev/null; do
        code=0
        wait $gateway || code=$?
    done
    # 143: ended by the signal that asked it to.
    [ $code = 143 ] || exit $code
}
