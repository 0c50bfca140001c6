package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** The registrations of one user, among the options of Openfire's own page about that user. */
public final class UserServlet extends RegistrationsServlet {

    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 100;

    @Override
    PartName part() {
        return PartName.USER_PAGE;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.user(username(request));
    }

    @Override
    String address(Page page) {
        return place(page.request()).address();
    }

    @Override
    void get(Page page) throws IOException, StoreException {
        String username = username(page.request());
        if (username.isEmpty()) {
            page.response().sendRedirect(Place.REGISTRATIONS.address());
            return;
        }
        RegistrationsView view = new RegistrationsView(page.texts(), Selection.take(page.request().getSession()));
        Map<String, Object> model = view.table(rows(page.console().search(), username), page.console());
        model.put("columns", view.columns(null));
        model.put("buttons", view.buttons());
        model.put("action", address(page));
        model.put("search", false);
        model.put("total", null);
        model.put("situation", Situation.of(page.console(), page.texts(), username, false));
        model.put("paged", false);
        model.put("narrow", false);
        model.put("about", page.texts().get("user.about", username));
        model.put("userLink", RegistrationsView.userPage(username));
        model.put("activityLink", ActivityQuery.of(username).url());
        page.show(200, place(page.request()), "registrations", model, List.of());
    }

    /** The search finds beginnings of names; the name itself comes first, before those that it is the beginning of. */
    static List<Row> rows(RegistrationSearch search, String username) throws StoreException {
        List<Row> rows = new ArrayList<>();
        String cursor = null;
        do {
            RegistrationSearch.Page found = search.find(new Query(username, "", false, Sort.USER, false, cursor, AT_ONCE));
            List<Row> fitting = found.rows().stream().filter(row -> row.registration().username().equals(username)).toList();
            rows.addAll(fitting);
            cursor = fitting.size() < found.rows().size() ? null : found.next();
        } while (cursor != null);
        return rows;
    }

    private static String username(HttpServletRequest request) {
        String username = request.getParameter("username");
        return username == null ? "" : username.strip();
    }
}
