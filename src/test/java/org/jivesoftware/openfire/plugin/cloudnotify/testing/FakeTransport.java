package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Transport;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;

/** The way to services that are a function of a push and the way back. */
public record FakeTransport(BiConsumer<Push, Consumer<Reply>> services) implements Transport {

    @Override
    public boolean takes(Destination destination) {
        return true;
    }

    @Override
    public boolean immediate(Destination destination) {
        return true;
    }

    @Override
    public void send(String id, Push push, Duration timeout, Consumer<Reply> answer) {
        services.accept(push, answer);
    }
}
