package io.sluice.onnx;

import java.util.concurrent.atomic.AtomicInteger;

/** What is left of the limits: the fields are counted over the whole file, the depth along one way into it. */
final class ProtoBudget {

    private final AtomicInteger fieldsLeft;
    private final int depthLeft;

    private ProtoBudget(AtomicInteger fieldsLeft, int depthLeft) {
        this.fieldsLeft = fieldsLeft;
        this.depthLeft = depthLeft;
    }

    static ProtoBudget of(OnnxLimits limits) {
        return new ProtoBudget(new AtomicInteger(limits.fields()), limits.depth());
    }

    ProtoBudget deeper() {
        if (depthLeft == 0) {
            throw new OnnxException(OnnxException.Reason.TOO_DEEP, "its messages are nested too deeply");
        }
        return new ProtoBudget(fieldsLeft, depthLeft - 1);
    }

    void takeField() {
        if (fieldsLeft.decrementAndGet() < 0) {
            throw OnnxException.tooLarge("it has too many fields");
        }
    }
}
