package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.dom4j.Element;

/** A client's stream, over whatever carries it: whole elements in both directions. */
interface ClientStream extends Closeable {

    /** Begins the stream, or begins it anew after the authentication, and returns the server's header. */
    Element open(String domain) throws IOException;

    /** Writes a text: one whole element, where the carrier has frames. */
    void send(String xml) throws IOException;

    /** Reads the next whole element; null when the other end closed the stream in order. */
    Element next() throws IOException;

    /** How long a read may take; zero for ever. */
    void timeout(Duration timeout) throws IOException;

    /** Tells the server that the stream ends here. */
    void end() throws IOException;

    /** Ends the connection without a word. */
    @Override
    void close() throws IOException;

    /** As {@link #close}, with a TCP reset where that can be had. */
    void reset() throws IOException;
}
