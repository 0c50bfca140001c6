package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.PacketDeliverer;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;

/**
 * Sends the answer to a request as Openfire's own handlers do. Routing it would not do: an answer to a request without {@code to} has
 * no {@code from}, which the IQ router of 4.2 does not survive.
 *
 * @param deliverer Openfire's way to an address
 */
public record Replies(PacketDeliverer deliverer) implements Consumer<IQ> {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    /** Checks. */
    public Replies {
        Objects.requireNonNull(deliverer);
    }

    @Override
    public void accept(IQ answer) {
        try {
            deliverer.deliver(answer);
        } catch (UnauthorizedException e) {
            LOG.debug("The answer for {} could not be delivered", answer.getTo(), e);
        }
    }
}
