package io.sluice.algorithm.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files of vendors' formats with the sound outside that is public, around content that is of no meaning. */
final class VendorFiles {

    private VendorFiles() {}

    static byte[] rknn(int version, int data, String description) {
        int more = version > 1 && data > 0 ? 40 : 0;
        byte[] json = description.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(24 + more + data + 8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RKNN".getBytes(StandardCharsets.US_ASCII)).putInt(0).putLong(version).putLong(data);
        return file.position(24 + more + data).putLong(json.length).put(json).array();
    }

    static byte[] om(int length, int content) {
        ByteBuffer file = ByteBuffer.allocate(256 + content).order(ByteOrder.LITTLE_ENDIAN);
        file.put("IMOD".getBytes(StandardCharsets.US_ASCII)).putInt(256).putInt(0x10000000);
        return file.putInt(76, length).array();
    }

    static byte[] engine(String mark, int version) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN)
                .put(mark.getBytes(StandardCharsets.US_ASCII)).putInt(version).array();
    }

    /** As some tools write it: a description before the engine. */
    static byte[] described(String json, int stated, byte[] engine) {
        byte[] text = json.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + text.length + engine.length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(stated).put(text).put(engine).array();
    }

    static String ir(long offset, long size) {
        return """
                <?xml version="1.0"?>
                <net name="n" version="11">
                  <layers>
                    <layer id="0" name="x" type="Parameter" version="opset1"><data shape="1,3,4,4" element_type="f32"/></layer>
                    <layer id="1" name="w" type="Const" version="opset1"><data element_type="f32" shape="4" offset="%d" size="%d"/></layer>
                  </layers>
                  <edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/></edges>
                </net>
                """.formatted(offset, size);
    }
}
