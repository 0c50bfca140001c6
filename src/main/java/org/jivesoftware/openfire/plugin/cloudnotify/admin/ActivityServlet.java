package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityFilter;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog.Found;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Ending;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;

/** The activity page, the part of it that its script asks for again and again, and its lines for a spreadsheet. */
public final class ActivityServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 200;
    private static final int FEW = 1_000;

    private final transient Aged<Long> count = new Aged<>(registrations -> registrations <= FEW);

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
        Console console = page.console();
        ActivityQuery query = ActivityQuery.read(page);
        ActivityFilter filter = query.filter(page.texts().zoneId(), console.users()::exists);
        Found fitting = console.activity().find(filter.ending() == Ending.WAITS ? filter.and(waiting(console.users())) : filter,
            Long.MAX_VALUE, Integer.MAX_VALUE);
        if ("true".equals(page.parameter("csv"))) {
            csv(page, fitting.lines());
            return;
        }
        ActivityView view = new ActivityView(page.texts(), console.clock().instant(), console.users());
        Map<String, Object> model = new HashMap<>(query.narrow()
            ? view.figures(Figures.of(fitting.lines(), console.clock().instant()), null)
            : view.figures(console.figures().snapshot(), registrations(console)));
        model.putAll(view.table(fitting, query, SHOWN));
        model.put("filtered", query.narrow());
        model.put("zone", page.texts().zone());
        // Said where something was accepted, and nowhere else.
        model.put("accepted", !query.user().isEmpty() && fitting.lines().stream().anyMatch(line -> line.ending() == Ending.ACCEPTED));
        if ("true".equals(page.parameter("live"))) {
            // As plain text, so that Openfire does not put its frame around it and no browser ever shows it as a page.
            page.response().setContentType("text/plain; charset=UTF-8");
            page.response().getWriter().write(page.templates().render("activity-live", model, page.texts()));
            return;
        }
        String user = query.user();
        boolean ofUser = !user.isEmpty();
        model.putAll(view.form(query));
        model.put("ofUser", ofUser);
        model.put("situation", ofUser ? Situation.of(console, page.texts(), user, true) : List.of());
        model.put("devicesLink", Place.user(user).address());
        model.put("live", query.url(Map.of("live", "true")));
        model.put("csv", query.url(Map.of("csv", "true")));
        page.show(200, Place.ACTIVITY, "activity", model, List.of());
    }

    /** A line tells that something had to wait; whether it still does, only who has it knows. */
    private static Predicate<ActivityLine> waiting(UserStanding users) {
        Map<String, Instant> waiting = users.waiting();
        boolean undecided = users.undecided();
        return line -> {
            Instant since = line.registration() == null ? null : waiting.get(line.registration());
            return line.registration() == null ? undecided : since != null && !line.time().isBefore(since);
        };
    }

    private static void csv(Page page, List<ActivityLine> lines) throws IOException {
        page.response().setContentType("text/csv; charset=UTF-8");
        page.response().setHeader("Content-Disposition", "attachment; filename=\"push-activity.csv\"");
        page.response().getWriter().write(new ActivityCsv(page.texts(), page.console().users()).write(lines));
    }

    @Override
    void post(Page page) throws IOException {
        page.refuse(405, Place.ACTIVITY, "error.method");
    }

    /** @return the number of registrations a moment ago, or -1 where the database does not tell */
    private long registrations(Console console) {
        Long known = count.get(console.clock().instant(), "", console.counter(), console.search()::count).value();
        return known == null ? -1 : known;
    }
}
