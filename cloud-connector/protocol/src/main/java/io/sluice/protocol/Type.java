package io.sluice.protocol;

import java.io.IOException;

/**
 * How values of one type of the standard are read and written, and what is demanded of them both ways.
 *
 * @param <T> what it is here
 */
interface Type<T> {

    /** Reads the present value; afterwards the parser is at its last token. */
    T read(Reader in) throws IOException;

    void write(Writer out, T value) throws IOException;
}
