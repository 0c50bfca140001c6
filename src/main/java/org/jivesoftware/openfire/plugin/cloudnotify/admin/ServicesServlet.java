package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Stage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Step;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** The services page: which push services devices use, and whether they work; tests them, and tries those that do not work. */
public final class ServicesServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final int MOST_AT_ONCE = 20;
    private static final int MOST_CHECKED = 3;
    /** So many registrations, and so many services, are counted each time: who has just registered a device wants to see it. */
    private static final int FEW = 1_000;
    /** Among so many of the newest devices one is looked for that a test can go to. */
    private static final int CANDIDATES = 50;

    private final transient Aged<Map<PushService, Long>> count = new Aged<>(services -> few(services.values()));
    private final transient Aged<Set<PushService>> names = new Aged<>(services -> services.size() <= FEW);

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
        ServicesView view = new ServicesView(page.texts(), console.services(), console.clock().instant(), Selection.take(page.request()
            .getSession()));
        Instant now = console.clock().instant();
        Aged.Known<Map<PushService, Long>> devices = count.get(now, "", console.counter(), console.search()::services);
        Set<PushService> all = new HashSet<>();
        if (devices.value() != null) {
            all.addAll(devices.value().keySet());
        }
        if (devices.value() == null || !few(devices.value().values())) {
            // Which ones there are is known at once.
            Set<PushService> named = names.get(now, console.search()::serviceNames);
            all.addAll(named == null ? Set.of() : named);
        }
        page.show(200, Place.SERVICES, "services", view.table(all, devices), List.of());
    }

    private static boolean few(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum() <= FEW;
    }

    @Override
    void post(Page page) throws IOException, StoreException {
        String action = page.parameter("action");
        List<PushService> services = page.parameters("service").stream().distinct().limit(MOST_AT_ONCE).flatMap(text -> named(text)
            .stream()).toList();
        ServiceAction what = ServiceAction.named(action);
        if (services.isEmpty() || what == null) {
            page.redirect(Place.SERVICES.address(), List.of(Notice.error(page.texts().get("services.none-selected"))));
            return;
        }
        page.console().audit().log(page.administrator(), what.done() + " push services", StringUtils.join(services, "\n"));
        Selection.keep(page.request().getSession(), services.stream().map(PushService::name).toList());
        page.redirect(Place.SERVICES.address(), switch (what) {
            case TEST -> test(page, services);
            case TRY -> tried(page, services);
            case CHECK -> check(page, services);
            case ALLOW, DENY -> listed(page, services, what == ServiceAction.ALLOW);
        });
    }

    /** Services are asked one after the other, each for at most half a minute. */
    private static List<Notice> check(Page page, List<PushService> services) {
        Texts texts = page.texts();
        List<Notice> notices = new ArrayList<>();
        for (PushService service : services.subList(0, Math.min(MOST_CHECKED, services.size()))) {
            for (Step step : page.console().reach().check(service)) {
                boolean silent = step.stage() == Stage.IDENTITY && !step.good() && step.detail() == null;
                String key = silent ? "check.identity.none"
                    : "check." + step.stage().name().toLowerCase(Locale.ROOT) + (step.good() ? ".good" : ".bad");
                String detail = step.detail() == null ? texts.get("figure.unknown")
                    : step.stage() == Stage.ANSWER ? new ActivityWords(texts).condition(step.detail()) : step.detail();
                String text = texts.get("check.step", service.name(), texts.get(key, detail));
                // What says nothing of itself may be a push service all the same.
                notices.add(step.good() ? Notice.success(text) : step.stage() == Stage.IDENTITY
                    ? new Notice(Notice.Kind.WARNING, text) : Notice.error(text));
            }
        }
        return notices;
    }

    private static List<Notice> listed(Page page, List<PushService> services, boolean allow) {
        Settings settings = page.console().settings();
        Set<String> allowed = new LinkedHashSet<>(settings.get(Settings.SERVICES_ALLOWED));
        Set<String> denied = new LinkedHashSet<>(settings.get(Settings.SERVICES_DENIED));
        List<String> domains = services.stream().map(PushService::domain).toList();
        if (allow) {
            domains.forEach(denied::remove);
            if (!allowed.isEmpty()) {
                allowed.addAll(domains);
            }
        } else {
            denied.addAll(domains);
        }
        settings.set(Settings.SERVICES_DENIED, List.copyOf(denied));
        settings.set(Settings.SERVICES_ALLOWED, List.copyOf(allowed));
        List<Notice> notices = new ArrayList<>();
        for (PushService service : services) {
            boolean done = page.console().services().allowed(service) == allow;
            // A pattern as *.example.org in a list is the administrator's to change.
            notices.add(done ? Notice.success(page.texts().get(allow ? "services.allowed" : "services.denied", service.name()))
                : new Notice(Notice.Kind.WARNING, page.texts().get("services.pattern", service.name())));
        }
        return notices;
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
