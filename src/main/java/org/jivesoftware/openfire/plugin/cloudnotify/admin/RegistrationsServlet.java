package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Obstacles;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.States;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registrations page: finds them, and does to the ticked ones what the pressed button says. */
public class RegistrationsServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationsServlet.class);
    /** More than a page has, so that nobody keeps the server busy with a request that no page sends. */
    private static final int MOST_AT_ONCE = 200;
    private static final int FEW = 1_000;

    private final transient ObstaclesNow obstacles = new ObstaclesNow();
    private final transient Aged<States> counted = new Aged<>(states -> states.all() <= FEW);

    @Override
    PartName part() {
        return PartName.REGISTRATIONS_PAGE;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.REGISTRATIONS;
    }

    /** @return the address of the list that the request shows, to come back to */
    String address(Page page) {
        return RegistrationQuery.read(page).url();
    }

    @Override
    void get(Page page) throws IOException, StoreException {
        RegistrationQuery query = RegistrationQuery.read(page);
        Obstacles now = query.byState() || !query.narrow() ? obstacles.of(page.console()) : Obstacles.NONE;
        RegistrationSearch.Page found = page.console().search().find(query.toSearch(query.byState() ? now : Obstacles.NONE));
        RegistrationsView view = new RegistrationsView(page.texts(), Selection.take(page.request().getSession()));
        Map<String, Object> model = view.table(found.rows(), page.console());
        model.put("columns", view.columns(query));
        model.put("buttons", view.buttons());
        model.put("action", query.url());
        model.put("search", true);
        model.put("total", query.narrow() ? null : total(page, now.lasting()));
        model.put("user", query.user());
        model.put("service", query.service());
        model.put("disabledOnly", query.disabledOnly());
        model.put("problemsOnly", query.problemsOnly());
        model.put("sort", query.sort().name().toLowerCase(java.util.Locale.ROOT));
        model.put("descending", query.descending());
        model.put("narrow", query.narrow());
        model.put("all", Place.REGISTRATIONS.address());
        model.put("next", found.next() == null ? null : query.at(found.next()).url());
        model.put("previous", found.previous() == null ? null : query.at(found.previous()).url());
        model.put("paged", found.next() != null || found.previous() != null);
        boolean guessed = (query.byState() || !query.narrow()) && page.console().users().lockedElsewhere();
        page.show(200, place(page.request()), "registrations", model, guessed ? List.of(new Notice(Notice.Kind.INFO,
            page.texts().get("registrations.locks-elsewhere"))) : List.of());
    }

    /** @return how many there are, in words, or null where the database does not tell */
    private @Nullable String total(Page page, Obstacles now) {
        Console console = page.console();
        Aged.Known<States> known = counted.get(console.clock().instant(), now, console.counter(), () -> console.search().states(now));
        States states = known.value();
        Texts texts = page.texts();
        if (states == null) {
            return known.counting() ? texts.get("registrations.counting") : null;
        }
        long held = console.services().states().stream().filter(ServiceState::works).mapToLong(ServiceState::waiting).sum();
        String total = texts.get("registrations.total", texts.number(states.all()), texts.number(states.active()),
            texts.number(states.failing()), texts.number(states.waiting()), texts.number(states.disabled()),
            texts.number(states.denied()), texts.number(states.locked()));
        return held == 0 ? total : total + " " + texts.get("registrations.held", texts.number(held));
    }

    @Override
    void post(Page page) throws IOException, StoreException {
        Optional<RegistrationAction> action = RegistrationAction.named(page.parameter("action"));
        List<RegistrationKey> keys = new ArrayList<>();
        for (String id : page.parameters("id").stream().distinct().limit(MOST_AT_ONCE).toList()) {
            page.console().search().byId(id).ifPresent(row -> keys.add(row.registration().key()));
        }
        if (action.isEmpty() || keys.isEmpty()) {
            page.redirect(address(page), List.of(Notice.error(page.texts().get("registrations.none-selected"))));
        } else if (action.get() == RegistrationAction.TEST) {
            audit(page, action.get(), keys);
            Selection.keep(page.request().getSession(), keys.stream().map(RegistrationKey::id).toList());
            page.redirect(address(page), new TestPushes(page.console().actions(), page.texts(), TestPushes.PATIENCE).send(keys));
        } else if (action.get() == RegistrationAction.DELETE && !"true".equals(page.parameter("confirmed"))) {
            confirm(page, keys);
        } else {
            change(page, action.get(), keys);
        }
    }

    private void confirm(Page page, List<RegistrationKey> keys) throws IOException {
        RegistrationsView view = new RegistrationsView(page.texts());
        page.show(200, place(page.request()), "delete", Map.of("action", address(page), "chosen",
            keys.stream().map(key -> Map.of("id", key.id(), "text", view.describe(key))).toList()), List.of());
    }

    private void change(Page page, RegistrationAction action, List<RegistrationKey> keys) throws IOException {
        List<RegistrationKey> done = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        try {
            for (RegistrationKey key : keys) {
                if (action.apply(page.console().actions(), key)) {
                    done.add(key);
                }
            }
        } catch (StoreException e) {
            LOG.error("The console could not change a registration", e);
            notices.add(Notice.error(page.texts().get("registrations.database")));
        }
        if (!done.isEmpty()) {
            audit(page, action, done);
        }
        notices.add(0, new Notice(done.isEmpty() ? Notice.Kind.INFO : Notice.Kind.SUCCESS,
            page.texts().get("done." + action.name().toLowerCase(java.util.Locale.ROOT), page.texts().number(done.size()))));
        if (action != RegistrationAction.DELETE) {
            Selection.keep(page.request().getSession(), keys.stream().map(RegistrationKey::id).toList());
        }
        page.redirect(address(page), notices);
    }

    private static void audit(Page page, RegistrationAction action, List<RegistrationKey> keys) {
        // Nodes are as good as passwords at some services, so they are shortened here too.
        page.console().audit().log(page.administrator(), action.done() + " push registrations", keys.stream()
            .map(key -> key.username() + ", " + key.destination().service() + (key.node() == null ? "" : ", "
            + RegistrationsView.shortNode(key)))
            .collect(Collectors.joining("\n")));
    }
}
