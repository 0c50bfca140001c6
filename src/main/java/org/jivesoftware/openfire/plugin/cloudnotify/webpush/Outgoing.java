package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;

/** The threads and connections of web push, as long as it is switched on. Thread-safe. */
public final class Outgoing implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final int CONNECTORS = 2;
    private static final int CAPACITY = 10_000;
    private static final Duration LAST = Duration.ofSeconds(2);

    private final Crew acquaintances;
    private final Crew strangers;
    private final Crew connections;
    private final LookUps lookUps;
    private final Origins origins;
    private final Posting posting;

    /**
     * @param web says which servers may be connected to
     * @param scheduler time
     * @param trust which servers are what they say
     * @param part is told what fails
     */
    public Outgoing(WebPush web, Scheduler scheduler, SSLContext trust, Part part) {
        Objects.requireNonNull(scheduler);
        acquaintances = new Crew("cloudnotify-web", WORKERS, CAPACITY, part);
        strangers = new Crew("cloudnotify-web-new", WORKERS, CAPACITY, part);
        connections = new Crew("cloudnotify-web-net", CONNECTORS, CAPACITY * 2, part);
        lookUps = new LookUps(strangers, part);
        origins = new Origins(acquaintances, strangers, scheduler::nanos);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Posting.CONNECT).executor(this::work).sslContext(new GuardedContext(trust, web.addresses())).build();
        posting = new Posting(client, scheduler);
    }

    /**
     * Does work of the client: at once where one of these workers sends, who may wait for a name, since a hand-over to another thread costs
     * more than most of what is handed over; else on a thread of its own, since the client has but one thread that hears all connections.
     */
    private void work(Runnable work) {
        if (acquaintances.has(Thread.currentThread()) || strangers.has(Thread.currentThread())) {
            work.run();
        } else {
            connections.executor().execute(work);
        }
    }

    /** @return false where too much waits, so that it is never begun */
    boolean add(WebOrigin origin, WebPushRequest.Topic topic, Origins.Job job) {
        return origins.add(origin, topic, job);
    }

    /**
     * Does something that has to look up a name.
     *
     * @param username for whom
     * @param work what
     * @return false where too much waits, of that user or of all, so that it is never done
     */
    boolean look(String username, Runnable work) {
        return lookUps.look(username, work);
    }

    /**
     * Does something that looks up nothing, at once, but after what that user asked for before.
     *
     * @param username for whom
     * @param work what
     * @return false where too much of that user waits, so that it is never done
     */
    boolean after(String username, Runnable work) {
        return lookUps.after(username, work);
    }

    Posting posting() {
        return posting;
    }

    /** Lets what was given go out, for a moment; then ends. */
    @Override
    public void close() {
        try {
            origins.awaitIdle(LAST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        strangers.close();
        acquaintances.close();
        connections.close();
        posting.close();
    }
}
