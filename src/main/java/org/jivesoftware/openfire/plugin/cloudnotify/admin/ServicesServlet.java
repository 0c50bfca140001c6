package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services page: which push services devices use, and whether they work; tests them, and tries those that do not work. */
public final class ServicesServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ServicesServlet.class);
    /** Counting a million rows takes a while. */
    private static final Duration COUNT_AGE = Duration.ofMinutes(1);
    private static final int MOST_AT_ONCE = 20;
    /** Among so many of the newest devices one is looked for that a test can go to. */
    private static final int CANDIDATES = 50;

    private record Count(Instant time, Map<PushService, Long> devices) {
    }

    private transient volatile Count count;

    @Override
    PartName part() {
        return PartName.SERVICES_PAGE;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.SERVICES;
    }

    @Override
    void get(Page page) throws IOException {
        Console console = page.console();
        ServicesView view = new ServicesView(page.texts(), console.services(), console.clock().instant());
        page.show(200, Place.SERVICES, "services", view.table(devices(console)), List.of());
    }

    /** @return the devices of each service a moment ago, or null where the database does not tell */
    private Map<PushService, Long> devices(Console console) {
        Instant now = console.clock().instant();
        Count last = count;
        if (last == null || Duration.between(last.time(), now).abs().compareTo(COUNT_AGE) >= 0) {
            Map<PushService, Long> devices = null;
            try {
                devices = console.search().services();
            } catch (StoreException e) {
                LOG.warn("The console could not count the devices of each service", e);
            }
            last = new Count(now, devices);
            count = last;
        }
        return last.devices();
    }

    @Override
    void post(Page page) throws IOException, StoreException {
        String action = page.parameter("action");
        List<PushService> services = page.parameters("service").stream().distinct().limit(MOST_AT_ONCE)
            .flatMap(text -> named(text).stream()).toList();
        boolean test = "test".equals(action);
        if (services.isEmpty() || !test && !"try".equals(action)) {
            page.redirect(Place.SERVICES.address(), List.of(Notice.error(page.texts().get("services.none-selected"))));
            return;
        }
        page.console().audit().log(page.administrator(), (test ? "tested" : "tried") + " push services", StringUtils.join(services, "\n"));
        page.redirect(Place.SERVICES.address(), test ? test(page, services) : tried(page, services));
    }

    /** Comes from a form, so it may be anything. */
    private static Optional<PushService> named(String text) {
        try {
            return Optional.of(PushService.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Notice> tried(Page page, List<PushService> services) {
        return services.stream().map(service -> page.console().services().tryNow(service)
            ? Notice.success(page.texts().get("services.tried", service.toString()))
            : new Notice(Notice.Kind.INFO, page.texts().get("services.works-already", service.toString()))).toList();
    }

    private static List<Notice> test(Page page, List<PushService> services) throws StoreException {
        List<RegistrationKey> keys = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        for (PushService service : services) {
            Optional<RegistrationKey> device = device(page.console(), service);
            device.ifPresentOrElse(keys::add, () -> notices.add(Notice.error(page.texts().get("services.no-device", service.toString()))));
        }
        notices.addAll(new TestPushes(page.console().actions(), page.texts(), TestPushes.PATIENCE).send(keys));
        return notices;
    }

    /** @return one that is enabled and has the fewest errors, and among those was pushed to last; of the newest of that service */
    private static Optional<RegistrationKey> device(Console console, PushService service) throws StoreException {
        Query newest = new Query("", service.toString(), false, Sort.CREATED, true, null, CANDIDATES);
        return console.search().find(newest).rows().stream()
            .filter(row -> row.registration().key().destination().service().equals(service) && !row.registration().health().disabled())
            .min(Comparator.comparingInt((Row row) -> row.registration().health().errors())
                .thenComparing(Row::lastPush, Comparator.nullsLast(Comparator.reverseOrder())))
            .map(row -> row.registration().key());
    }
}
