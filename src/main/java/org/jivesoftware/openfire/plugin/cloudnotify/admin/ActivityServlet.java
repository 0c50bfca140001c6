package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activity page, and the part of it that its script asks for again and again. */
public final class ActivityServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ActivityServlet.class);
    private static final int SHOWN = 200;
    private static final int LONGEST = 1_023;
    /** Counting a million rows takes a while, and the page is asked for every few seconds. */
    private static final Duration COUNT_AGE = Duration.ofMinutes(1);

    private record Count(Instant time, long registrations) {
    }

    private transient volatile Count count;

    /**
     * @param user the user to filter by; not null
     * @return the page's address; never null
     */
    static String address(String user) {
        return Place.ACTIVITY.address() + (user.isEmpty() ? "" : "?user=" + URLEncoder.encode(user, StandardCharsets.UTF_8));
    }

    @Override
    PartName part() {
        return PartName.ACTIVITY_PAGE;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.ACTIVITY;
    }

    @Override
    void get(Page page) throws IOException {
        String user = StringUtils.left(StringUtils.substringBefore(page.parameter("user").strip(), "@"), LONGEST);
        ActivityView view = new ActivityView(page.texts());
        Map<String, Object> model = new HashMap<>(view.figures(page.console().figures().snapshot(), registrations(page.console())));
        model.putAll(view.table(page.console().activity().latest(user, SHOWN)));
        model.put("filtered", !user.isEmpty());
        if ("true".equals(page.parameter("live"))) {
            // As plain text, so that Openfire does not put its frame around it and no browser ever shows it as a page.
            page.response().setContentType("text/plain; charset=UTF-8");
            page.response().getWriter().write(page.templates().render("activity-live", model, page.texts()));
            return;
        }
        model.put("user", user);
        model.put("situation", user.isEmpty() ? List.of() : situation(page, user.toLowerCase(Locale.ROOT)));
        model.put("devicesLink", Place.user(user.toLowerCase(Locale.ROOT)).address());
        model.put("all", Place.ACTIVITY.address());
        String address = address(user);
        model.put("live", address + (address.contains("?") ? "&" : "?") + "live=true");
        page.show(200, Place.ACTIVITY, "activity", model, List.of());
    }

    /** @return what is so with a user, whatever was decided: each a sentence, and whether it is good; never null */
    private static List<Map<String, ?>> situation(Page page, String user) {
        Console console = page.console();
        Texts texts = page.texts();
        try {
            if (!console.accounts().test(user)) {
                return List.of(Map.of("text", texts.get("situation.no-account", user), "good", false));
            }
            List<Row> devices = UserServlet.rows(console.search(), user);
            if (devices.isEmpty()) {
                return List.of(Map.of("text", texts.get("situation.no-device", user), "good", false));
            }
            List<Map<String, ?>> lines = new ArrayList<>();
            for (Row device : devices) {
                DeviceState state = DeviceState.of(device.registration(), console, texts);
                lines.add(Map.of("text", texts.get("situation.device", name(device, texts), state.words()), "good", state.good()));
            }
            return lines;
        } catch (StoreException e) {
            LOG.warn("The console could not look for the devices of {}", user, e);
            return List.of(Map.of("text", texts.get("error.database"), "good", false));
        }
    }

    /** @return service and resource: this page shows no nodes; never null */
    private static String name(Row device, Texts texts) {
        return texts.get("registrations.one.no-node", device.registration().key().service().toString(), device.registration().resource());
    }

    @Override
    void post(Page page) throws IOException {
        page.refuse(405, Place.ACTIVITY, "error.method");
    }

    /** @return the number of registrations a moment ago, or -1 where the database does not tell */
    private long registrations(Console console) {
        Instant now = console.clock().instant();
        Count last = count;
        if (last == null || Duration.between(last.time(), now).abs().compareTo(COUNT_AGE) >= 0) {
            try {
                last = new Count(now, console.search().count());
            } catch (StoreException e) {
                LOG.warn("The console could not count the registrations", e);
                last = new Count(now, -1);
            }
            count = last;
        }
        return last.registrations();
    }
}
