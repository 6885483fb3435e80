package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.api.message.BinaryPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Bytes as Base64 with padding and without line breaks. Decoded from the message's own bytes, without a text between: the
 * reader of JSON would also take what goes on after the padding.
 */
final class BinaryType implements Type<BinaryPart> {

    static final BinaryType BASE64 = new BinaryType();

    private BinaryType() {}

    @Override
    public BinaryPart read(Reader in) throws IOException {
        if (in.parser().currentToken() != JsonToken.VALUE_STRING) {
            throw in.wrongType("a string");
        }
        Optional<ByteBuffer> plain = in.plainText();
        ByteBuffer text = plain.isPresent() ? plain.get() : ByteBuffer.wrap(in.text().getBytes(StandardCharsets.UTF_8));
        if (text.remaining() % 4 != 0) {
            throw in.fail(Fault.FORMAT, "Base64", "a length of " + text.remaining());
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(text);
            byte[] content = decoded.array();
            return decoded.remaining() == content.length
                    ? BinaryPart.owning(content)
                    : BinaryPart.owning(Arrays.copyOf(content, decoded.remaining()));
        } catch (IllegalArgumentException noBase64) {
            throw in.fail(Fault.FORMAT, "Base64", "something else");
        }
    }

    @Override
    public void write(Writer out, BinaryPart part) throws IOException {
        try (InputStream content = part.stream()) {
            out.generator().writeBinary(content, part.length());
        }
    }
}
