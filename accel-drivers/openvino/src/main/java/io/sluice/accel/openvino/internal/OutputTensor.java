package io.sluice.accel.openvino.internal;

import java.nio.ByteBuffer;

/** Where an output of a binding is. */
interface OutputTensor {

    ByteBuffer values();

    long[] shape();

    /** After a run: fetches what did not come by itself. */
    void take(int index);

    /**
     * One of known size, written in place.
     *
     * @param values memory that a tensor of the request lies in
     */
    record Fixed(ByteBuffer values, long[] size) implements OutputTensor {

        @Override
        public long[] shape() {
            return size.clone();
        }

        @Override
        public void take(int index) {
            // It is there already.
        }
    }
}
