package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Outlook;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Progress;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Stage;

/** The page that takes over the registrations of the other push plugin: what there is, how far it is, and what came of it. */
public final class ImportServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final String BEGIN = "begin";
    private static final String STOP = "stop";
    /** So many services are named, those with most registrations first. */
    private static final int MOST_SERVICES = 20;

    @Override
    PartName part() {
        return PartName.IMPORT;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.IMPORT;
    }

    @Override
    void get(Page page) throws IOException, StoreException {
        Texts texts = page.texts();
        Takeover takeover = takeover(page);
        Outlook outlook = takeover.outlook();
        Progress progress = takeover.progress();
        boolean running = progress.stage() == Stage.RUNNING;
        Map<String, Object> model = new HashMap<>();
        model.put("found", outlook == null ? null : texts.get("import.found", texts.number(outlook.registrations()),
            texts.number(outlook.users())));
        model.put("services", outlook == null ? List.of() : services(texts, outlook));
        model.put("begin", outlook != null && !running);
        model.put("running", running);
        model.put("state", progress.stage() == Stage.NOT_YET ? null : state(texts, progress));
        model.put("users", progress.users());
        model.put("done", progress.done());
        page.show(200, Place.IMPORT, "import", model, List.of());
    }

    private static Takeover takeover(Page page) {
        return Objects.requireNonNull(page.console().takeover(), "Where this part is off, there is no page of it");
    }

    private static List<String> services(Texts texts, Outlook outlook) {
        return outlook.services().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_SERVICES).map(one -> texts.get("import.service", one.getKey(), texts.number(one.getValue()))).toList();
    }

    private static String state(Texts texts, Progress progress) {
        return texts.get("import." + progress.stage().name().toLowerCase(Locale.ROOT), texts.number(progress.done()),
            texts.number(progress.users()), texts.number(progress.result().imported()), texts.number(progress.result().alreadyThere()),
            texts.number(progress.result().skipped()));
    }

    @Override
    void post(Page page) throws IOException {
        Takeover takeover = takeover(page);
        if (page.parameter("action").equals(BEGIN)) {
            page.console().audit().log(page.administrator(), "began to take over the push registrations of another plugin", "");
            takeover.begin();
        } else if (page.parameter("action").equals(STOP)) {
            page.console().audit().log(page.administrator(), "stopped taking over the push registrations of another plugin", "");
            takeover.stop();
        }
        page.redirect(Place.IMPORT.address(), List.of());
    }
}
