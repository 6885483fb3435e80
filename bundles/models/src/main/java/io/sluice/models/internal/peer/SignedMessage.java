package io.sluice.models.internal.peer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP message as it is signed: the signature base of RFC 9421, section 2.5, for the one list of components that gateways use. A
 * signature over fewer or others of them, or with parameters in another order, is none for us.
 *
 * @param components values by component identifiers, in order
 */
record SignedMessage(Map<String, String> components) {

    static final String INPUT = "signature-input";
    static final String SIGNATURE = "signature";
    static final String DIGEST = "content-digest";
    /** Key of the gateway that is asked: what is meant for one is of no use at another. */
    static final String RECEIVER = "sluice-receiver";

    /** Fields by which a request's meaning changes; signed where they are. */
    private static final List<String> FIELDS =
            List.of(DIGEST, "if-match", "if-range", "range", RECEIVER, "upload-length", "upload-offset");
    private static final String LABEL = "sluice=";
    private static final Pattern PARAMETERS = Pattern.compile(
            "sluice=(\\([^()]{0,400}\\));created=([0-9]{1,12})(?:;nonce=\"([A-Za-z0-9_-]{16,64})\")?"
                    + ";keyid=\"([0-9a-f]{32})\";alg=\"ed25519\"");
    private static final Pattern BYTES = Pattern.compile("sluice=:([A-Za-z0-9+/=]{1,200}):");

    /**
     * Parameters of a signature.
     *
     * @param list of components as written
     * @param created in seconds since 1970
     * @param nonce empty in an answer, which is bound to its request by that one's
     * @param keyId of who signed
     */
    record Parameters(String list, long created, String nonce, String keyId) {

        private String text() {
            return list + ";created=" + created + (nonce.isEmpty() ? "" : ";nonce=\"" + nonce + '"') + ";keyid=\"" + keyId
                    + "\";alg=\"ed25519\"";
        }

        String field() {
            return LABEL + text();
        }
    }

    /** @param headers by names in small letters */
    static SignedMessage request(String method, String path, String query, Map<String, String> headers) {
        Map<String, String> components = new LinkedHashMap<>();
        components.put("\"@method\"", method);
        components.put("\"@path\"", path);
        components.put("\"@query\"", "?" + query);
        for (String field : FIELDS) {
            if (headers.containsKey(field)) {
                components.put('"' + field + '"', headers.get(field).strip());
            }
        }
        return new SignedMessage(components);
    }

    /** @param request value of the field Signature of what is answered */
    static SignedMessage answer(int status, String contentDigest, String request) {
        Map<String, String> components = new LinkedHashMap<>();
        components.put("\"@status\"", Integer.toString(status));
        if (!contentDigest.isEmpty()) {
            components.put('"' + DIGEST + '"', contentDigest);
        }
        components.put("\"signature\";req", request);
        return new SignedMessage(components);
    }

    /** As it must be in the parameters. */
    String list() {
        return "(" + String.join(" ", components.keySet()) + ")";
    }

    byte[] base(Parameters parameters) {
        StringBuilder base = new StringBuilder();
        components.forEach((component, value) -> base.append(component).append(": ").append(value).append('\n'));
        return base.append("\"@signature-params\": ").append(parameters.text()).toString().getBytes(StandardCharsets.UTF_8);
    }

    static Optional<Parameters> parameters(String field) {
        Matcher matcher = PARAMETERS.matcher(field);
        return matcher.matches() ? Optional.of(new Parameters(
                matcher.group(1), Long.parseLong(matcher.group(2)), Optional.ofNullable(matcher.group(3)).orElse(""),
                matcher.group(4))) : Optional.empty();
    }

    static String signature(byte[] signature) {
        return LABEL + ':' + Base64.getEncoder().encodeToString(signature) + ':';
    }

    static Optional<byte[]> signature(String field) {
        Matcher matcher = BYTES.matcher(field);
        try {
            return matcher.matches() ? Optional.of(Base64.getDecoder().decode(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Field Content-Digest of RFC 9530. */
    static String digest(byte[] sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ':';
    }
}
