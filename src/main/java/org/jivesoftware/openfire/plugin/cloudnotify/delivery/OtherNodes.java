package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;

/**
 * What nodes of a cluster tell each other about services (behaviour §4 and §12): that one does not work, so that another node, which
 * finds that it does, says so. Who hears that tries it at once, and not again within a minute: the way from there may be what does not
 * work. When nodes meet, as after a split, all that do not work are tried: the way is there again, and who heard nothing told nothing.
 * Where there is no cluster, an answer costs a look at a flag. Bounded; thread-safe.
 */
final class OtherNodes implements ServiceListener {

    private static final long MOST = Services.MAX_LINES;
    /** Longer than any service is left alone. */
    private static final Duration REMEMBERED = Duration.ofHours(2);

    private final Services services;
    private final ServiceEvents events;
    /** Those that do not work for another node. */
    private final Cache<PushService, Boolean> failing;
    private volatile boolean any;

    OtherNodes(Services services, ServiceEvents events, Scheduler scheduler) {
        this.services = Objects.requireNonNull(services);
        this.events = Objects.requireNonNull(events);
        this.failing = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).ticker(scheduler::nanos)
            .executor(scheduler.upkeep()).build();
        events.addListener(this);
    }

    /** A service was found not to work, or to work again, or has accepted a push as ever. */
    void answered(PushService service, Change change, Reply reply) {
        if (change == Change.OPENED || change == Change.SICK) {
            events.fails(service, Where.HERE);
        } else if (change == Change.CLOSED) {
            works(service);
        } else if (any && reply.kind() == Reply.Kind.RESULT && failing.getIfPresent(service) != null) {
            works(service);
        }
    }

    /** Components at a domain have connected to this node; {@code back} are the services there that did not work for it. */
    void connected(String domain, List<PushService> back) {
        back.forEach(this::works);
        if (any) {
            failing.asMap().keySet().stream().filter(service -> service.domain().equals(domain)).forEach(this::works);
        }
    }

    private void works(PushService service) {
        failing.invalidate(service);
        events.works(service, Where.HERE);
    }

    @Override
    public void fails(PushService service, Where where) {
        if (where == Where.ELSEWHERE) {
            failing.put(service, Boolean.TRUE);
            any = true;
        }
    }

    @Override
    public void works(PushService service, Where where) {
        if (where == Where.ELSEWHERE) {
            failing.invalidate(service);
            services.worksElsewhere(service);
        }
    }

    @Override
    public void met() {
        services.tryAll();
    }
}
