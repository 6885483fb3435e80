package io.sluice.protocol;

import java.io.IOException;
import java.time.Instant;

/** A time, by {@link WireTime}. */
final class TimeType implements Type<Instant> {

    static final TimeType TIME = new TimeType();

    private TimeType() {}

    @Override
    public Instant read(Reader in) throws IOException {
        String text = in.text();
        return in.time().parse(text)
                .orElseThrow(() -> in.fail(Fault.FORMAT, WireTime.FORM, Snippet.quoted(text)));
    }

    @Override
    public void write(Writer out, Instant time) throws IOException {
        out.generator().writeString(out.time().format(time)
                .orElseThrow(() -> out.fail(Fault.FORMAT, WireTime.FORM, time.toString())));
    }
}
