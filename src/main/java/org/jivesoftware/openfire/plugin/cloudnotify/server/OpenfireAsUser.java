package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;

/**
 * Asks a service of this server in a user's name, and takes the answer, which the user's client does not see. On threads that may wait:
 * such a service answers while it is asked. Thread-safe.
 */
public final class OpenfireAsUser {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PacketRouter packets;
    private final IQRouter iqs;
    private final Part part;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /**
     * @param packets routes
     * @param iqs knows who waits for an answer
     * @param part is told what fails
     */
    public OpenfireAsUser(PacketRouter packets, IQRouter iqs, Part part) {
        this.packets = Objects.requireNonNull(packets);
        this.iqs = Objects.requireNonNull(iqs);
        this.part = Objects.requireNonNull(part);
    }

    /**
     * @param request from a local user to a service of this server; not changed
     * @return the answer, which has another id, or null where none came
     */
    public @Nullable IQ ask(IQ request) {
        IQ copy = request.createCopy();
        // Openfire compares nothing but ids.
        copy.setID(UUID.randomUUID().toString());
        CompletableFuture<IQ> answer = new CompletableFuture<>();
        asked.add(copy.getID());
        try {
            iqs.addIQResultListener(copy.getID(), new Taker(answer, part), PATIENCE.toMillis());
            packets.route(copy);
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            asked.remove(copy.getID());
        }
    }

    /** @return whether a request is one that is asked here */
    boolean asks(IQ request) {
        return !asked.isEmpty() && request.getID() != null && asked.contains(request.getID());
    }

    private record Taker(CompletableFuture<IQ> answer, Part part) implements IQResultListener {

        @Override
        public void receivedAnswer(IQ packet) {
            try {
                answer.complete(packet.createCopy());
            } catch (Throwable e) {
                part.failed(e);
            }
        }

        @Override
        public void answerTimeout(String id) {
            // Nobody waits any more.
        }
    }
}
