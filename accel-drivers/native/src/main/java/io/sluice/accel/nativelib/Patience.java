package io.sluice.accel.nativelib;

import java.util.HashMap;
import java.util.Map;

/**
 * How long to leave devices alone that stopped answering and are listed still: twice as many looks each time, so that a dead one
 * does not come and go for ever. Used by one thread.
 */
final class Patience {

    private static final int LONGEST = 64;

    private final Map<String, Record> records = new HashMap<>();

    private static final class Record {
        private int penalty;
        private int left;
        private int served;
    }

    /** The device was lost. */
    void lost(String device) {
        Record record = records.computeIfAbsent(device, key -> new Record());
        // One that served longer than it was left alone has earned a fresh start.
        record.penalty = record.penalty == 0 || record.served > record.penalty
                ? 1
                : Math.min(LONGEST, 2 * record.penalty);
        record.left = record.penalty;
        record.served = 0;
    }

    /** The device is not listed any more: when it is again, it is another. */
    void forget(String device) {
        records.remove(device);
    }

    /** The device is in use at this look. */
    void serves(String device) {
        Record record = records.get(device);
        if (record != null) {
            record.served++;
        }
    }

    /** Whether to try the device at this look. Called once a look. */
    boolean isOver(String device) {
        Record record = records.get(device);
        return record == null || --record.left < 0;
    }
}
